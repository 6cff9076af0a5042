"""What a kind of field is: the one protocol between questions, graders and pages.

A kind is a folder `questions/kinds/<name>/` whose package exports `KIND`, with `ask.html`, `review.html` and a README
for authors beside it. It is found by its folder; adding one edits no other file.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, ClassVar, Final, Generic, TypeVar

import msgspec

from graders.engine.language.errors import LanguageError, ScopeError
from graders.engine.language.scope import Scope
from graders.fingerprint import Fingerprint
from graders.verdict import Verdict
from questions.charts.markup import Html

JSON = Any  # what msgspec.json decodes to


class Missing(Enum):
    """The type of MISSING."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING  # a form whose input is blank has no answer, which is not an empty answer


class Spec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an author writes for a field of a kind, beside what all fields have (name, kind, points, label, example)."""


class SpecError(ValueError):
    """What an author wrote cannot be understood or proved; the message says why, for the author."""


@dataclass(frozen=True)
class Setting:
    """What all fields of a question share."""

    symbols: Mapping[str, str]
    definitions: Mapping[str, str]
    version: str  # of its content and the values drawn in it: sample points derive from it
    fields: tuple[str, ...] = ()  # the names of all fields

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs, where the scope is made again."""
        return {name: value for name, value in vars(self).items() if name != "scope"}

    @cached_property
    def scope(self) -> Scope:
        """The names of the question; raises SpecError where a declaration says nothing."""
        try:
            return Scope.from_question(self.symbols, self.definitions)
        except (ScopeError, LanguageError) as error:
            raise SpecError(str(error)) from None


class Context(msgspec.Struct, frozen=True):
    """What grading may know beside the answer itself."""

    secret: bytes  # GRADING_KEY: sample points are HMAC(secret, version)
    version: str
    points: int = 0  # of the field, in thousandths
    answers: Mapping[str, JSON] = {}  # all fields of the same answer
    earlier: JSON = None  # the student's answers to the questions that this field follows, by their fields


@dataclass(frozen=True)
class Asking:
    """Who is asked, as far as a form depends on it."""

    seed: str  # of the attempt and the field, for shuffling, and in no page; "" asks as the author wrote it
    earlier: JSON = None  # the student's answers to the questions that this field follows, by their fields


@dataclass(frozen=True)
class Seen:
    """What a picture of an answer may draw on beside it."""

    answers: Mapping[str, JSON]  # the same student's to all fields of the question
    reasons: bool  # whether it may tell right from wrong


@dataclass(frozen=True)
class Preview:
    """How a value is read, before and without any judgement on it."""

    reading: str | None = None  # LaTeX
    shape: tuple[str, ...] | None = None
    problems: tuple[str, ...] = ()
    span: tuple[int, int] | None = None  # where in the text as it was typed the problem is


def lines_of(texts: Sequence[str]) -> list[str]:
    """The lines of a text box, without blank ones."""
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


S = TypeVar("S", bound=Spec)
P = TypeVar("P")


class Kind(ABC, Generic[S, P]):
    """A kind of field. `P` is what `prepare` makes of a spec once: the derived truth, never shown to a student."""

    name: ClassVar[str]
    # What a palette offers beside the question's own names: what stands on a button, and the text that it types, with
    # `|` where the cursor goes.
    symbols: ClassVar[Mapping[str, str]] = {}
    Spec: type[S]

    @abstractmethod
    def prepare(self, spec: S, setting: Setting) -> P:
        """Derive the truth; raises SpecError when the spec makes no sense."""

    @abstractmethod
    def grade(self, prepared: P, value: JSON, context: Context) -> Verdict:
        """Judge a value of whatever JSON type arrived; never raises for anything a student can send."""

    def grade_many(self, prepared: P, answers: Sequence[tuple[JSON, Context]]) -> Sequence[Verdict]:
        """What `grade` gives each; a kind that judges many together sooner than one by one overrides this."""
        return [self.grade(prepared, value, context) for value, context in answers]

    def fingerprint(self, prepared: P, value: JSON, secret: bytes) -> Fingerprint | None:
        """What an answer means, to find those that mean the same; None where it cannot be read, or where this kind's
        answers are only alike when they are written alike. Never shown to students."""
        return None

    def fingerprint_after(self, prepared: P, value: JSON, secret: bytes, earlier: JSON) -> Fingerprint | None:
        """The same for a student whose earlier answers may say what names mean."""
        return self.fingerprint(prepared, value, secret)

    def guess(self, prepared: P) -> float | None:
        """The score, of 1, that answering blindly earns on average; None where nobody can guess."""
        return None

    @abstractmethod
    def preview(self, prepared: P, value: JSON) -> Preview:
        """Say how a value is read; the same members whatever the value, never a verdict."""

    def preview_for(self, prepared: P, value: JSON, asking: Asking) -> Preview:
        """The same for somebody whose earlier answers may say what names mean."""
        return self.preview(prepared, value)

    def verify(self, prepared: P, context: Context) -> Sequence[str]:
        """Faults of the key that only running it shows, for `chainrule check`."""
        return ()

    def serves(self, prepared: P, value: JSON, other: P) -> bool:
        """Whether a value given for one field of this kind also answers another of the same question, to the same end:
        a verdict on it then holds for both."""
        return False

    @abstractmethod
    def ask(self, prepared: P, asking: Asking) -> Mapping[str, JSON]:
        """Everything the student's form needs and nothing of the key. A member `called` renames what the question's
        definitions name, in its prompt, hints and labels: LaTeX by name."""

    def from_form(self, parts: Mapping[str, Sequence[str]], ask: Mapping[str, JSON]) -> JSON | Missing:
        """The value of a posted form: `parts[""]` are the values of the control `<field>`, `parts["W1"]` those of
        `<field>.W1`; `ask` is what `ask` said. Blank is MISSING. This default is for one text input."""
        text = next(iter(parts.get("", ())), "")
        return text if text.strip() else MISSING

    def to_form(self, value: JSON, ask: Mapping[str, JSON]) -> Mapping[str, Sequence[str]]:
        """The parts that show a stored value again; the inverse of `from_form`."""
        if value is None or value is MISSING:
            return {}
        if isinstance(value, list) and all(isinstance(line, str) for line in value):
            return {"": ["\n".join(value)]}
        return {"": [value if isinstance(value, str) else msgspec.json.encode(value).decode()]}

    def retold(self, result: Mapping[str, JSON], ask: Mapping[str, JSON]) -> Mapping[str, JSON]:
        """A judgement, as grading lines show it, in the names that this form uses."""
        return result

    def show(self, value: JSON, ask: Mapping[str, JSON]) -> Mapping[str, JSON]:
        """What `review.html` needs beside a value to show it, such as a drawing; `ask` may be empty. Never the key."""
        return {}

    def picture(self, prepared: P, value: JSON | Missing, seen: Seen) -> Html | None:
        """What an answer does, drawn; None where there is nothing to draw. Never the key; whether the answer is right
        only where reasons may be shown. `value` is MISSING where only other fields were answered."""
        return None

    def rubric(self, prepared: P) -> Sequence[Mapping[str, JSON]]:
        """What a person grades by: items with `key`, `points` and `text`; empty where the engine decides."""
        return ()

    def solution(self, prepared: P) -> Mapping[str, JSON]:
        """What may be shown of the truth when the quiz shows solutions; given to `review.html`."""
        return {}
