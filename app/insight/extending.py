"""Minutes on top, while a quiz runs: for everybody or for one student."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from app.db import Database
from app.people import service as people
from app.people.views import Extra, Person, Target
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import Unreadable

LONGEST = 240


def give_minutes(db: Database, actor: Person, quiz: QuizView, minutes: int, user_id: int | None = None) -> None:
    """Let the time of everybody, or of one student, end so much later; audited. Clocks that run pick it up.

    Raises Unreadable for a number that is no more time and for a quiz that ends at no time, NotThere for who is not in
    the course.
    """
    if not 1 <= minutes <= LONGEST:
        raise Unreadable(f"Give between 1 and {LONGEST} minutes.")
    if quiz.minutes is None and quiz.due_at is None:
        raise Unreadable("This quiz has no time limit: nobody needs more minutes.")
    if user_id is None:
        _everybody(db, actor, quiz, minutes)
    else:
        db.write(lambda c: _one(c, db, actor, quiz, minutes, user_id))


def _everybody(db: Database, actor: Person, quiz: QuizView, minutes: int) -> None:
    changes: dict[str, object] = {}
    if quiz.minutes is not None:
        changes["minutes"] = quiz.minutes + minutes
    if quiz.due_at is not None:
        changes["due_at"] = quiz.due_at + timedelta(minutes=minutes)
    quizzes.change_settings(db, actor, quiz.id, changes, quizzes.settings_seen(quiz))


def _one(c: Connection, db: Database, actor: Person, quiz: QuizView, minutes: int, user_id: int) -> None:
    """On top of what the student has by now, however it was given."""
    now = people.allowance(c, user_id, quiz.course_id, quiz.id)
    own = [extra for target, _, extra in people.accommodations(c, quiz.course_id) if _is(target, user_id, quiz)]
    due_at = quizzes.personal_due(quiz, now)
    extra = Extra(
        time_percent=own[0].time_percent if own else None,
        extra_minutes=now.extra_minutes + minutes if quiz.minutes is not None else None,
        due_at=due_at + timedelta(minutes=minutes) if due_at is not None else None,
    )
    target = Target(quiz.course_id, user_id, None, quiz.id, quiz.slug)
    people.accommodate(c, db.now(), actor, target, extra)


def _is(target: Target, user_id: int, quiz: QuizView) -> bool:
    return target.user_id == user_id and target.quiz_id == quiz.id
