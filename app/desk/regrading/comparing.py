"""Comparing what is stored with what one question, as it is now, makes of the same answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from app.desk.regrading.again import Asked, judgements, meaning_of, rescorings
from app.desk.regrading.batches import Run
from app.desk.regrading.rescoring import by_hand
from app.desk.regrading.views import Change
from app.ledger.judged import Judged
from app.ledger.ranking import rank
from app.ledger.reasons import without_reason
from app.ledger.rulings import Judgement
from app.ledger.values import decoded, encoded


@dataclass
class Found:
    """What was found so far."""

    changes: list[Change] = field(default_factory=list)
    answers: int = 0
    kept: int = 0
    spared: int = 0


def compare(asked: Asked, rows: Sequence[Judged], found: Found, never_lower: bool, run: Run) -> None:
    """Grade the answers again and keep what differs. Where a ruling is tried, only the answers that it reaches: what
    else would change by now is shown by a dry run of its own."""
    fields = asked.question.fields
    rows = [row for row in rows if row.field in fields]
    again = rows if asked.rulings is asked.standing else _reached(asked, rows)
    found.answers += len(again)
    of_interest = {row.answer_id for row in again}
    whole = {row.submission_id for row in again}
    judged = judgements(asked, [row for row in rows if row.submission_id in whole], run)
    results = {answer: one for answer, one in judged if answer in of_interest}
    if asked.rulings is asked.standing:
        results |= rescorings(asked, rows)
    found.kept += sum(by_hand(row) and row.answer_id not in results for row in again)
    rows = sorted(rows, key=lambda row: (row.item_id, row.seq))
    for item, group in groupby(rows, key=lambda row: row.item_id):
        if item not in asked.overridden:
            changes = _of_item(asked, list(group), results)
            lower = bool(changes) and changes[0].standing[1] < changes[0].standing[0]
            if never_lower and lower:
                found.spared += len(changes)
            else:
                found.changes += changes


def _reached(asked: Asked, rows: Sequence[Judged]) -> list[Judged]:
    """The answers that are read or decided otherwise by the rulings that are tried. What stands in a submission beside
    something read otherwise is reached too, as it may be judged together with it."""
    read = {
        row.submission_id
        for row in rows
        if asked.standing.read_as(row.field, row.value) != asked.rulings.read_as(row.field, row.value)
    }
    return [row for row in rows if row.submission_id in read or _decided_otherwise(asked, row)]


def _decided_otherwise(asked: Asked, row: Judged) -> bool:
    meaning = meaning_of(asked, row)
    if meaning is None:
        return False
    before, after = (one.decision(row.field, meaning, row.outcome) for one in (asked.standing, asked.rulings))
    return before is not after


def _of_item(asked: Asked, rows: Sequence[Judged], results: Mapping[int, Judgement]) -> list[Change]:
    """The changes of one item's answers."""
    new = {row.answer_id: results[row.answer_id] for row in rows if row.answer_id in results}
    stood = [(row.outcome, row.points) for row in rows]
    after = [
        (new[row.answer_id].outcome, new[row.answer_id].points) if row.answer_id in new else had
        for row, had in zip(rows, stood, strict=True)
    ]
    standing = _standing(rows[0].counts, stood), _standing(rows[0].counts, after)
    return [
        Change(
            attempt_id=row.attempt_id,
            item_id=row.item_id,
            question=asked.placed.slug,
            field=row.field,
            answer_id=row.answer_id,
            last_event=row.event_id,
            before=(row.outcome, row.points),
            after=(found.outcome, found.points),
            standing=standing,
            tag=found.tag,
            result=found.result,
            version=asked.placed.version,
        )
        for row in rows
        if (found := new.get(row.answer_id)) is not None and _differs(row, found)
    ]


def _standing(counts: str, judgements: Sequence[tuple[str, int]]) -> int:
    """The points of the answer that counts; the answers come oldest first."""
    ranked = [rank(counts, outcome, points, seq) for seq, (outcome, points) in enumerate(judgements, 1)]
    return judgements[ranked.index(max(ranked))][1]


def _differs(row: Judged, found: Judgement) -> bool:
    stored = without_reason(decoded(row.result))
    return row.points != found.points or encoded(stored) != encoded(dict(found.result))
