"""The door of quizzes and their questions."""

from app.quizzes.finding import (
    any_quiz,
    every_placed_question,
    find_quiz,
    find_quiz_within,
    place,
    placed_question,
    placed_questions,
    question_ids,
    quiz_by_id,
    quizzes_of,
    quizzes_within,
)
from app.quizzes.loading import load
from app.quizzes.releasing import as_released_to, release, releases, take_back
from app.quizzes.revising import is_revised, question_text, read_revision, revise
from app.quizzes.settings import change_settings, settings_seen
from app.quizzes.timing import attempt_end, personal_due, personal_minutes
from app.quizzes.versions import content, question
from app.quizzes.visibility import visibility

__all__ = [
    "any_quiz",
    "as_released_to",
    "attempt_end",
    "change_settings",
    "content",
    "every_placed_question",
    "find_quiz",
    "find_quiz_within",
    "is_revised",
    "load",
    "personal_due",
    "personal_minutes",
    "place",
    "placed_question",
    "placed_questions",
    "question",
    "question_ids",
    "question_text",
    "quiz_by_id",
    "quizzes_of",
    "quizzes_within",
    "read_revision",
    "release",
    "releases",
    "revise",
    "settings_seen",
    "take_back",
    "visibility",
]
