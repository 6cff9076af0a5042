"""Grades the shape of a Jacobian or of an expression: what the axes are, and which mistake another answer shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from graders.engine.renaming import renamed_alike
from graders.engine.sizes import ONE, Shape, Size
from graders.engine.sizes import product as entries
from graders.fingerprint import Fingerprint
from graders.shape_reading import read_shape
from graders.unreadable import UNPARSABLE, Unreadable, nothing
from graders.verdict import Verdict, correct, partial, wrong
from graders.wrapped import bare

FEEDBACK = {
    "transposed-layout": "The right axes in the other order: outputs come first, then the axes of the input.",
    "kept-singleton-axes": "The right axes with extra 1s: the 1 of a column vector is dropped here.",
    "missing-axis": "One axis is missing: even the derivative of a single number is written as a matrix here.",
    "flattened": "The right number of entries, but axes are merged: keep each axis of the output and of the input.",
    "output-shape-only": "That is the shape of the output alone; a Jacobian also has the axes of the input.",
    "input-shape-only": "That is the shape of the input alone; a Jacobian starts with the axes of the output.",
    "index-swap": "The right sizes in the wrong order: first the output's axes, then the input's.",
    "swapped-dims": "A size is mixed up: look again at how many rows and columns each symbol has.",
    "shape-not-jacobian": "That is another shape: a Jacobian has the output's axes followed by the input's.",
    "wrong-shape": "That is another shape: work out rows and columns from the sizes of the symbols.",
}


@dataclass(frozen=True, slots=True)
class ShapeTruth:
    """The shape asked for, with the shapes it is made of where it is that of a Jacobian."""

    shape: Shape
    letters: frozenset[str]
    output: Shape | None = None
    input: Shape | None = None


def grade(truth: ShapeTruth, value: object, credit: Mapping[str, float]) -> Verdict:
    """Judges a typed shape; a named mistake earns what the author's `credit` gives its tag."""
    try:
        given = read(truth, value)
    except Unreadable as problem:
        return problem.verdict()
    shape, reading = tuple(map(str, given)), shape_latex(given)
    if given == truth.shape or (not truth.shape and entries(given) == ONE):  # a number may be called 1×1
        return correct(reading=reading, shape=shape)
    tag = mistake(truth, given)
    share = credit.get(tag, 0.0)
    if share > 0:
        return partial(share, tag, FEEDBACK[tag], reading=reading, shape=shape)
    return wrong(tag, FEEDBACK[tag], reading=reading, shape=shape)


def read(truth: ShapeTruth, value: object) -> Shape:
    """The shape that a value names; raises Unreadable."""
    if value is None:
        raise nothing()
    if not isinstance(value, str):
        raise Unreadable(UNPARSABLE, "Please type the shape, for example `p x q`.")
    return read_shape(bare(value), truth.letters)


def fingerprint(truth: ShapeTruth, value: object) -> Fingerprint | None:
    """The axes; None where they cannot be read."""
    try:
        return Fingerprint(" × ".join(map(str, read(truth, value))))
    except Unreadable:
        return None


def shape_latex(given: Shape) -> str:
    """A shape for people: 1 × d, or `scalar`."""
    return r" \times ".join(_size_latex(axis) for axis in given) if given else r"\text{scalar}"


def mistake(truth: ShapeTruth, given: Shape) -> str:
    """The tag of a shape that is not the one asked for: the first of the named mistakes that explains it."""
    if truth.output is None or truth.input is None:
        fallback, output_only, input_only = "wrong-shape", False, False
    else:
        fallback = "shape-not-jacobian"
        output_only, input_only = _is_shape_of(given, truth.output), _is_shape_of(given, truth.input)
    tests = (
        ("transposed-layout", given in set(_other_orders(truth))),
        ("missing-axis", len(given) < len(truth.shape) and _squeezed(given) == _squeezed(truth.shape) != ()),
        ("kept-singleton-axes", len(given) > len(truth.shape) and _squeezed(given) == _squeezed(truth.shape)),
        ("output-shape-only", output_only),
        ("input-shape-only", input_only),
        ("flattened", any(_merges(whole, given) for whole in (truth.shape, *_other_orders(truth)))),
        ("index-swap", len(given) > 2 and _swapped(given, truth)),
        ("swapped-dims", _swapped(given, truth) or _one_size_off(given, truth)),
    )
    return next((tag for tag, holds in tests if holds), fallback)


def _size_latex(axis: Size) -> str:
    factors = [letter if count == 1 else f"{letter}^{count}" for letter, count in _powers(axis.letters)]
    if axis.coefficient != 1 or not factors:
        factors.insert(0, str(axis.coefficient))
    return r"\,".join(factors)


def _powers(letters: Collection[str]) -> Iterator[tuple[str, int]]:
    for letter in dict.fromkeys(letters):
        yield letter, sum(other == letter for other in letters)


def _squeezed(shape: Shape) -> Shape:
    return tuple(axis for axis in shape if axis != ONE)


def _is_shape_of(given: Shape, other: Shape) -> bool:
    """Whether this is how people write the shape of `other`: a column also without its 1, a number as 1 or 1×1."""
    if not _squeezed(other):
        return _squeezed(given) == () and len(given) <= 2
    return given in (other, _squeezed(other))


def _other_orders(truth: ShapeTruth) -> Iterator[Shape]:
    """The transpose of a matrix; the input's axes first."""
    if len(truth.shape) == 2:
        yield truth.shape[::-1]
    elif truth.output is not None and truth.input is not None:
        yield _squeezed(truth.input) + _squeezed(truth.output)


def _merges(whole: Shape, given: Shape) -> bool:
    """Whether neighbouring axes multiplied together give the shape."""
    if len(given) >= len(whole):
        return False
    rest = list(whole)
    for axis in given:
        merged = ONE
        while rest and merged != axis:
            merged = merged * rest.pop(0)
        if merged != axis:
            return False
    return entries(rest) == ONE


def _swapped(given: Shape, truth: ShapeTruth) -> bool:
    """Whether exchanging size letters, or the axes of a tensor, gives the shape or a shape half right."""
    if len(given) > 2 and len(given) == len(truth.shape) and sorted(map(str, given)) == sorted(map(str, truth.shape)):
        return True
    targets = {truth.shape, _squeezed(truth.shape), *_other_orders(truth)}
    targets |= {shape for shape in (truth.output, truth.input) if shape and _squeezed(shape)}
    return any(renamed_alike(given, target, truth.letters) for target in targets)


def _one_size_off(given: Shape, truth: ShapeTruth) -> bool:
    """Whether one axis alone is off, by a letter that has no business there or by a factor."""
    if len(given) != len(truth.shape):
        return False
    known = {letter for axis in truth.shape for letter in axis.letters}
    for own, right in product((given,), {truth.shape, truth.shape[::-1]}):
        off = [(a, b) for a, b in zip(own, right, strict=True) if a != b]
        if len(off) == 1:
            (a, b) = off[0]
            if set(a.letters) - known or (a.letters == b.letters and a.letters):
                return True
    return False
