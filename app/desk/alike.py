"""Texts like the one at hand, side by side with it; nothing is given to any of them by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection

from app.desk.grading_views import Alike
from app.desk.similarity import Likeness, likeness, words
from app.ledger import service as ledger
from app.ledger.values import decoded
from app.ledger.views import HandAnswer

_PIECES = re.compile(r"(\w+)")


def compared(answers: Sequence[HandAnswer]) -> Likeness:
    """How alike the answers to a field are; what is no text is like none."""
    in_turn = sorted(answers, key=lambda answer: answer.answer_id)  # whoever asks, so that it is found in memory
    found = likeness(tuple(text(answer) for answer in in_turn))
    turn = {answer.answer_id: place for place, answer in enumerate(in_turn)}
    here = {turn[answer.answer_id]: place for place, answer in enumerate(answers)}
    order = [turn[answer.answer_id] for answer in answers]
    return Likeness(
        [[(here[other], cosine) for other, cosine in found.neighbours[place]] for place in order],
        [here[found.groups[place]] for place in order],
    )


def groups_left(answers: Sequence[HandAnswer], found: Likeness) -> int:
    """How many groups of two or more similar texts there are in which one waits."""
    waiting = {group for answer, group in zip(answers, found.groups, strict=True) if answer.is_waiting}
    size = Counter(found.groups)
    return sum(size[group] > 1 for group in waiting)


def alike(c: Connection, answers: Sequence[HandAnswer], found: Likeness, answer_id: int) -> Sequence[Alike]:
    """The answers most like this one, with what they were given."""
    at = next((place for place, answer in enumerate(answers) if answer.answer_id == answer_id), None)
    if at is None or not found.neighbours[at]:
        return []
    near = [(answers[place], cosine) for place, cosine in found.neighbours[at]]
    events = {event.answer_id: event for event in ledger.events_of(c, answers=[one.answer_id for one, _ in near])}
    own = set(words(text(answers[at])))
    return [
        Alike(
            answer_id=one.answer_id,
            percent=round(100 * cosine),
            pieces=[(piece, bool(set(words(piece)) - own)) for piece in _PIECES.split(text(one)) if piece],
            ticked=None if one.is_waiting else events[one.answer_id].details.get("rubric", ()),
            points=events[one.answer_id].points,
        )
        for one, cosine in near
    ]


def text(answer: HandAnswer) -> str:
    """The text of an answer, or nothing where it is none."""
    value = decoded(answer.value)
    return value if isinstance(value, str) else ""
