"""One question: who chose what, which mistakes were made, and which answers mean the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.db import Database
from app.insight.given import given
from app.insight.marks import Marks, marks
from app.insight.statistics.items import ItemFigures, item_figures
from app.insight.statistics.options import OptionFigures, option_figures
from app.ledger import service as ledger
from app.ledger.meanings import Meant
from app.ledger.values import as_text, decoded
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from graders.fingerprint import Fingerprint
from graders.grouping import groups
from questions.kind import Asking
from questions.question import Field

SAMPLES = 3  # ways of writing shown of a group
MOST_GROUPS = 40
MOST_UNREAD = 40


@dataclass(frozen=True, slots=True)
class Group:
    """Answers that mean the same. `samples` are the most frequent ways in which they are written, with how often."""

    answers: Sequence[int]
    outcome: str
    tag: str | None
    samples: Sequence[tuple[str, int]]
    reading: str | None
    meaning: Fingerprint | None


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read, as it was typed, and how many students typed it."""

    typed: str
    value: str  # JSON
    students: int


@dataclass(frozen=True, slots=True)
class FieldAnswers:
    """What was answered to a field. `options` only where there are some to choose from."""

    name: str
    label: str
    kind: str
    figures: ItemFigures
    options: Mapping[str, tuple[str, OptionFigures]]
    tags: Sequence[tuple[str, int]]
    groups: Sequence[Group]
    more_groups: int
    unread: Sequence[Unread]


@dataclass(frozen=True, slots=True)
class QuestionAnswers:
    """What was answered to a question."""

    slug: str
    title: str
    prompt: str
    fields: Sequence[FieldAnswers]


def answers_to(db: Database, quiz: QuizView, slug: str) -> QuestionAnswers:
    """What was answered to a question so far; raises NotThere."""
    found = marks(db, quiz)
    with db.read() as c:
        placed = quizzes.placed_question(c, quiz.id, slug)
        question = quizzes.question(c, placed.version).variant(None)
        answers = {name: given(c, found, (placed.id, name)) for name in question.fields}
        unread = {name: ledger.unread(c, placed.id, name) for name in question.fields}
    fields = [
        _field(
            field, placed.id, found, answers[name], [Unread(as_text(v), v, n) for v, n in unread[name][:MOST_UNREAD]]
        )
        for name, field in question.fields.items()
    ]
    return QuestionAnswers(slug, question.title, question.prompt, fields)


def _field(
    field: Field, question_id: int, found: Marks, given: Sequence[Meant], unread: Sequence[Unread]
) -> FieldAnswers:
    alike = _groups(field, given)
    return FieldAnswers(
        name=field.name,
        label=field.label,
        kind=field.kind.name,
        figures=_figures(found, (question_id, field.name)),
        options=_options(field, found, given),
        tags=Counter(one.tag for one in given if one.tag).most_common(),
        groups=alike[:MOST_GROUPS],
        more_groups=max(0, len(alike) - MOST_GROUPS),
        unread=unread,
    )


def _figures(found: Marks, column: tuple[int, str]) -> ItemFigures:
    place = list(found.columns).index(column)
    totals = np.nansum(found.points, axis=1)
    return item_figures(found.points[:, [place]], found.worth[[place]], totals)[0]


def _options(field: Field, found: Marks, given: Sequence[Meant]) -> Mapping[str, tuple[str, OptionFigures]]:
    """By letter, in the author's order."""
    asked = field.kind.ask(field.prepared, Asking("")).get("options")
    if not asked:
        return {}
    totals = dict(zip((row.head.id for row in found.rows), np.nansum(found.points, axis=1), strict=True))
    read = [one for one in given if one.meaning is not None and one.attempt_id in totals]
    chosen = [set(one.meaning.label.split(", ")) for one in read if one.meaning is not None]
    whole = np.array([totals[one.attempt_id] for one in read], dtype=np.float64)
    figures = option_figures([letter for letter, _ in asked], chosen, whole)
    return {letter: (text, figures[letter]) for letter, text in asked}


def _groups(field: Field, given: Sequence[Meant]) -> list[Group]:
    """The largest first; what was not read is listed apart."""
    by_id = {one.answer_id: one for one in given if one.outcome not in ("invalid", "ungraded")}
    meant = {id: one.meaning or ledger.as_written(one.value) for id, one in by_id.items()}
    return [_group(field, [by_id[id] for id in together]) for together in groups(meant)]


def _group(field: Field, members: Sequence[Meant]) -> Group:
    written = Counter(as_text(one.value) for one in members).most_common(SAMPLES)
    outcomes = Counter((one.outcome, one.tag) for one in members)
    (outcome, tag), _ = outcomes.most_common(1)[0]
    reading = field.kind.preview(field.prepared, decoded(members[0].value)).reading
    return Group([one.answer_id for one in members], outcome, tag, written, reading, members[0].meaning)
