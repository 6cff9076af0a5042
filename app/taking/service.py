"""The student's hour: begin, look, save, submit, hand in."""

from __future__ import annotations

from app.db import Database
from app.people.views import Person
from app.taking.drafts import last_drafts
from app.taking.figures import count_drafts
from app.taking.flags import flag
from app.taking.forms import forms, read_back
from app.taking.handing_in import hand_in, hand_in_all_late
from app.taking.judging import grade_pending
from app.taking.looking import answers, attempt, clock, course_home, pictures, question, questions, sketches
from app.taking.previewing import preview, preview_named
from app.taking.regrading import ask_regrade, threads
from app.taking.saving import save_draft
from app.taking.starting import start_or_resume
from app.taking.submitting import submit
from app.taking.views import AttemptView

__all__ = [
    "answers",
    "ask_regrade",
    "attempt",
    "clock",
    "count_drafts",
    "course_home",
    "finish",
    "flag",
    "forms",
    "grade_pending",
    "hand_in_all_late",
    "last_drafts",
    "pictures",
    "preview",
    "preview_named",
    "question",
    "questions",
    "read_back",
    "save_draft",
    "sketches",
    "start_or_resume",
    "submit",
    "threads",
]


def finish(db: Database, person: Person, attempt_id: int) -> AttemptView:
    """Hand in; drafts that were not submitted are submitted first. Doing it again changes nothing."""
    hand_in(db, person, attempt_id)
    return attempt(db, person, attempt_id)
