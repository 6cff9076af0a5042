"""Handing in: what was written and not submitted is submitted, once, and then nothing more is accepted.

A student hands in, or the time is up. Then it happens at the next request, or on a schedule when nobody looks. What is
handed in when the time is up counts as received at that very moment.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from app.db import Database
from app.ledger import service as ledger
from app.ledger.values import decoded, encoded
from app.ledger.views import AttemptRow
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion
from app.refusals import NotThere, Unavailable
from app.taking.drafts import DraftRow, drafts_of
from app.taking.judging import Accepted, Posed, judge, posed
from app.taking.storing import Given, Ready, store
from app.taking.submitting import without_tries
from app.taking.tables import HandIn
from app.taking.timing import extend
from questions import grading

_LOG = logging.getLogger(__name__)


def hand_in(db: Database, person: Person, attempt_id: int) -> None:
    """Close one's own attempt; doing it again changes nothing. Raises NotThere."""

    def work(c: Connection) -> list[Accepted]:
        attempt = ledger.attempt(c, attempt_id, lock=True)
        if attempt.user_id != person.id:
            raise NotThere
        attempt = extend(c, db.keys, quizzes.quiz_by_id(c, attempt.quiz_id), attempt)
        now = ledger.ledger_now(c, db.now(), attempt.quiz_id)
        if not attempt.is_open(now):
            return _at_the_end(c, db, attempt, now)
        accepted = list(_submit_drafts(c, db, attempt, now))
        ledger.finish(c, db.keys, attempt_id, now)
        return accepted

    _judge(db, db.write(work))


def hand_in_late(db: Database, attempt_id: int) -> None:
    """Submit what was written in an attempt whose time is up; once, whoever notices it first."""

    def work(c: Connection) -> list[Accepted]:
        attempt = ledger.attempt(c, attempt_id, lock=True)
        attempt = extend(c, db.keys, quizzes.quiz_by_id(c, attempt.quiz_id), attempt)
        return _at_the_end(c, db, attempt, ledger.ledger_now(c, db.now(), attempt.quiz_id))

    _judge(db, db.write(work))


def hand_in_all_late(db: Database) -> int:
    """The same for all whose time is up; how many attempts that were. One that cannot be handed in keeps no other
    from it."""
    with db.read() as c:
        done = {(attempt, due_at) for attempt, due_at in c.execute(select(HandIn.attempt_id, HandIn.due_at))}
        late = [attempt for attempt, due_at in ledger.past_due(c, db.now()) if (attempt, due_at) not in done]
    for attempt_id in late:
        try:
            hand_in_late(db, attempt_id)
        except Unavailable:
            raise
        except Exception:
            _LOG.exception("attempt %d could not be handed in", attempt_id)
    return len(late)


def _at_the_end(c: Connection, db: Database, attempt: AttemptRow, now: datetime) -> list[Accepted]:
    if attempt.finished_at is not None or attempt.due_at is None or now <= attempt.due_at:
        return []
    row = {"attempt_id": attempt.id, "due_at": attempt.due_at}
    if c.execute(select(HandIn.at).filter_by(**row)).first():
        return []
    c.execute(insert(HandIn).values(**row, at=now))
    return list(_submit_drafts(c, db, attempt, attempt.due_at))


def _submit_drafts(c: Connection, db: Database, attempt: AttemptRow, at: datetime) -> Iterator[Accepted]:
    quiz = quizzes.quiz_by_id(c, attempt.quiz_id)
    submitted = ledger.last_seqs(c, attempt.id)
    drafts = drafts_of(c, attempt.id)
    for placed in quizzes.every_placed_question(c, attempt.quiz_id):
        seq, received_at = submitted.get(placed.id, (0, None))
        draft = drafts.get(placed.id)
        if draft is None or (received_at is not None and draft.saved_at <= received_at):
            continue
        asked = posed(c, attempt, quiz, ledger.items(c, [attempt.id], placed.id))
        if answer := _unsubmitted(c, asked, placed, draft):
            values, given = answer
            key = f"draft-handed-in-{secrets.token_hex(16)}"  # a student who guessed it could stop the hand-in
            ready = Ready(db, asked, placed, values, Given.of(given, key))
            yield from store(c, [ready], [ready.received(seq + 1, at)])


def _unsubmitted(
    c: Connection, asked: Posed, placed: PlacedQuestion, draft: DraftRow
) -> tuple[dict[int, str], dict[str, Any]] | None:
    """What a draft says beyond what was submitted last, where a try is left: by item, and by field."""
    items = {item.field: item for item in asked.items.values()}
    typed = grading.by_field(asked.question, decoded(draft.answer))
    last = {row.item_id: row.value for row in ledger.answers_to(c, [item.id for item in items.values()])}
    spent = without_tries(c, asked.quiz, placed, items)
    given = {
        name: value for name, value in typed.items() if name not in spent and last.get(items[name].id) != encoded(value)
    }
    if not given:
        return None
    served = grading.served(asked.question, given)
    return {items[name].id: encoded(value) for name, value in served.items() if name not in spent}, given


def _judge(db: Database, accepted: list[Accepted]) -> None:
    for submission in accepted:
        judge(db, submission)
