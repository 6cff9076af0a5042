"""What differs from student to student: the values that a question's parameters may have, and those that one gets."""

from __future__ import annotations

import hashlib
import itertools
import json
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, overload

import msgspec

from questions.kind import JSON, SpecError
from questions.typed import typed

MOST_VALUES: Final = 1_000_000
LONGEST_TEXT: Final = 10_000  # characters of a value

Value = JSON  # a number, a text, a list, or a table of values that belong together
Draw = tuple[int, ...]  # which value each parameter has, in their order


class _Range(msgspec.Struct, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    first: int | float
    last: int | float
    step: int | float = 1


class _Computed(msgspec.Struct, forbid_unknown_fields=True):
    value: str


class Steps(Sequence[Value]):
    """The numbers from one to another in equal steps; none of them is made before it is asked for."""

    def __init__(self, first: Decimal, last: Decimal, step: Decimal) -> None:
        if step <= 0 or last < first or (last - first) / step >= MOST_VALUES:
            raise SpecError(f"a range goes upwards from `from` to `to`, in at most {MOST_VALUES:,} steps")
        self._first, self._step = first, step
        self._length = int((last - first) // step) + 1

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Steps) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Decimal, Decimal, int]:
        return self._first, self._step, self._length

    @overload
    def __getitem__(self, index: int) -> Value: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Value]: ...
    def __getitem__(self, index: int | slice) -> Value | Sequence[Value]:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(self._length))]
        if not 0 <= index < self._length:
            raise IndexError(index)
        number = self._first + index * self._step
        return int(number) if number == number.to_integral_value() else float(number)


@dataclass(frozen=True)
class Parameters:
    """The values of each parameter in the order of the names, and the formulas of those computed from others."""

    drawn: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    computed: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, reference: str) -> bool:
        """Whether `name`, or `name.part` for tables of values that belong together, says something."""
        name, dot, part = reference.partition(".")
        if not dot:
            return name in self.drawn or name in self.computed
        first = self.drawn[name][0] if name in self.drawn else None
        return isinstance(first, dict) and part in first

    @property
    def names(self) -> Sequence[str]:
        """All of them."""
        return [*self.drawn, *self.computed]

    @property
    def first(self) -> Draw:
        """The first value of each."""
        return (0,) * len(self.drawn)

    def draw(self, seed: str, question: str) -> Draw:
        """What a seed gives: the same in every process, independent from question to question and name to name."""
        return tuple(_number(seed, question, name) % len(values) for name, values in self.drawn.items())

    def draws(self, count: int) -> Sequence[Draw]:
        """All that there are, or `count` of them in which each value comes up as often as any other, or once."""
        lengths = [len(values) for values in self.drawn.values()]
        if math.prod(lengths) <= count:
            return list(itertools.product(*map(range, lengths)))
        columns = [_spread(name, len(values), count) for name, values in self.drawn.items()]
        return list(dict.fromkeys(zip(*columns, strict=True)))

    def values(self, draw: Draw) -> dict[str, Value]:
        """Those drawn, by name; see `questions.computed` for the others."""
        return {name: values[n] for (name, values), n in zip(self.drawn.items(), draw, strict=True)}

    def told(self, draw: Draw) -> str:
        """A draw in words, for messages to authors."""
        return ", ".join(f"{name} = {_short(value)}" for name, value in self.values(draw).items())

    def find(self, stated: Mapping[str, Value]) -> Draw:
        """The draw in which some have the values stated, the others their first; raises SpecError.

        A table of values that belong together is found by any text in it.
        """
        if unknown := sorted(stated.keys() - self.drawn.keys()):
            raise SpecError(f"there is no parameter `{unknown[0]}` to choose a value of")
        return tuple(_index(name, values, stated[name]) if name in stated else 0 for name, values in self.drawn.items())


def read_values(given: JSON) -> Sequence[Value] | str:
    """What an author wrote of one parameter: its values, or the formula it is computed by; raises SpecError."""
    try:
        if isinstance(given, dict):
            if "value" in given:
                return typed(given, _Computed).value
            steps = typed(given, _Range)
            first, last, step = (_decimal(number) for number in (steps.first, steps.last, steps.step))
            return Steps(first, last, step)
    except msgspec.ValidationError:
        raise SpecError('a table says `{from = 2, to = 6}`, with `step` if not 1, or `{value = "a + 1"}`') from None
    if not isinstance(given, list) or not given:
        raise SpecError("give the values as a list `[2, 3, 5]`, or a range `{from = 2, to = 6}`")
    for value in given:
        _check(value)
    members = [set(value) if isinstance(value, dict) else None for value in given]
    if any(one != members[0] for one in members):
        raise SpecError("the values are all tables with the same names, or none is a table")
    if any(value == other for value, other in itertools.combinations(given[:100], 2)):
        raise SpecError("a value is given twice")
    return tuple(given)


def is_number(value: Value) -> bool:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256(json.dumps(["parameter", *parts]).encode()).digest()[:16])


def _spread(name: str, length: int, count: int) -> Iterator[int]:
    """`count` indices below `length` in a mixed order, each as often as the others, give or take one."""
    mixed = list(range(length)) if length <= count else [_number(name, str(n)) % length for n in range(count)]
    indices = list(itertools.islice(itertools.cycle(mixed), count))
    random.Random(name).shuffle(indices)  # noqa: S311 (which draws are tried is no secret)
    return iter(indices)


def _index(name: str, values: Sequence[Value], stated: Value) -> int:
    for n, value in enumerate(values):
        if value == stated or (isinstance(value, dict) and isinstance(stated, str) and stated in value.values()):
            return n
    raise SpecError(f"the parameter `{name}` has no value {stated!r}")


def _check(value: Any) -> None:
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        raise SpecError("a value is a number, a text, a list or a table")
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            _check(one)
    elif not isinstance(value, int | float | str) or len(str(value)) > LONGEST_TEXT:
        raise SpecError(f"a value is a number, a text of at most {LONGEST_TEXT:,} characters, a list or a table")


def _decimal(number: int | float) -> Decimal:
    if not math.isfinite(number):
        raise SpecError("a range has finite ends")
    return Decimal(str(number))


def _short(value: Value) -> str:
    if isinstance(value, dict):
        value = next((one for one in value.values() if isinstance(one, str)), value)
    return value if isinstance(value, str) else json.dumps(value)
