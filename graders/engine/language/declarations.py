"""What an author writes about a symbol: `"n x d invertible"`, `"scalar positive"`, `"index"`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graders.engine.language.errors import ScopeError
from graders.engine.sizes import ONE, Shape, size

DOMAINS = frozenset({"positive", "invertible", "symmetric", "spd", "unit", "onehot", "pm1", "integer"})
_SQUARE_DOMAINS = frozenset({"invertible", "symmetric", "spd"})
_AXIS = re.compile(r"[A-Za-z]|[1-9][0-9]{0,3}")
_TIMES = re.compile(r"(?<=[0-9A-Za-z])\s*[x×]\s*(?=[0-9A-Za-z])")
_SHAPE = re.compile(
    rf"scalar\b|index(?:\s+(?:{_AXIS.pattern})\b)?|(?:{_AXIS.pattern})(?:\s*[x×]\s*(?:{_AXIS.pattern}))*(?![\w×])"
)
_FAMILY = re.compile(r"(?P<base>[^\W\d_]+)_(?:\{(?P<braced>[a-z](?:,?[a-z]){0,3})\}|(?P<bare>[a-z]{1,4}))")
_INDEX_LETTERS = frozenset("ijklmpqrst")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A declared name: (d, 1) is a column, (n, d) a matrix, () a scalar or, with `is_index`, a fixed index.

    A fixed index declared as `"index n"` runs over an axis of that size (`shape` stays (), `runs_over` is n).
    """

    name: str
    shape: Shape = ()
    domains: frozenset[str] = frozenset()
    is_index: bool = False
    runs_over: str | None = None

    @property
    def is_column(self) -> bool:
        """Whether it is no matrix, whatever the sizes are."""
        return self.shape[1:] in ((), (ONE,))


@dataclass(frozen=True, slots=True)
class Definition:
    """A name bound to an expression. `x_i = "X[i,:]^T"` is a family: name x, indices (i,), one value for every index.

    `text` is in the language and is read in the scope that holds the definition.
    """

    name: str
    indices: tuple[str, ...]
    text: str


def symbol(name: str, declared: str) -> Symbol:
    """The symbol that a declaration such as `"n x d invertible"` describes."""
    shape_words, domains = _split(declared)
    text = " ".join(shape_words)
    if unknown := domains - DOMAINS:
        raise ScopeError(
            f"{name}: {', '.join(sorted(unknown))} is not a domain; there are {', '.join(sorted(DOMAINS))}"
        )
    if shape_words[:1] == ["index"]:
        return Symbol(name, is_index=True, runs_over=_index_axis(name, shape_words[1:]))
    shape = () if text == "scalar" else _shape(name, text)
    if domains & _SQUARE_DOMAINS and (len(shape) != 2 or shape[0] != shape[1]):
        raise ScopeError(f"{name}: only a square matrix can be {', '.join(sorted(domains & _SQUARE_DOMAINS))}")
    return Symbol(name, shape, frozenset(domains))


def definition(key: str, text: str) -> Definition:
    """The definition under a key: a name (`s`, `h_1`), a family (`x_i`) or a name with what it depends on (`s(z)`)."""
    name = key.strip().partition("(")[0].strip()
    found = _FAMILY.fullmatch(name)
    indices = tuple((found["braced"] or found["bare"]).replace(",", "")) if found else ()
    if found and len(set(indices)) == len(indices) and _INDEX_LETTERS.issuperset(indices):
        return Definition(found["base"], indices, text)
    return Definition(name, (), text)


def _split(declared: str) -> tuple[list[str], set[str]]:
    """The words of the shape, and the domains behind it."""
    text = declared.strip()
    found = _SHAPE.match(text)
    shape = found.group() if found else ""
    words = shape.split() if shape.startswith("index") else _TIMES.sub(" x ", shape).split()
    return words, set(text[len(shape) :].split())


def _index_axis(name: str, words: list[str]) -> str | None:
    if len(words) > 1:
        raise ScopeError(f'{name}: an index is declared as "index" or "index n"')
    return words[0] if words else None


def _shape(name: str, text: str) -> Shape:
    axes = text.split(" x ") if text else []
    if not axes or not all(_AXIS.fullmatch(axis) for axis in axes):
        raise ScopeError(f'{name}: "{text}" is not a shape; write "scalar", "d", "n x d" or "index"')
    shape = tuple(size(axis) for axis in axes)
    return (shape[0], ONE) if len(shape) == 1 else shape
