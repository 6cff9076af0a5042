"""What the terms beside an ellipsis have in common: `2w_1, 2w_2, …, 2w_d` is 2w_r at place r.

Terms are compared as trees. Where they differ they must show their own place: 1, 2, 3 … counted from the beginning,
`d`, `d-1` … counted from the end. There the letter of the axis is put.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from graders.engine.sizes import Size, size
from graders.engine.syntax import Binary, Entry, Name, Number, Tree


@dataclass(frozen=True, slots=True)
class Place:
    """The `count`-th place from the beginning (from 1), or that many places before the end (from 0)."""

    count: int
    from_end: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its place along each axis, by the name of the axis."""

    tree: Tree
    places: Mapping[str, Place]


@dataclass(slots=True)
class Pattern:
    """The common tree, with the names of axes where the place shows, and the lengths of axes that were shown."""

    tree: Tree
    lengths: dict[str, Size] = field(default_factory=dict)


class _NoPattern(Exception):
    pass


def common(terms: Sequence[Term]) -> Pattern | None:
    """The pattern of all these terms, if they have one."""
    lengths: dict[str, Size] = {}
    try:
        tree = _common([term.tree for term in terms], [term.places for term in terms], lengths)
    except _NoPattern:
        return None
    return Pattern(tree, lengths)


def _common(parts: list[Any], places: list[Mapping[str, Place]], lengths: dict[str, Size]) -> Any:
    first = parts[0]
    if all(part == first for part in parts):
        return first
    for axis in places[0]:
        if _shows(parts, [place[axis] for place in places], axis, lengths):
            return Name(axis, first.span)
    if any(type(part) is not type(first) for part in parts):
        raise _NoPattern
    if isinstance(first, tuple):
        if len({len(part) for part in parts}) > 1:
            raise _NoPattern
        return tuple(_common(list(each), places, lengths) for each in zip(*parts, strict=True))
    if not hasattr(first, "span"):
        raise _NoPattern
    names = [each.name for each in fields(first) if each.name != "span"]
    return replace(first, **{name: _common([getattr(part, name) for part in parts], places, lengths) for name in names})


def _shows(parts: Sequence[Any], places: Sequence[Place], axis: str, lengths: dict[str, Size]) -> bool:
    """Whether each part names its place; from those at the end the length of the axis is learnt."""
    found: set[Size] = set()
    for part, place in zip(parts, places, strict=True):
        if place.from_end:
            length = _counted_back(part, place.count)
            if length is None:
                return False
            found.add(length)
        elif not (isinstance(part, Number) and part.value == place.count):
            return False
    if len(found) > 1:
        return False
    for length in found:
        if lengths.setdefault(axis, length) != length:
            raise _NoPattern
    return True


def _counted_back(part: Any, count: int) -> Size | None:
    """The length of the axis, if this names the place `count` before its end: d, d-1, 5."""
    match part:
        case Name(name=letter) if count == 0 and len(letter) == 1:
            return size(letter)
        case Binary("-", Name(name=letter), Number(value=steps)) if steps == count > 0 and len(letter) == 1:
            return size(letter)
        case Number(value=value) if value.denominator == 1 and value >= 1:
            return Size(int(value) + count)
    return None


def has_position(tree: Any) -> bool:
    """Whether a numbered entry occurs in a tree, which a single term cannot show how to go on from."""
    if isinstance(tree, Entry) and any(isinstance(place, Number) for place in tree.indices):
        return True
    if isinstance(tree, tuple):
        return any(map(has_position, tree))
    return is_dataclass(tree) and any(has_position(getattr(tree, each.name)) for each in fields(tree))
