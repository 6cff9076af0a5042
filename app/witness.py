"""A counterexample: the point, what the answer gives there, what it should give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.kinds import mathml

# What graders call the parts of a witness, and what people call them; every other name is a symbol of the question.
WORDS = {
    "entry": "in entry",
    "yours": "your answer gives",
    "expected": "it should give",
    "inputs": "for the inputs",
    "output": "your network gives",
    "target": "it should give",
}
# What proves a verdict or belongs to a page of its own, but is no part of a point.
EVIDENCE = frozenset({"follows", "multipliers"})
DIGITS = 5
EXACT = re.compile(r"(-?)([0-9]{1,15})(?:/([0-9]{1,15}))?")


@dataclass(frozen=True, slots=True)
class Part:
    """A value with its name: a symbol of the question, or words."""

    name: str | Markup
    value: str | Markup
    symbol: bool


@dataclass(frozen=True, slots=True)
class Witness:
    """The point and what is found there, in order."""

    parts: Sequence[Part]


def witness(found: Mapping[str, Any]) -> Witness:
    """A witness to draw; a part that is itself a mapping, such as the values of symbols, becomes several."""
    parts: list[Part] = []
    for name, value in found.items():
        if name in EVIDENCE or value == []:  # the entry of a number is []
            continue
        if name == "sizes":
            value = _untold(value, found.get("at"))
        if isinstance(value, Mapping):
            parts.extend(Part(mathml(symbol), shown(inner), True) for symbol, inner in value.items())
        elif name in WORDS:
            parts.append(Part(WORDS[name], shown(value), False))
        else:
            parts.append(Part(mathml(name), shown(value), True))
    return Witness(parts)


def _untold(sizes: Mapping[str, int], at: object) -> Mapping[str, int]:
    """The sizes that no side of an array shows. Those of a point are all different, and an array of 1 looks like a
    number."""
    arrays = [value for value in at.values() if isinstance(value, list)] if isinstance(at, Mapping) else []
    sides = {len(side) for array in arrays for side in (array, *array[:1]) if isinstance(side, list)}
    return {letter: size for letter, size in sizes.items() if size == 1 or size not in sides}


def shown(value: Any) -> Markup | str:
    """Numbers, vectors and matrices as mathematics; what is deeper or no number as it is written in JSON."""
    if value is None:
        return "no value"
    latex = _latex(value)
    return str(value) if latex is None else mathml(latex)


def _latex(value: Any) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, str):
        return _exact(value)
    if not isinstance(value, Sequence) or not value:
        return None
    rows = [row if isinstance(row, Sequence) and not isinstance(row, str) else None for row in value]
    if all(row is None for row in rows):
        cells = [_latex(cell) for cell in value]
        if None in cells:
            return None
        return cells[0] if len(cells) == 1 else "(" + r",\ ".join(str(cell) for cell in cells) + ")"
    if any(row is None or not all(isinstance(cell, (int, float)) for cell in row) for row in rows):
        return None
    body = r" \\ ".join(" & ".join(_number(cell) for cell in row) for row in rows if row is not None)
    return rf"\begin{{pmatrix}}{body}\end{{pmatrix}}"


def _exact(text: str) -> str | None:
    """A whole number or a quotient of two, which JSON has no other form for."""
    found = EXACT.fullmatch(text)
    if found is None:
        return None
    sign, above, below = found.groups()
    size = rf"\frac{{{above}}}{{{below}}}" if below else above
    return f"{{{sign}{size}}}" if sign else size


def _number(value: float) -> str:
    digits, _, exponent = f"{value:.{DIGITS}g}".partition("e")
    digits = f"{{{digits}}}" if digits.startswith("-") else digits  # a group of its own, so that the minus is a sign
    return rf"{digits} \cdot 10^{{{int(exponent)}}}" if exponent else digits
