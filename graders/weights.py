"""The named matrices of a network, from JSON or text: lists of lists of finite floats, lists, and single floats.

How they fit together is the network's business.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from itertools import repeat
from typing import Any

import msgspec

from graders.unreadable import UNPARSABLE, Unreadable, nothing
from graders.weight_text import read_text

LARGEST = 1e6

Numbers = float | list[float] | list[list[float]]

_DECIMAL = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_QUOTIENT = re.compile(rf"\s*({_DECIMAL})\s*(?:/\s*({_DECIMAL})\s*)?", re.ASCII)
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789")


def read_weights(value: Any, names: tuple[str, ...]) -> dict[str, Numbers]:
    """The values of those names that are given; other names are ignored. Raises Unreadable."""
    if isinstance(value, str):
        value = _from_text(value, names)
    if isinstance(value, dict):
        found = value if tuple(value) == names else _pick(value, names)
        return {name: numbers(entry, name) for name, entry in found.items()}
    if value is None:
        raise nothing()
    raise Unreadable(UNPARSABLE, f"Give the values of {', '.join(names)} by name.")


def _from_text(text: str, names: tuple[str, ...]) -> Mapping[str, Any]:
    if text.lstrip().startswith("{"):
        try:
            decoded = msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
            pass  # perhaps a Python dictionary, which the reader of text knows
        else:
            if isinstance(decoded, dict):
                return decoded
    return read_text(text, names)


def _pick(value: Mapping[str, Any], names: tuple[str, ...]) -> Mapping[str, Any]:
    """The entries by the names that are asked for; `W_1` and `W₁` are W1."""
    if value.keys() == set(names):
        return value
    found: dict[str, Any] = {}
    for key, entry in value.items():
        name = plain_name(key)
        if name in names:
            if name in found:
                raise Unreadable("ambiguous", f"{name} is given twice: keep one.")
            found[name] = entry
    return found


def plain_name(name: str) -> str:
    """`W_1`, `W_{1}`, `W₁` and `W^{1}` are all W1."""
    return re.sub(r"[\s_^{}()\[\]]", "", name).translate(_SUBSCRIPTS)


def numbers(value: Any, name: str) -> Numbers:
    """A number, a row of numbers or a matrix, all finite floats; raises Unreadable."""
    if type(value) is not list:
        return number(value, name)
    if not value or type(value[0]) is not list:
        return _row(value, name)
    length = len(value[0])
    for row in value:
        if type(row) is not list or len(row) != length:
            raise Unreadable("wrong-shape", f"The rows of {name} differ in length.")
    return list(map(_row, value, repeat(name)))


def _row(cells: list[Any], name: str) -> list[float]:
    for cell in cells:
        if type(cell) is not float or not -LARGEST <= cell <= LARGEST:
            break
    else:
        return cells
    return [
        cell * 1.0 if type(cell) is int and -LARGEST <= cell <= LARGEST else number(cell, name)  # spares most calls
        for cell in cells
    ]


def number(cell: Any, name: str) -> float:
    """One finite float64, cast before any arithmetic; raises Unreadable."""
    kind = type(cell)
    if kind is int or kind is float:  # by type, since True is an int
        if -LARGEST <= cell <= LARGEST:  # also false for NaN
            return float(cell)
    elif kind is str:
        return number(_from_decimal(cell, name), name)
    else:
        raise Unreadable(UNPARSABLE, f'Every entry of {name} is a number such as 2, -0.5 or "1/3".')
    if kind is float and not math.isfinite(cell):
        raise Unreadable("nonfinite", f"{name} has an entry that is not a finite number.")
    raise Unreadable("too-large", f"{name} has an entry beyond a million; such weights are not taken.")


def _from_decimal(cell: str, name: str) -> float:
    found = _QUOTIENT.fullmatch(cell) if len(cell) <= 100 else None
    if found is None:
        raise Unreadable(UNPARSABLE, f"{name} has an entry that is neither a decimal number nor a quotient of two.")
    above, below = float(found[1]), float(found[2] or 1)
    if below == 0:
        raise Unreadable("nonfinite", f"{name} has an entry that divides by zero.")
    return above / below
