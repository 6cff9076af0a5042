"""Regrading: what the current questions make of the answers that are there, shown as a diff, then appended.

`plan` compares and changes nothing, `apply` appends a plan whole or not at all, `undo` appends what stood before.
"""

from app.desk.regrading.applying import apply, past_regrades, undo
from app.desk.regrading.planning import how_many_answers, plan, stale_questions
from app.desk.regrading.views import Change, PastRegrade, Plan, Stale, StudentDiff

__all__ = [
    "Change",
    "PastRegrade",
    "Plan",
    "Stale",
    "StudentDiff",
    "apply",
    "how_many_answers",
    "past_regrades",
    "plan",
    "stale_questions",
    "undo",
]
