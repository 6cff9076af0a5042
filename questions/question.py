"""What is asked, once it is read: banks of quizzes of questions of fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec

from questions.kind import JSON, MISSING, Kind, Missing, Setting, Spec
from questions.parameters import Draw, Parameters
from questions.replay import Replay

Mode = Literal["practice", "homework", "exam"]
When = Literal["never", "check", "due", "release"]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The table `[quiz]` that a quiz file begins with; the defaults are those of a file without one.

    `sections` titles the groups of questions by the part of their id before the first dot.
    """

    title: str = ""
    mode: Mode = "practice"
    opens_at: datetime | None = None
    due_at: datetime | None = None
    minutes: int | None = None
    tries: int | None = None
    show_score: When = "check"
    show_reason: When = "check"
    show_reading: When = "check"
    show_solution: When = "due"
    sections: dict[str, str] = {}


@dataclass(frozen=True)
class Place:
    """Where something was written, for messages to authors."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class Example:
    """An answer with the score it must get; what `chainrule check` and the tests run.

    Of a question with parameters it is about one draw, or about every draw when it names them: `template` then has
    the answers as they were written.
    """

    answer: JSON
    score: float
    outcome: str | None = None
    tag: str | None = None
    earlier: JSON = None
    place: Place | None = None
    draw: Draw = ()
    template: tuple[JSON, JSON] | None = None


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `points` are thousandths."""

    name: str
    kind: Kind[Any, Any]
    points: int
    label: str
    follows: tuple[str, ...]  # questions whose answers it may build on
    model: JSON | Missing  # an answer that earns full marks
    spec: Spec
    setting: Setting
    examples: tuple[Example, ...] = ()
    place: Place | None = None

    @cached_property
    def prepared(self) -> Any:
        """The derived truth, made once when first needed; raises SpecError."""
        return self.kind.prepare(self.spec, self.setting)

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs to make the field: truths are derived there again."""
        return {name: value for name, value in vars(self).items() if name != "prepared"}

    def solution(self) -> Mapping[str, JSON]:
        """What may be shown when the quiz shows solutions: what the kind tells, else the model answer as it is read."""
        told = self.kind.solution(self.prepared)
        if told or self.model is MISSING:
            return told
        return {"latex": self.kind.preview(self.prepared, self.model).reading}


class Variants(Protocol):
    """The questions that a question with parameters stands for."""

    @property
    def parameters(self) -> Parameters:
        """What is drawn."""

    def drawn(self, draw: Draw) -> Question:
        """The question with these values; raises BankError where they make no sense."""


@dataclass(frozen=True)
class Question:
    """A question as graded: everything that its content says. `version` is the content's hash.

    `content` is the canonical JSON text that `reading.read_question` reads back; examples are no part of it. Where it
    has parameters, what stands here has the first value of each.
    """

    id: str
    title: str
    prompt: str
    hints: tuple[str, ...]
    extra: bool
    tries: int | None
    replay: Replay | None  # what may be watched once all fields were answered
    fields: Mapping[str, Field]
    content: str
    version: str
    place: Place | None = None
    variants: Variants | None = None
    draws_with: str | None = None  # the question whose values, by name, this one has too

    def variant(self, seed: str | None) -> Question:
        """The question as an attempt with this seed has it: the same id, version, fields and points."""
        if self.variants is None or seed is None:
            return self
        return self.variants.drawn(self.variants.parameters.draw(seed, self.draws_with or self.id))

    @cached_property
    def points(self) -> int:
        """All fields together, in thousandths."""
        return sum(field.points for field in self.fields.values())


@dataclass(frozen=True)
class Quiz:
    """A bank file. `id` is the file's stem; `questions` by their short ids, in the file's order, and `texts` what the
    file says of each."""

    id: str
    course: str
    settings: Settings
    questions: Mapping[str, Question]
    path: Path
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Bank:
    """All quizzes of a directory, by id."""

    quizzes: Mapping[str, Quiz]

    def question(self, full_id: str) -> Question | None:
        """The question `assignment-3/2.2`, or None."""
        quiz, _, short = full_id.partition("/")
        found = self.quizzes.get(quiz)
        return found.questions.get(short) if found else None

    def __iter__(self) -> Iterator[tuple[str, Question]]:
        for quiz in self.quizzes.values():
            for question in quiz.questions.values():
                yield f"{quiz.id}/{question.id}", question
