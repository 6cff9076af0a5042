"""Showing what waits for release: to everybody, or to those who bear a label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.db import Database, table
from app.db.prepared import Prepared
from app.people.service import audit, labels_of
from app.people.views import Person
from app.quizzes.finding import quiz_by_id
from app.quizzes.tables import LabelRelease, Quiz
from app.quizzes.views import QuizView

_RELEASES = table(LabelRelease)
_BY_LABEL = Prepared(select(_RELEASES.c.label, _RELEASES.c.at).where(_RELEASES.c.quiz_id == bindparam("quiz")))


def release(db: Database, actor: Person, quiz_id: int, label: str | None = None) -> None:
    """Show what waits for release, to all or to those with a label; audited. What is released stays so."""

    def work(c: Connection) -> None:
        quiz = quiz_by_id(c, quiz_id, lock=True)
        now = db.now()
        if label is not None and label not in releases(c, quiz_id):
            c.execute(insert(LabelRelease).values(quiz_id=quiz_id, label=label, at=now))
            audit(c, now, actor, quiz.course_id, "release", quiz.slug, label=label)
        if label is None and quiz.released_at is None:
            c.execute(update(Quiz).where(Quiz.id == quiz_id).values(released_at=now))
            audit(c, now, actor, quiz.course_id, "release", quiz.slug, released_at=[None, now])

    db.write(work)


def take_back(db: Database, actor: Person, quiz_id: int, label: str | None = None) -> None:
    """Show it no longer; audited."""

    def work(c: Connection) -> None:
        quiz = quiz_by_id(c, quiz_id, lock=True)
        released = quiz.released_at if label is None else releases(c, quiz_id).get(label)
        if released is None:
            return
        if label is None:
            c.execute(update(Quiz).where(Quiz.id == quiz_id).values(released_at=None))
        else:
            c.execute(delete(LabelRelease).where(LabelRelease.quiz_id == quiz_id, LabelRelease.label == label))
        of = {} if label is None else {"label": label}
        audit(c, db.now(), actor, quiz.course_id, "take back release", quiz.slug, released_at=[released, None], **of)

    db.write(work)


def releases(c: Connection, quiz_id: int) -> Mapping[str, datetime]:
    """When a quiz was released to labels."""
    return {row[0]: row[1] for row in _BY_LABEL.rows(c, quiz=quiz_id)}


def as_released_to(c: Connection, quiz: QuizView, user_id: int) -> QuizView:
    """The quiz with the release that concerns a student: the one to all, or the first to a label of theirs."""
    if quiz.released_at is not None or not _waits(quiz):
        return quiz
    by_label = releases(c, quiz.id)
    own = labels_of(c, quiz.course_id, user_id) if by_label else ()
    return replace(quiz, released_at=min((by_label[label] for label in own if label in by_label), default=None))


def _waits(quiz: QuizView) -> bool:
    """Whether a release changes anything; asked with every answer, so that most quizzes pay nothing."""
    shown = {quiz.show_score, quiz.show_reason, quiz.show_reading, quiz.show_solution}
    return quiz.mode == "exam" or "release" in shown or ("due" in shown and quiz.due_at is None)
