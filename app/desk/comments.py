"""The comment bank: what was written once and is kept for other answers to the same field."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from app.db import Database
from app.desk.grading_views import KeptComment
from app.desk.tables import StockComment
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import NotThere, Unreadable

LONGEST = 1000


def kept_comments(c: Connection, question_id: int, field: str) -> Sequence[KeptComment]:
    """What is kept for a field, the oldest first."""
    query = select(StockComment.id, StockComment.text).where(
        StockComment.question_id == question_id, StockComment.field == field
    )
    return [KeptComment(*row) for row in c.execute(query.order_by(StockComment.id))]


def keep_comment(db: Database, actor: Person, quiz: QuizView, question: str, field: str, text: str) -> None:
    """Keep a comment, audited; one that is kept already is not kept twice. Raises Unreadable."""
    text = text.strip()
    if not 1 <= len(text) <= LONGEST:
        raise Unreadable(f"Write the comment first, in at most {LONGEST} characters; then keep it.")

    def work(c: Connection) -> None:
        placed = quizzes.placed_question(c, quiz.id, question)
        if any(kept.text == text for kept in kept_comments(c, placed.id, field)):
            return
        row = {"question_id": placed.id, "field": field, "text": text, "actor_id": actor.id, "at": db.now()}
        c.execute(insert(StockComment).values(row))
        people.audit(c, db.now(), actor, quiz.course_id, "keep a comment", f"{quiz.slug}/{question} {field}", text=text)

    db.write(work)


def drop_comment(db: Database, actor: Person, quiz: QuizView, question: str, field: str, comment: int) -> None:
    """Keep a comment no longer, audited; raises NotThere."""

    def work(c: Connection) -> None:
        placed = quizzes.placed_question(c, quiz.id, question)
        found = next((kept for kept in kept_comments(c, placed.id, field) if kept.id == comment), None)
        if found is None:
            raise NotThere
        c.execute(delete(StockComment).where(StockComment.id == comment))
        subject = f"{quiz.slug}/{question} {field}"
        people.audit(c, db.now(), actor, quiz.course_id, "remove a kept comment", subject, text=found.text)

    db.write(work)
