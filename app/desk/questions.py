"""A question as its instructors see it: the key that the engine derived, the examples, what draws give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection

from app.db import Database
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView, Revision
from questions.checking import check_example, examples, tried
from questions.faults import BankError
from questions.kind import Asking, SpecError
from questions.loading import read_text
from questions.question import Example, Field, Question


@dataclass(frozen=True, slots=True)
class FieldSheet:
    """A field: how it is asked, its key, and what its author set."""

    name: str
    label: str
    kind: str
    points: int
    ask: Mapping[str, Any]
    solution: Mapping[str, Any]
    settings: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ExampleSheet:
    """An example; `complaint` says how it is graded otherwise than it states, None as stated."""

    field: str
    answer: str
    score: float
    outcome: str | None
    tag: str | None
    complaint: str | None


@dataclass(frozen=True, slots=True)
class VariantSheet:
    """What one draw gives: its values in words, each field's key, and what is wrong with it."""

    told: str
    keys: Sequence[tuple[str, str, Mapping[str, Any]]]  # field, kind, solution
    faults: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A placed question. `text` is empty where nobody knows what its author wrote; `revised` says that the version
    was published in the web, in place of its bank file's."""

    placed: PlacedQuestion
    question: Question
    text: str
    revised: bool
    fields: Sequence[FieldSheet]
    examples: Sequence[ExampleSheet]


def sheet(db: Database, quiz: QuizView, slug: str) -> Sheet:
    """A question of a quiz; raises NotThere."""
    with db.read() as c:
        placed = quizzes.placed_question(c, quiz.id, slug)
        question, text = quizzes.question(c, placed.version), quizzes.question_text(c, placed.id)
        revised = quizzes.is_revised(c, placed)
    question = _written(question, text, slug)
    return Sheet(
        placed=placed,
        question=question,
        text=text,
        revised=revised,
        fields=[_field(field) for field in question.fields.values()],
        examples=[_example(field, example, db.keys.grading) for field, example in examples(question)],
    )


def slugs(db: Database, quiz: QuizView) -> Sequence[tuple[str, str]]:
    """The questions of a quiz with their titles, in order."""
    with db.read() as c:
        return [
            (placed.slug, quizzes.question(c, placed.version).title) for placed in quizzes.placed_questions(c, quiz.id)
        ]


def variants(question: Question, secret: bytes) -> Iterator[VariantSheet]:
    """What the draws that `chainrule check` tries give; nothing for a question without parameters."""
    if question.variants is None:
        return
    for draw, drawn, faults in tried(question, secret):
        keys = [(name, field.kind.name, _key(field)) for name, field in drawn.fields.items()] if drawn else []
        yield VariantSheet(question.variants.parameters.told(draw), keys, [fault.message for fault in faults])


def publish(db: Database, actor: Person, quiz: QuizView, seen: str, revision: Revision) -> None:
    """Publish a revision in place of the version `seen`, audited; raises Conflict, NotThere, BankError."""

    def work(c: Connection) -> None:
        placed = quizzes.placed_question(c, quiz.id, revision.question.id)
        shown = PlacedQuestion(placed.id, placed.slug, placed.position, seen, placed.tries)
        after = quizzes.revise(c, db.now(), shown, revision)
        versions = [seen[:12], after.version[:12]]
        people.audit(
            c, db.now(), actor, quiz.course_id, "publish question", f"{quiz.slug}/{placed.slug}", version=versions
        )

    db.write(work)


def _written(question: Question, text: str, slug: str) -> Question:
    """The question with its examples, which only its author's text has."""
    if not text:
        return question
    try:
        written = read_text(text, Path(slug))
    except BankError:  # a newer build may read less of an old text; the question itself is there all the same
        return question
    return written if written.version == question.version else question


def _field(field: Field) -> FieldSheet:
    spec = msgspec.to_builtins(field.spec)
    told = [(name, _plain(value)) for name, value in spec.items() if value not in (None, {}, [], "", False)]
    asked = field.kind.ask(field.prepared, Asking(""))
    return FieldSheet(field.name, field.label, field.kind.name, field.points, asked, _key(field), told)


def _key(field: Field) -> Mapping[str, Any]:
    try:
        return field.solution()
    except SpecError:
        return {}


def _example(field: Field, example: Example, secret: bytes) -> ExampleSheet:
    complaint = check_example(field, example, secret)
    return ExampleSheet(field.name, _plain(example.answer), example.score, example.outcome, example.tag, complaint)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
