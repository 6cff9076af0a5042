"""What an index can be: a letter that runs, a letter that is fixed, a position."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Running:
    """A letter that stands for every position of an axis: a free index, or the index of a sum.

    `name` tells it from other letters in force at the same time; `first` is the number of the first position.
    """

    name: str
    first: int = 1


@dataclass(frozen=True, slots=True)
class Fixed:
    """An index the question declares: one position, whichever it is. The input of its name counts from 0."""

    name: str


@dataclass(frozen=True, slots=True)
class Position:
    """A place written as a number, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Last:
    """The last place of its axis, as in `w_1, …, w_d`, or some places before it."""

    before: int = 0


@dataclass(frozen=True, slots=True)
class Whole:
    """All of an axis: `X[i,:]`."""


Index = Running | Fixed | Position | Last | Whole
