"""The form of a quiz's settings: what stands in its controls, and what was typed into them.

All times in it are UTC, by which the server goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from app.quizzes.views import QuizView
from app.refusals import Unreadable

TIMES = {"opens_at": "opens", "due_at": "due"}
NUMBERS = ("minutes", "tries")
CHOICES = ("mode", "show_score", "show_reason", "show_reading", "show_solution")
EARLIEST, LATEST = 2000, 2200  # years


def as_typed(quiz: QuizView) -> Mapping[str, str]:
    """The settings as the form's controls hold them."""
    typed = {name: getattr(quiz, name) for name in ("title", *CHOICES)}
    for name in TIMES:
        moment = getattr(quiz, name)
        typed[name] = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") if moment else ""
    for name in NUMBERS:
        typed[name] = "" if getattr(quiz, name) is None else str(getattr(quiz, name))
    return typed


def changes(typed: Mapping[str, str], quiz: QuizView) -> Mapping[str, object]:
    """The settings that a posted form changes; raises Unreadable with one sentence.

    What is typed as it stood is no change: a time to the second stays so though the form shows minutes.
    """
    stood = as_typed(quiz)
    found: dict[str, object] = {}
    for name, was in stood.items():
        text = typed.get(name, was).strip()
        if text == was:
            continue
        if name in TIMES:
            found[name] = moment(text, f"when it {'opens' if name == 'opens_at' else 'is due'}") if text else None
        elif name in NUMBERS:
            found[name] = number(text, name) if text else None
        else:
            found[name] = text
    return found


def moment(text: str, what: str) -> datetime:
    """A moment typed in UTC, or with another offset; raises Unreadable."""
    try:
        typed = datetime.fromisoformat(text.strip())
        found = typed.replace(tzinfo=UTC) if typed.tzinfo is None else typed.astimezone(UTC)
    except (ValueError, OverflowError):
        found = datetime.min.replace(tzinfo=UTC)
    if not EARLIEST <= found.year < LATEST:
        raise Unreadable(f"Say {what} as a date and a time in UTC, such as 2030-05-01 22:00.")
    return found


def number(text: str, what: str) -> int:
    """A whole number; raises Unreadable."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise Unreadable(f"Give the {what} as a whole number, or nothing for no limit.")
    return int(text)
