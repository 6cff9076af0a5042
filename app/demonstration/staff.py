"""What the staff of the made-up class has done so far: most texts are graded, by their rubrics."""

from __future__ import annotations

import random

from app.db import Database
from app.desk import service as desk
from app.ledger import service as ledger
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView

GRADED = 0.75  # of the texts
FULL = 120  # characters of a text that leaves little out
COMMENTS = ("", "", "", "Good.", "Say why, too.", "The cause is missing: what happens to the gradient?")


def grade_texts(db: Database, actor: Person, quiz: QuizView, chance: random.Random) -> None:
    """Grade most of what waits for a person; the longer a text, the more of its rubric it has."""
    with db.read() as c:
        waiting = [item for item in ledger.items_for_people(c, quiz.id) if item.is_waiting]
        answers = [item.answer_id for item in waiting]
        lengths = {row.id: len(row.value) for row in ledger.answers_to(c, [item.item_id for item in waiting])}
        last = {event.answer_id: event.id for event in ledger.events_of(c, answers=answers)}
        fields = {
            (placed.id, name): field
            for placed in quizzes.placed_questions(c, quiz.id)
            for name, field in quizzes.question(c, placed.version).fields.items()
        }
    for item in chance.sample(waiting, round(len(waiting) * GRADED)):
        told = min(0.95, lengths[item.answer_id] / FULL)
        field = fields[item.question_id, item.field]
        ticked = [one["key"] for one in field.kind.rubric(field.prepared) if chance.random() < told]
        comment = chance.choice(COMMENTS)
        desk.grade(db, actor, quiz, item.answer_id, ticked=ticked, comment=comment, last_event=last[item.answer_id])
