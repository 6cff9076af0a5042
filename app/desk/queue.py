"""Answers that wait for a person: free text, and what no grader could decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.db import Database
from app.desk.grading_views import Waiting
from app.ledger import service as ledger
from app.ledger.views import ItemGrade
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView


@dataclass(frozen=True, slots=True)
class Counted:
    """How far the grading of a field is."""

    waiting: int
    graded: int


def waiting(db: Database, quiz: QuizView) -> Sequence[Waiting]:
    """The fields that a person grades or must look at, and how many answers wait."""
    with db.read() as c:
        counted = counts(c, quiz)
        placed = {one.id: one for one in quizzes.every_placed_question(c, quiz.id)}
        return [
            Waiting(
                question=placed[question].slug,
                field=field,
                title=quizzes.question(c, placed[question].version).title,
                waiting=count.waiting,
                graded=count.graded,
            )
            for (question, field), count in sorted(counted.items(), key=lambda pair: placed[pair[0][0]].position)
        ]


def counts(c: Connection, quiz: QuizView) -> Mapping[tuple[int, str], Counted]:
    """By question and field, where a person has anything to do or has done something."""
    items = ledger.items_for_people(c, quiz.id)
    all_ = Counter((item.question_id, item.field) for item in items)
    waits = Counter((item.question_id, item.field) for item in items if item.is_waiting)
    return {key: Counted(waits[key], count - waits[key]) for key, count in all_.items()}


def waiting_items(c: Connection, quiz: QuizView) -> Sequence[ItemGrade]:
    """What waits."""
    return [item for item in ledger.items_for_people(c, quiz.id) if item.is_waiting]


def waiting_fields(c: Connection, quiz: QuizView) -> Sequence[tuple[PlacedQuestion, str]]:
    """The questions and fields in which something waits, in the order of the quiz."""
    waiting = {(item.question_id, item.field) for item in waiting_items(c, quiz)}
    placed = quizzes.every_placed_question(c, quiz.id)
    return [(one, field) for one in placed for question, field in sorted(waiting) if question == one.id]
