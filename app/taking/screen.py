"""What the pages of an attempt draw, made of what the services tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app import kinds
from app.taking.views import AttemptView, FieldView, QuestionCard, QuestionView, ResultView, Section
from app.witness import Witness, witness
from questions.kind import MISSING

LONGEST_BESIDE = 36  # characters of a label's source


@dataclass(frozen=True, slots=True)
class Judged:
    """One result with what it is drawn with."""

    result: ResultView
    most: int
    witness: Witness | None


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the question page: label, controls, and the judgement on what was submitted last."""

    field: FieldView
    control: Markup
    label_for: str | None  # the one control that the label names, if there is one
    beside: bool  # a short label of a short control stands beside it
    judged: Judged | None
    best: Judged | None  # an earlier answer that counts instead


def rows(view: QuestionView, typed: Mapping[str, kinds.Parts] | None = None) -> list[Row]:
    """The fields of a question, filled with what was typed just now or with what is stored."""
    return [_row(field, _parts(field) if typed is None else typed.get(field.name, {})) for field in view.fields]


def judged(field: FieldView, result: ResultView) -> Judged:
    """A result, ready to draw."""
    return Judged(result, field.points, witness(result.witness) if result.witness else None)


def shown(field: FieldView, value: Any, result: ResultView | None = None) -> Markup:
    """A value as its kind shows it to read; without one, what a full answer shows."""
    solution = None if result else field.solution
    return kinds.shown_value(field.kind, field.name, field.ask, value, result=result, solution=solution)


def draft(view: QuestionView, form: Any) -> dict[str, Any]:
    """The answer that a posted form gives: the fields that are not blank, and those that can no longer be changed."""
    read = {field.name: kinds.value_of_form(field.kind, field.name, field.ask, form) for field in view.fields}
    kept = {field.name: field.value for field in view.fields if field.has_value and field.tries_left == 0}
    return {**{name: value for name, value in read.items() if value is not MISSING}, **kept}


def changed(view: QuestionView, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is new since it was last judged: checking the same again costs no try."""
    last = {field.name: field.results[0].value for field in view.fields if field.results}
    return {name: value for name, value in values.items() if name not in last or last[name] != value}


def typed_parts(view: QuestionView, form: Any) -> dict[str, kinds.Parts]:
    """What stands in the controls of a posted form, to be shown again as it was."""
    return {field.name: kinds.parts_of_form(field.name, form) for field in view.fields}


def cards(attempt: AttemptView) -> Sequence[QuestionCard]:
    """All questions in order."""
    return [card for section in attempt.sections for card in section.questions]


def section_of(attempt: AttemptView, slug: str) -> Section | None:
    """The section that a question stands in."""
    return next((s for s in attempt.sections if any(card.slug == slug for card in s.questions)), None)


def where_to_continue(attempt: AttemptView) -> str | None:
    """The first question that nothing was submitted to."""
    return next((card.slug for card in cards(attempt) if card.state != "submitted"), None)


def _row(field: FieldView, parts: kinds.Parts) -> Row:
    control = kinds.control(field.kind, field.name, field.ask, parts)
    control_id = f"f-{field.name}"
    single = f'id="{control_id}"' in control
    latest = next(iter(field.results), None)
    best = next((result for result in field.results if result.counts), None)
    return Row(
        field=field,
        control=control,
        label_for=control_id if single else None,
        beside=single and "<textarea" not in control and len(field.label) <= LONGEST_BESIDE,
        judged=judged(field, latest) if latest else None,
        best=judged(field, best) if best and best is not latest else None,
    )


def _parts(field: FieldView) -> kinds.Parts:
    return kinds.parts_of_value(field.kind, field.ask, field.value) if field.has_value else {}
