"""Regrade requests: what students say about their grades, and what they are answered."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from app.db import Database
from app.desk.views import DeskMessage, Request
from app.ledger import service as ledger
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import NotThere, Unreadable

LONGEST = 4000


def requests(db: Database, quiz: QuizView) -> Sequence[Request]:
    """All threads of a quiz: those that wait for an answer first, the longest waiting before all."""
    with db.read() as c:
        spoken = ledger.items_spoken_of(c, quiz.id)
        by_id = {item.id: item for item in ledger.items(c, sorted(set(spoken.values())))}
        items = [by_id[item] for item in spoken]
        students = ledger.students_of(c, quiz.id)
        slugs = {placed.id: placed.slug for placed in quizzes.every_placed_question(c, quiz.id)}
        said = ledger.said(c, [item.id for item in items])
        grades = ledger.grades(c, sorted(set(spoken.values())))
        writers = {message.author_id for thread in said.values() for message in thread}
        names = people.names_of(c, sorted(writers | {students[item.attempt_id] for item in items}))
    found = []
    for item in items:
        student = students[item.attempt_id]
        grade = grades.get(item.id)
        thread = [
            DeskMessage(message.at, names[message.author_id], message.author_id == student, message.text)
            for message in said[item.id]
        ]
        found.append(
            Request(
                item_id=item.id,
                attempt_id=item.attempt_id,
                question=slugs[item.question_id],
                field=item.field,
                student=names[student],
                points=item.points,
                earned=grade.points if grade else 0,
                messages=thread,
            )
        )
    return sorted(found, key=lambda request: not request.is_waiting)


def reply(db: Database, actor: Person, quiz: QuizView, item_id: int, text: str) -> None:
    """Answer a student, audited; raises NotThere where nobody asked, Unreadable."""
    text = text.strip()
    if not 1 <= len(text) <= LONGEST:
        raise Unreadable(f"Write an answer of at most {LONGEST} characters.")

    def work(c: Connection) -> None:
        if item_id not in ledger.items_spoken_of(c, quiz.id):
            raise NotThere
        now = ledger.ledger_now(c, db.now(), quiz.id)
        ledger.say(c, item_id, actor.id, now, text)
        people.audit(c, now, actor, quiz.course_id, "answer a regrade request", quiz.slug, item=item_id)

    db.write(work)
