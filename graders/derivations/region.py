"""The part of its indices that a chain is about: i = j, i ≠ j, or all of them."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from graders.engine.build import Build
from graders.engine.elaborate.axes import contraction
from graders.engine.elaborate.typed import Typed
from graders.engine.graph import Node
from graders.engine.sizes import Size

_EQUAL = re.compile(r"={1,2}|equals?")
_AROUND = re.compile(r"^(?:(?:the)?case|when|if|where|for(?!all|any|every))+:?|[.,;:]+$")
_UNEQUAL = re.compile(r"(?:is)?not=|(?:is)?notequals?(?:to)?|≠|!=|<>|/=|=/=|\\neq?|\\not=")
_ALL = re.compile(r"(?:for)?(?:all|any|every|∀|\\forall)")


class Part(StrEnum):
    """Where two indices may stand to each other."""

    SAME = "="
    OTHER = "≠"
    ALL = "all"

    def covers(self, wanted: Part) -> bool:
        """Whether what holds here holds there."""
        return self in (Part.ALL, wanted)


@dataclass(frozen=True)
class Region:
    """The declared part, and the two indices it is about; None where the goal has no such two."""

    part: Part
    pair: tuple[str, str] | None

    def restricted(self, build: Build, value: Typed, axes: tuple[str, ...], lengths: dict[str, Size]) -> Node:
        """The array with all the axes, cut down to the region: its diagonal, or zeros there."""
        positions = list(range(len(value.shape)))
        placed = (value.node, [*value.free, *positions])
        named: dict[Hashable, Size] = dict(lengths.items())
        pair = self.pair
        if pair is None or self.part is Part.ALL or not set(pair) <= set(axes) or lengths[pair[0]] != lengths[pair[1]]:
            return contraction(build, [*axes, *positions], placed, lengths=named)
        first, second = pair
        if self.part is Part.SAME:
            merged = [first if name == second else name for name in placed[1]]
            kept = [axis for axis in axes if axis != second]
            return contraction(build, [*kept, *positions], (value.node, merged), lengths=named)
        eye = build.apply("eye", parameters=(lengths[first],))
        output = [*axes, *positions]
        whole = contraction(build, output, placed, lengths=named)
        return build.subtract(whole, contraction(build, output, placed, (eye, [first, second]), lengths=named))


def part_of(text: str, pair: tuple[str, str]) -> Part | None:
    """What a person says about the pair: `i=j`, `i ≠ j`, `all i, j`; None where it says something else."""
    plain = _AROUND.sub("", re.sub(r"[\s${}()]|\\[,;! ]", "", text).lower())
    if _ALL.match(plain):
        rest = plain[_ALL.match(plain).end() :]  # type: ignore[union-attr]
        return Part.ALL if not rest or set(re.findall(r"[a-z]", rest.replace("and", ""))) <= set(pair) else None
    for part, sign in ((Part.OTHER, _UNEQUAL), (Part.SAME, _EQUAL)):
        found = sign.search(plain)
        if found and {plain[: found.start()], plain[found.end() :]} == set(pair):
            return part
    return None


def spelt(part: Part, pair: tuple[str, str]) -> str:
    """The part as grading lines and forms write it."""
    first, second = pair
    return f"all {first},{second}" if part is Part.ALL else f"{first}{part.value}{second}"
