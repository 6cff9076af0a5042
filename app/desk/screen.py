"""What the pages of the desk draw."""

from __future__ import annotations

from markupsafe import Markup

from app import kinds
from app.desk.views import DeskAnswer, DeskEvent, DeskField
from app.witness import Witness, witness


def shown_answer(field: DeskField, answer: DeskAnswer) -> Markup:
    """An answer as its kind shows it."""
    return kinds.shown_value(field.kind, field.name, field.ask, answer.value)


def witness_of(event: DeskEvent) -> Witness | None:
    """The counterexample of a judgement."""
    found = event.result.get("witness")
    return witness(found) if found else None
