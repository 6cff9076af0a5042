"""Doing a regrade, whole or not at all, and taking one back. Nothing is edited: judgements are appended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, insert, select

from app.db import Database
from app.desk.regrading.views import Change, PastRegrade, Plan
from app.desk.tables import Regrade
from app.ledger import service as ledger
from app.ledger.judged import Replaced
from app.ledger.reasons import with_reason
from app.ledger.values import decoded
from app.ledger.views import NewEvent
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import Conflict, NotThere, Unreadable

LONGEST_REASON = 1000
WITH_A_RULING = "This came with something “decided once for many”. Withdraw that, or decide again."
MEANWHILE = "Some of these answers were judged in the meantime. Look at what would change now, then apply it."


def apply(
    db: Database,
    actor: Person | None,
    quiz: QuizView,
    plan: Plan,
    reason: str,
    *,
    never_lower: bool = False,
    also: Callable[[Connection, datetime], None] | None = None,
) -> int:
    """Append what a plan found, in one transaction, audited; the regrade's id.

    `also` is done in the same transaction. Raises Unreadable without a reason or with nothing to change, Conflict when
    one of the answers was judged since the plan was made.
    """
    reason = _reason(reason)
    if not plan.changes:
        raise Unreadable("There is nothing to change: every answer is graded as it would be now.")

    def work(c: Connection) -> int:
        now = ledger.ledger_now(c, db.now(), quiz.id)
        regrade = _record(c, actor, quiz, now, reason, never_lower, len(plan.changes), None)
        for student in plan.students:
            ledger.attempt(c, student.attempt_id, lock=True)
            _refuse_stale(c, student.changes)
            events = [_event(change, actor, regrade, reason) for change in student.changes]
            ledger.append(c, db.keys, student.attempt_id, events, now)
        if also is not None:
            also(c, now)
        told = {"regrade": regrade, "reason": reason, "answers": len(plan.changes), "never_lower": never_lower}
        raised, lowered = plan.raised, plan.lowered
        people.audit(c, now, actor, quiz.course_id, "regrade", quiz.slug, **told, raised=raised, lowered=lowered)
        return regrade

    return db.write(work)


def undo(db: Database, actor: Person | None, quiz: QuizView, regrade_id: int, reason: str) -> int:
    """Append the judgements that a regrade replaced, where they were not replaced again; audited. The new regrade's id.

    Raises NotThere, Unreadable without a reason, Conflict when it is taken back already or nothing of it stands, and
    when it came with a ruling, which would still hold for answers to come.
    """
    reason = _reason(reason)

    def work(c: Connection) -> int:
        there = {one.id: one for one in _past(c, quiz)}
        if regrade_id not in there:
            raise NotThere
        for attempt in sorted({one.attempt_id for one in _replaced(c, quiz, there[regrade_id])}):
            ledger.attempt(c, attempt, lock=True)  # so that nobody judges between looking and writing
        found = {one.id: one for one in _past(c, quiz)}[regrade_id]
        if ledger.was_ruled_at(c, [one.id for one in quizzes.every_placed_question(c, quiz.id)], found.at):
            raise Conflict(WITH_A_RULING)
        replaced = _replaced(c, quiz, found)
        if found.undone_by is not None or not replaced:
            raise Conflict("This regrade is taken back already, or everything in it was judged again since.")
        now = ledger.ledger_now(c, db.now(), quiz.id)
        number = _record(c, actor, quiz, now, reason, False, len(replaced), regrade_id)
        for attempt, group in groupby(replaced, key=lambda one: one.attempt_id):
            events = [_restored(one, actor, number, reason) for one in group]
            ledger.append(c, db.keys, attempt, events, now)
        told = {"regrade": number, "undoes": regrade_id, "reason": reason, "answers": len(replaced)}
        people.audit(c, now, actor, quiz.course_id, "undo a regrade", quiz.slug, **told)
        return number

    return db.write(work)


def _replaced(c: Connection, quiz: QuizView, done: PastRegrade) -> Sequence[Replaced]:
    """What a regrade replaced and nothing has replaced since."""
    there = ledger.replaced_at(c, quiz.id, done.at)
    return [one for one in there if one.is_last and _details(one.result).get("regrade") == done.id]


def past_regrades(db: Database, quiz: QuizView) -> Sequence[PastRegrade]:
    """The regrades of a quiz that were done, the newest first."""
    with db.read() as c:
        return list(reversed(_past(c, quiz)))


def _past(c: Connection, quiz: QuizView) -> Sequence[PastRegrade]:
    rows = c.execute(select(*Regrade.__table__.c).where(Regrade.quiz_id == quiz.id).order_by(Regrade.id)).all()
    names = people.names_of(c, sorted({row.actor_id for row in rows if row.actor_id is not None}))
    undone = {row.undoes: row.id for row in rows if row.undoes is not None}
    return [
        PastRegrade(
            row.id,
            row.at,
            names.get(row.actor_id),
            row.reason,
            row.never_lower,
            row.changed,
            row.undoes,
            undone.get(row.id),
        )
        for row in rows
    ]


def _record(
    c: Connection,
    actor: Person | None,
    quiz: QuizView,
    now: datetime,
    reason: str,
    never_lower: bool,
    changed: int,
    undoes: int | None,
) -> int:
    row = insert(Regrade).values(
        quiz_id=quiz.id,
        actor_id=actor.id if actor else None,
        at=now,
        reason=reason,
        never_lower=never_lower,
        changed=changed,
        undoes=undoes,
    )
    return int(c.execute(row.returning(Regrade.id)).scalar_one())


def _reason(text: str) -> str:
    text = text.strip()
    if not 1 <= len(text) <= LONGEST_REASON:
        raise Unreadable(f"Say why, in at most {LONGEST_REASON} characters: students read it beside their grade.")
    return text


def _details(result: str) -> Mapping[str, Any]:
    """A stored result."""
    found: Mapping[str, Any] = decoded(result)
    return found


def _refuse_stale(c: Connection, changes: Sequence[Change]) -> None:
    events = ledger.events_of(c, answers=[change.answer_id for change in changes])
    last = {event.answer_id: event.id for event in events}
    if any(last.get(change.answer_id) != change.last_event for change in changes):
        raise Conflict(MEANWHILE)


def _event(change: Change, actor: Person | None, regrade: int, reason: str) -> NewEvent:
    result = with_reason(change.result, reason, regrade)
    outcome, points = change.after
    by = actor.id if actor else None
    return NewEvent(
        change.item_id, change.answer_id, "regrade", outcome, points, change.tag, result, change.version, by
    )


def _restored(one: Replaced, actor: Person | None, regrade: int, reason: str) -> NewEvent:
    result = with_reason(_details(one.earlier), reason, regrade)
    by = actor.id if actor else None
    return NewEvent(one.item_id, one.answer_id, "regrade", one.outcome, one.points, one.tag, result, one.version, by)
