"""The order in which somebody meets the answers to a field: as if shuffled, and the same whenever they come back.

It follows neither names nor time, so that nothing but the answer tells where one is. Each grader has their own: what
tiredness does to judgements falls on other answers, and two who grade at once seldom meet.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from app.keys import Keys
from app.ledger.views import HandAnswer
from app.people.views import Person


def in_order(keys: Keys, grader: Person, answers: Sequence[HandAnswer]) -> Sequence[HandAnswer]:
    """The answers as this person meets them. A student's newer text takes the place of the older."""

    def place(answer: HandAnswer) -> bytes:
        message = f"order of grading {grader.id} {answer.item_id}"
        return hmac.digest(keys.grading, message.encode(), "sha256")

    return sorted(answers, key=place)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is among the answers to a field; `number` counts from 1, ids are of answers."""

    number: int
    of: int
    previous: int | None
    next: int | None
    next_waiting: int | None


def place_of(answers: Sequence[HandAnswer], item_id: int) -> Place | None:
    """Where the answer to an item is; the next that waits comes after it, or from the beginning again."""
    for at, answer in enumerate(answers):
        if answer.item_id == item_id:
            later = [*answers[at + 1 :], *answers[:at]]
            return Place(
                number=at + 1,
                of=len(answers),
                previous=answers[at - 1].answer_id if at else None,
                next=answers[at + 1].answer_id if at + 1 < len(answers) else None,
                next_waiting=next((one.answer_id for one in later if one.is_waiting), None),
            )
    return None
