"""What people judged. It stays, but where a rubric changed, the lines that they ticked earn what they are worth now."""

from __future__ import annotations

from app.desk.judging import earned, rubric
from app.ledger import service as ledger
from app.ledger.judged import Judged
from app.ledger.reasons import without_reason
from app.ledger.rulings import Judgement
from app.ledger.values import decoded
from questions.question import Field


def by_hand(row: Judged) -> bool:
    """Whether a person judged this very answer; such a judgement says which rubric lines were ticked, if any."""
    return '"rubric"' in row.result and "rubric" in decoded(row.result)  # reading all of them takes long


def rescored(row: Judged, old: Field, new: Field) -> Judgement | None:
    """The judgement by the new rubric; None where the points were not the sum of what was ticked, or stay the same."""
    details = decoded(row.result)
    ticked = details["rubric"]
    if row.points != earned(row.worth, rubric(old, ticked), ticked):
        return None
    points = earned(row.worth, rubric(new, ticked), ticked)
    if points == row.points:
        return None
    outcome = ledger.outcome_of(points, row.worth).value
    result = {**without_reason(details), "outcome": outcome, "score": points / row.worth if row.worth else 0.0}
    return Judgement(outcome, points, None, result)
