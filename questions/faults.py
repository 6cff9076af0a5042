"""What an author must mend, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from questions.kind import JSON
from questions.lines import Lines
from questions.question import Place
from questions.typed import typed

T = TypeVar("T")

_AT = re.compile(r" - at `\$(.*)`$")
_STEP = re.compile(r"\.([\w\-]+)|\[(\d+)\]")


@dataclass(frozen=True)
class Fault:
    """One thing to mend."""

    place: Place | None
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class BankError(ValueError):
    """Questions that cannot be read; `faults` says everything that is wrong with them."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True)
class Source:
    """A table of a bank file, or of nowhere when the question arrived inline."""

    path: Path | None = None
    lines: Lines | None = None
    at: tuple[str | int, ...] = ()

    def below(self, *steps: str | int) -> Source:
        """A table or key inside this one."""
        return Source(self.path, self.lines, self.at + steps)

    @property
    def place(self) -> Place | None:
        """Its file and line."""
        return Place(self.path, self.lines[self.at]) if self.path and self.lines else None

    def fault(self, message: str) -> Fault:
        """A fault found here."""
        return Fault(self.place, message)

    def convert(self, value: JSON, into: type[T], strict: bool = True) -> T:
        """The value as a typed struct, where not `strict` with numbers also from their text; raises BankError that
        points at the offending key."""
        try:
            return typed(value, into, strict)
        except msgspec.ValidationError as error:
            message = str(error)
            steps: Sequence[str | int] = ()
            if found := _AT.search(message):
                steps = [int(index) if index else name for name, index in _STEP.findall(found[1])]
            if unknown := re.search(r"unknown field `(.+?)`", message):
                steps = [*steps, unknown[1]]
            where = "" if self.path else "".join(f" {step}" for step in steps)
            raise BankError(
                self.below(*steps).fault(_AT.sub("", message) + (f" (at{where})" if where else ""))
            ) from None
