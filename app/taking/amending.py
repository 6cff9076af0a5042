"""What was changed about a grade after it was given, for its student: regrades, and points set by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.ledger.views import EventRow
from app.taking.views import Amended


def amendments(events: Iterable[EventRow]) -> Sequence[Amended]:
    """Of an item's judgements, oldest first, those that changed its points or set them; with their reasons."""
    found, points = [], dict[int | None, int]()
    for event in events:
        before = points.get(event.answer_id)
        points[event.answer_id] = event.points
        reason = event.details.get("because")
        if reason and event.source in ("regrade", "override") and before != event.points:
            found.append(Amended(event.at, before, event.points, reason))
    return found
