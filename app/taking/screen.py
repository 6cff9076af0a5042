"""What the pages of an attempt draw, made of what the services tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from app import kinds
from app.taking.views import (
    AttemptView,
    FieldView,
    FormView,
    QuestionCard,
    QuestionView,
    ReadBack,
    ResultView,
    Section,
)
from app.witness import Witness, witness
from questions.kind import MISSING
from questions.replay import Replayed, replayed

LONGEST_BESIDE = 36  # characters of a label's source


@dataclass(frozen=True, slots=True)
class Judged:
    """One result with what it is drawn with."""

    result: ResultView
    most: int
    witness: Witness | None


@dataclass(frozen=True, slots=True)
class Pointed:
    """A line with a place in it, and carets to stand under that place."""

    before: str
    marked: str
    after: str
    carets: str


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the question page: label, controls, and the judgement on what was submitted last."""

    field: FieldView
    control: Markup
    label_for: str | None  # the one control that the label names, if there is one
    beside: bool  # a short label of a short control stands beside it
    judged: Judged | None
    best: Judged | None  # an earlier answer that counts instead
    live: bool  # its control says that its reading is shown beside it, so it is asked for while typing
    edited: bool  # what stands in it is not what was judged
    symbols: bool  # the palette writes into it


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


def palette(view: QuestionView) -> Mapping[str, str]:
    """What the buttons of the palette say and type: the names of the question, and what its kinds of field use."""
    usual = [kinds.symbols(field.kind) for field in view.fields]
    if not any(usual):
        return {}
    return {**{name: name for name in view.names}, **{label: text for one in usual for label, text in one.items()}}


def shown_draft(field: FieldView) -> Markup:
    """What stands in a draft, to read."""
    return kinds.shown_value(field.kind, field.name, field.ask, field.value)


def values(fields: Sequence[FormView | FieldView], form: MultiDict[str, str]) -> dict[str, Any]:
    """What a posted form says, by field, without those that are blank."""
    read = {field.name: kinds.value_of_form(field.kind, field.name, field.ask, form) for field in fields}
    return {name: value for name, value in read.items() if value is not MISSING}


def controls(fields: Sequence[FormView], answer: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """What an answer puts into the controls of a form, by their names."""
    return {
        f"{field.name}.{part}" if part else field.name: texts
        for field in fields
        if field.name in answer
        for part, texts in kinds.parts_of_value(field.kind, field.ask, answer[field.name]).items()
    }


def number(form: MultiDict[str, str], name: str) -> int:
    """A number that a form carries; raises BadRequest."""
    found = form.get(name, type=int)
    if found is None:
        raise BadRequest("The form did not arrive whole. Reload the page and send it again.")
    return found


def pointed(seen: ReadBack) -> Pointed | None:
    """The line of what was typed that cannot be read, with the place in it."""
    if seen.span is None or not isinstance(seen.value, str):
        return None
    begin, end = seen.span
    first = seen.value.rfind("\n", 0, begin) + 1
    last = seen.value.find("\n", begin)
    line = seen.value[first : last if last >= 0 else None]
    begin, end = begin - first, min(end - first, len(line))
    carets = " " * begin + "^" * max(1, end - begin)
    return Pointed(line[:begin], line[begin:end], line[end:], carets)


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


def watched(view: QuestionView, wanted: Mapping[str, str]) -> Replayed | None:
    """The training that may be watched now, with what the address asks for."""
    return replayed(view.replay, wanted.get("f", ""), wanted.get("start", "")) if view.replay else None


def _row(field: FieldView, parts: kinds.Parts) -> Row:
    control = kinds.control(field.kind, field.name, field.ask, parts)
    control_id, reading_id = f"f-{field.name}", f"r-{field.name}"
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
        live=reading_id in control,
        edited=latest is not None and (field.value if field.has_value else None) != latest.value,
        symbols=bool(kinds.symbols(field.kind)),
    )


def _parts(field: FieldView) -> kinds.Parts:
    return kinds.parts_of_value(field.kind, field.ask, field.value) if field.has_value else {}
