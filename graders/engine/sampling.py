"""Where expressions are compared: secret dyadic points at several scales, for three assignments of the sizes.

Everything is drawn from HMAC(secret, content), so the same answer to the same question meets the same points for
everyone and for ever, and nobody who lacks the secret can fit them. Every value is a float64 that is exact in the other
number systems too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from graders.engine.domains import Array, Residues, obey_reals, obey_residues
from graders.engine.graph import Node
from graders.engine.language.declarations import Symbol
from graders.engine.language.scope import Scope
from graders.engine.randomness import Stream, next_prime
from graders.engine.sizes import COUNTED
from graders.engine.structure import needed
from graders.engine.thinning import FEW

FAVOURITES = ("n", "d", "k")  # these letters take the first columns of the table
TABLE = ((3, 4, 5, 6, 7, 8, 9), (5, 2, 3, 4, 6, 7, 8), (2, 5, 4, 3, 7, 6, 8))
MOST_LETTERS = len(TABLE[0])
RESERVE = ((4, 3, 2, 5, 6, 7, 8), (6, 5, 3, 4, 2, 8, 7), (3, 6, 7, 4, 5, 8, 9), (6, 3, 4, 5, 7, 8, 9))  # for the next
SCALES = (0, 1, -2, 3, 0, -4, 2, 5, 0, 1, -7, 4, -1, 2, 0, 6)  # exponents of two, one for each secret point
READABLE = 6  # the first points are small numbers, for counterexamples that people can check
RESIDUE_POINTS = 4  # for each prime
MANTISSA = 20  # bits
MOST_LEAST = 32  # the largest number by which a question names an entry,
MOST_ENTRIES = 40_000  # and how many its symbols then have at most


class Unsampled(ValueError):
    """No points were found at which the expression has a value."""


@dataclass(frozen=True)
class Sample:
    """Points for one assignment of the sizes; the batch axis comes last. The first `readable` are small numbers."""

    sizes: Mapping[str, int]
    inputs: Mapping[str, Array]
    count: int
    readable: int = 0

    def at(self, points: Sequence[int]) -> Sample:
        """Some of the points."""
        chosen = list(points)
        return Sample(self.sizes, {name: values[..., chosen] for name, values in self.inputs.items()}, len(chosen))


@dataclass(frozen=True)
class Points:
    """The points of one question."""

    symbols: tuple[Symbol, ...]
    letters: tuple[str, ...]
    secret: bytes = field(repr=False)
    content: str
    rows: tuple[tuple[int, ...], ...] = TABLE
    other: Mapping[str, int] | None = None  # the only sizes, instead of the rows
    least: Mapping[str, int] = field(default_factory=dict)  # smaller ones are no sizes of the question

    @classmethod
    def of(cls, scope: Scope, secret: bytes, content: str) -> Points:
        """The points of a question with these names."""
        return cls(tuple(scope.symbols.values()), scope.sizes, secret, content)

    @cached_property
    def assignments(self) -> tuple[Mapping[str, int], ...]:
        """The sizes, a row each and all different; once if the question has no size letters."""
        if self.other is not None:
            return (self.other,)
        if not self.letters:
            return ({},)
        if len(self.letters) > MOST_LETTERS:
            raise ValueError(f"a question has at most {MOST_LETTERS} size letters")
        lift = self._lift
        return tuple({letter: row[self._columns[letter]] + lift for letter in self.letters} for row in self.rows)

    @cached_property
    def _lift(self) -> int:
        """How far all rows are lifted, which keeps the sizes apart, for each of them to be large enough."""
        columns = self._columns
        lacking = (least - min(row[columns[letter]] for row in self.rows) for letter, least in self.least.items())
        return max(0, *lacking, 0)

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        columns = {letter: FAVOURITES.index(letter) for letter in self.letters if letter in FAVOURITES}
        free = (column for column in range(MOST_LETTERS) if column not in columns.values())
        return columns | {letter: next(free) for letter in self.letters if letter not in FAVOURITES}

    def having(self, nodes: Iterable[Node]) -> Points:
        """The same at sizes that have all places which these nodes name by number; raises Unsampled."""
        least = dict(self.least)
        for letter, size in needed(nodes):
            least[letter] = max(size, least.get(letter, 1))
            if size > MOST_LEAST:
                raise Unsampled(f"an entry is named by a number above {MOST_LEAST}")
        if least == self.least:
            return self
        found = replace(self, least=least)
        if any(prod(_axes(symbol, sizes)) > MOST_ENTRIES for sizes in found.assignments for symbol in self.symbols):
            raise Unsampled("the symbols are too large where they have the entries that are named")
        return found

    def allows(self, sizes: Mapping[str, int]) -> bool:
        """Whether these are sizes of the question."""
        return all(sizes[letter] >= least for letter, least in self.least.items())

    def resized(self, letter: str, size: int) -> Points:
        """The same for a single assignment, in which one size is another one."""
        return replace(self, other={**self.assignments[-1], letter: size})

    def thinned(self, letter: str, size: int) -> Points:
        """The same where the axes of that size have a few of its places only."""
        return self.resized(letter, FEW).resized(COUNTED + letter, size)

    def secret_size(self, letter: str, least: int, of: str = "") -> int:
        """A size that nobody knows, at least so large and less than double; another one `of` each answer, if told."""
        return least + int(self.stream(f"size {letter} {least} {of}").integers(1)[0] % np.uint64(least))

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """Points for each assignment."""
        return tuple(self.sample(sizes, f"sample {number}") for number, sizes in enumerate(self.assignments))

    @cached_property
    def moduli(self) -> tuple[int, ...]:
        """Two secret primes between 2^30 and 2^31, one for each point of `residues`."""
        stream = self.stream("primes")
        one, other = stream.prime(), stream.prime()
        return (one,) * RESIDUE_POINTS + (other if other != one else next_prime(one + 1),) * RESIDUE_POINTS

    def sample(self, sizes: Mapping[str, int], label: str) -> Sample:
        """Points for one assignment: first the readable ones, then secret ones."""
        inputs = {}
        for number, symbol in enumerate(self.symbols):
            axes = _axes(symbol, sizes)
            secret = dyadic(self.stream(f"{label} {symbol.name}"), axes, SCALES)
            values = np.concatenate([_readable(axes, number), secret], axis=-1)
            inputs[symbol.name] = obey_reals(values, symbol.domains, symbol.is_column)
            if symbol.is_index:
                inputs[symbol.name] = self._places(symbol, sizes, values.shape[-1]).astype(np.float64)
        return Sample(sizes, inputs, READABLE + len(SCALES), READABLE)

    @cached_property
    def residues(self) -> tuple[Mapping[str, Residues], ...]:
        """Random residues for each assignment of the sizes."""
        return tuple(self._residues(sizes, f"residues {number}") for number, sizes in enumerate(self.assignments))

    def _residues(self, sizes: Mapping[str, int], label: str) -> Mapping[str, Residues]:
        moduli = np.array(self.moduli, dtype=np.int64)
        inputs = {}
        for symbol in self.symbols:
            axes = _axes(symbol, sizes)
            drawn = self.stream(f"{label} {symbol.name}").integers(prod(axes) * len(moduli))
            values = (drawn >> np.uint64(1)).astype(np.int64).reshape(*axes, len(moduli)) % moduli
            inputs[symbol.name] = obey_residues(values, symbol.domains, symbol.is_column, moduli)
            if symbol.is_index:
                inputs[symbol.name] = self._places(symbol, sizes, len(moduli))
        return inputs

    def _places(self, index: Symbol, sizes: Mapping[str, int], count: int) -> NDArray[np.int64]:
        """Positions of a fixed index: 0, and 1 where every size has it; several indices go through all their pairs."""
        order = [symbol.name for symbol in self.symbols if symbol.is_index].index(index.name)
        return np.arange(count, dtype=np.int64) >> order & min(1, min(sizes.values(), default=2) - 1)

    def restricted(self, domains: Mapping[str, str]) -> Points:
        """The same points on a smaller domain: `{"x": "positive"}`."""
        symbols = tuple(
            replace(symbol, domains=symbol.domains | {domains[symbol.name]}) if symbol.name in domains else symbol
            for symbol in self.symbols
        )
        return replace(self, symbols=symbols)

    def stream(self, label: str) -> Stream:
        """Random integers for a purpose."""
        return Stream(self.secret, f"{self.content}\n{label}")


def _axes(symbol: Symbol, sizes: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(axis.at(sizes) for axis in symbol.shape)


def dyadic(stream: Stream, axes: tuple[int, ...], scales: Sequence[int]) -> Array:
    """Random dyadic numbers of both signs and 20 bits, the last axis going through the scales."""
    drawn = stream.integers(prod(axes) * len(scales)).reshape(*axes, len(scales))
    mantissas = (drawn % np.uint64(2**MANTISSA) | np.uint64(2 ** (MANTISSA - 3))).astype(np.float64)
    signs = np.where(drawn >> np.uint64(63), 1.0, -1.0)
    values: Array = signs * np.ldexp(mantissas, np.asarray(scales) + 1 - MANTISSA)
    return values


def _readable(axes: tuple[int, ...], number: int) -> Array:
    """1, 2, 3 … and the like, different for each symbol, with signs and halves from point to point."""
    counted = (np.arange(prod(axes)) * (1 + number % 3) + number).reshape(*axes, 1) % 9 + (1.0 if axes else 2.0)
    signs = np.where(np.arange(prod(axes)).reshape(*axes, 1) % 2 == 0, 1.0, -1.0)
    smaller = counted / 2 + 0.5
    return np.concatenate([counted, -counted, counted * signs, -smaller * signs, smaller, counted + 2], axis=-1)
