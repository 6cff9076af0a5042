"""Pictures of what was answered, as far as its student may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.ledger import service as ledger
from app.ledger.values import decoded
from app.taking.progress import Progress, content
from questions.charts import Html
from questions.grading import by_field
from questions.kind import MISSING, Seen
from questions.question import Question

Answers = Mapping[str, Any]  # by field
Pictures = Mapping[str, Html]  # by field, of those that have one


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pictures of a question: of what was answered last (in practice also of a draft), and of what counts."""

    latest: Pictures
    counting: Pictures


def drawn(c: Connection, done: Progress, slugs: Sequence[str]) -> Mapping[str, Drawn]:
    """The pictures of these questions, by slug."""
    wanted = {question_id: slug for question_id, slug in done.slugs.items() if slug in slugs}
    items = {item.id: item for question_id in wanted for item in done.items[question_id]}
    counts = {grade.answer_id for item_id, grade in done.grades.items() if item_id in items}
    latest: dict[int, dict[str, Any]] = {question_id: {} for question_id in wanted}
    counting: dict[int, dict[str, Any]] = {question_id: {} for question_id in wanted}
    for row in ledger.answers_to(c, list(items)):  # the oldest first
        item, value = items[row.item_id], decoded(row.value)
        latest[item.question_id][item.field] = value
        if row.id in counts:
            counting[item.question_id][item.field] = value
    found = {}
    for question_id, slug in wanted.items():
        question = content(c, done, question_id)
        draft = done.newer_draft(question_id) if done.quiz.mode == "practice" else None
        now = {**latest[question_id], **(by_field(question, decoded(draft.answer)) if draft else {})}
        pictures = _pictures(question, now, done.visible.reason)
        same = counting[question_id] == now
        found[slug] = Drawn(
            pictures, pictures if same else _pictures(question, counting[question_id], done.visible.reason)
        )
    return found


def sketched(c: Connection, done: Progress, slug: str, typed: Answers) -> Pictures:
    """For each field the picture of what is being typed, empty where there is none; nothing without the question."""
    question_id = next((number for number, name in done.slugs.items() if name == slug), None)
    if question_id is None:
        return {}
    question = content(c, done, question_id)
    return {**dict.fromkeys(question.fields, Html()), **_pictures(question, typed, done.visible.reason)}


def _pictures(question: Question, answers: Answers, reasons: bool) -> Pictures:
    if not answers:
        return {}
    seen = Seen(answers, reasons)
    made = {
        name: field.kind.picture(field.prepared, answers.get(name, MISSING), seen)
        for name, field in question.fields.items()
    }
    return {name: picture for name, picture in made.items() if picture is not None}
