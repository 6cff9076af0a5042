"""Asking for a regrade: a thread between a student and the staff about one field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.refusals import Closed, NotThere, Unreadable
from app.taking.looking import own_attempt
from app.taking.timing import as_extended
from app.taking.views import MessageView

LONGEST, MOST = 4000, 20  # characters, messages of one student about one field


def ask_regrade(db: Database, person: Person, attempt_id: int, slug: str, field: str, text: str) -> None:
    """Say something about the grade of one's own field; the first time, that asks for a regrade.

    Raises NotThere, Closed while the grade is not shown, Unreadable.
    """
    text = text.strip()
    if not 1 <= len(text) <= LONGEST:
        raise Unreadable(f"Say in a few sentences what should be looked at again: at most {LONGEST} characters.")

    def work(c: Connection) -> None:
        attempt = own_attempt(c, person, attempt_id)
        quiz = quizzes.as_released_to(c, quizzes.quiz_by_id(c, attempt.quiz_id), person.id)
        placed = quizzes.placed_question(c, quiz.id, slug)
        item = next((item for item in ledger.items(c, [attempt_id], placed.id) if item.field == field), None)
        if item is None:
            raise NotThere
        now = ledger.ledger_now(c, db.now(), quiz.id)
        visible = quizzes.visibility(quiz, as_extended(c, quiz, attempt)[0].due_at, now)
        if not visible.score or item.id not in ledger.grades(c, [attempt_id]):
            raise Closed("There is no grade to be looked at again yet.")
        if sum(message.author_id == person.id for message in ledger.said(c, [item.id]).get(item.id, ())) >= MOST:
            raise Closed("You have written a lot about this one. Talk to your instructor.")
        ledger.say(c, item.id, person.id, now, text)

    db.write(work)


def threads(db: Database, person: Person, attempt_id: int) -> Mapping[tuple[str, str], Sequence[MessageView]]:
    """What was said about one's own grades, by question and field; raises NotThere."""
    with db.read() as c:
        attempt = own_attempt(c, person, attempt_id)
        slugs = {placed.id: placed.slug for placed in quizzes.every_placed_question(c, attempt.quiz_id)}
        items = {item.id: (slugs[item.question_id], item.field) for item in ledger.items(c, [attempt_id])}
        found = ledger.said(c, list(items))
        names = people.names_of(c, sorted({message.author_id for thread in found.values() for message in thread}))
        return {
            items[item]: [
                MessageView(message.at, names[message.author_id], message.author_id == person.id, message.text)
                for message in thread
            ]
            for item, thread in found.items()
        }
