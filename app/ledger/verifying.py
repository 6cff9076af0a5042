"""Verification: every seal of every attempt is computed anew and compared with what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.db import Database
from app.ledger import chain
from app.ledger.linking import SEALED as EVENT_SEALED
from app.ledger.raw import ANSWERS, EVENTS, ITEMS, SUBMISSIONS, Rows, any_bytes, attempts, rows_of
from app.ledger.submissions import SEALED as SUBMISSION_SEALED
from app.ledger.tables import Attempt
from app.ledger.views import Damage, NewItem
from app.ledger.wholeness import legible, versions, whole_database
from app.refusals import Refused

_ATTEMPT_SEALED = ("quiz_id", "user_id", "number", "seed", "started_at", "key_id")


def verify(db: Database) -> Iterator[Damage]:
    """Everything that is wrong with the ledger, attempt by attempt; raises Refused when LEDGER_KEY is another one.

    An answer without a grade event is no damage: a crash, or a snapshot taken while it was graded, leaves one.
    """
    with db.read() as c, any_bytes(c):
        _check_key(c, db.keys.ledger)
        yield from whole_database(c)
        yield from legible("the table of attempts", _attempts(c, db.keys.ledger))
        yield from legible("the table of question versions", versions(c))


def _attempts(c: Connection, key: bytes) -> Iterator[Damage]:
    for attempt in attempts(c):
        found = (Damage(attempt["id"], what) for what in _attempt(c, key, attempt))
        yield from legible("a row of it", found, attempt["id"])


def _attempt(c: Connection, key: bytes, attempt: RowMapping) -> Iterator[str]:
    items, submissions, answers, events = (
        rows_of(c, attempt["id"], table) for table in (ITEMS, SUBMISSIONS, ANSWERS, EVENTS)
    )
    yield from _beginning(key, attempt, items)
    yield from _submitted(key, submissions, answers)
    yield from _answered(items, submissions, answers)
    yield from _judged(key, attempt, items, submissions, answers, events)


def _beginning(key: bytes, attempt: RowMapping, items: Rows) -> Iterator[str]:
    sealed = ([item[name] for name in NewItem.__slots__] for item in items)
    if attempt["genesis"] != chain.genesis(key, (attempt[name] for name in _ATTEMPT_SEALED), sealed):
        yield "the attempt or one of its items was altered"
    if not _in_order(items):
        yield "items of the attempt changed places"


def _in_order(made: Rows) -> bool:
    """Whether rows that are in the order they were made in have ids in that order, so that none took another's."""
    return all(isinstance(row["id"], int) for row in made) and all(
        one["id"] < other["id"] for one, other in pairwise(made)
    )


def _submitted(key: bytes, submissions: Rows, answers: Rows) -> Iterator[str]:
    said: dict[int, list[tuple[Any, ...]]] = {}
    for row in answers:
        said.setdefault(row["submission_id"], []).append((row["item_id"], row["seq"], row["value"]))
    counted: dict[int, int] = {}
    for row in submissions:
        question = row["question_id"]
        counted[question] = counted.get(question, 0) + 1
        if row["seq"] != counted[question]:
            yield f"a submission before submission {row['id']} is gone"
        sealed = [row[name] for name in SUBMISSION_SEALED]
        before_0008 = chain.submission_mac(key, sealed)
        if row["mac"] not in (chain.submission_mac(key, sealed, said.get(row["id"], ())), before_0008):
            yield f"submission {row['id']} or an answer in it was altered"


def _answered(items: Rows, submissions: Rows, answers: Rows) -> Iterator[str]:
    """What belongs together by more than one way must do so by all of them."""
    asked = {row["id"]: row["question_id"] for row in items}
    given = {row["id"]: (row["question_id"], row["seq"]) for row in submissions}
    for row in answers:
        if given.get(row["submission_id"]) != (asked.get(row["item_id"]), row["seq"]):
            yield f"answer {row['id']} belongs to no submission to its item"


def _judged(
    key: bytes, attempt: RowMapping, items: Rows, submissions: Rows, answers: Rows, events: Rows
) -> Iterator[str]:
    macs = {row["id"]: row["mac"] for row in submissions}
    answer_of = {row["id"]: row for row in answers if row["submission_id"] in macs}
    own = {row["id"] for row in items}
    previous, length = attempt["genesis"], len(events)
    for seq, row in enumerate(events, 1):
        if row["seq"] != seq or row["previous"] != previous:
            yield f"grade event {row['id']} does not follow the one before it"
        if row["item_id"] not in own:
            yield f"grade event {row['id']} is about an item that is gone"
        yield from _event(key, row, answer_of, macs)
        previous = row["mac"]
    if not _in_order(events):
        yield "grade events changed places"
    if length != attempt["chain_length"]:
        yield f"{attempt['chain_length']} grade events were recorded, {length} are there"
    of = (key, attempt["genesis"], attempt["chain_length"], previous)
    before_0008 = chain.head(*of)
    if attempt["chain_head"] not in (chain.head(*of, attempt["due_at"], attempt["finished_at"]), before_0008):
        yield f"the chain does not end where it ended, after grade event {length}, or the attempt's end was altered"


def _event(key: bytes, row: RowMapping, answers: Mapping[int, RowMapping], macs: Mapping[int, str]) -> Iterator[str]:
    sealed: tuple[chain.Part, ...] = ()
    if row["answer_id"] is not None:
        answer = answers.get(row["answer_id"])
        if answer is None:
            yield f"answer {row['answer_id']} of grade event {row['id']} is gone"
            return
        if answer["item_id"] != row["item_id"]:
            yield f"answer {row['answer_id']} of grade event {row['id']} is to another item"
        sealed = (answer["seq"], answer["value"], macs[answer["submission_id"]])
    if row["mac"] != chain.event_mac(key, (row[name] for name in EVENT_SEALED), sealed):
        of = f" or its answer {row['answer_id']}" if row["answer_id"] is not None else ""
        yield f"grade event {row['id']}{of} was altered"


def refuse_other_key(db: Database) -> None:
    """Raises Refused when the database was written with another LEDGER_KEY: what is appended could not be verified."""
    with db.read() as c:
        _check_key(c, db.keys.ledger)


def _check_key(c: Connection, key: bytes) -> None:
    """One key seals a whole database; where none of it was sealed by ours, ours is wrong and nothing is damaged."""
    found = set(c.execute(select(Attempt.key_id).distinct()).scalars())
    if found and chain.key_id(key) not in found:
        raise Refused("LEDGER_KEY is not the key that this database was written with.")
