"""What a run of letters and digits is, given what a question declares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from graders.engine.language.functions import FUNCTIONS, GLUED, REWRITTEN
from graders.engine.language.names import canonical
from graders.engine.language.scope import Scope

Kind = Literal["name", "family", "special", "function", "constant", "letter", "split", "unknown"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word understood: `value` is the declared name, the function, the special sign; `parts` where it is several."""

    kind: Kind
    value: str
    parts: tuple[str, ...] = ()


_CONSTANTS = {"e": "e", "pi": "pi", "π": "pi"}
_SIGNS = {"I": "I", "δ": "delta", "Σ": "sum", "Π": "prod", "H": "step", "einsum": "einsum"}
_SPECIAL = _SIGNS | {name: name for name in REWRITTEN}
_REMEMBERED = 4_096  # words of one scope; more would be someone filling the memory


def resolve(scope: Scope, text: str) -> Word:
    """What a word stands for; a declared name wins over everything else of the same spelling."""
    if (known := scope.words.get(text)) is None:
        known = _resolve(scope, text)
        if len(scope.words) < _REMEMBERED:
            scope.words[text] = known
    return known


def _resolve(scope: Scope, text: str) -> Word:
    spelling = canonical(text)
    if spelling in scope.families:
        return Word("family", scope.families[spelling].name)
    if spelling in scope.names:
        return Word("name", scope.names[spelling])
    if spelling in _CONSTANTS:
        return Word("constant", _CONSTANTS[spelling])
    if spelling in _SPECIAL or spelling.lower() in REWRITTEN:
        return Word("special", _SPECIAL.get(spelling, spelling.lower()))
    if (function := FUNCTIONS.get(spelling if len(spelling) == 1 else spelling.lower())) is not None:
        return Word("function", function)
    if len(spelling) == 1:
        return Word("letter", spelling)
    if len(parts := segmentations(scope.names, text)) == 1:
        return Word("split", text, parts[0])
    if len(parts) > 1:
        return Word("unknown", text, parts[0])
    for function in GLUED:
        if text.startswith(function) and len(rest := segmentations(scope.names, text[len(function) :])) == 1:
            return Word("split", text, (function, *rest[0]))
    return Word("unknown", text)


def segmentations(names: Iterable[str], text: str, most: int = 2) -> list[tuple[str, ...]]:
    """The ways to cut a text into names, at most so many of them."""
    names = frozenset(names)
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(text) + 1):
        here: list[tuple[str, ...]] = []
        for start in range(max(0, end - 24), end):
            if ways[start] and text[start:end] in names:
                here += [(*way, text[start:end]) for way in ways[start]]
        ways.append(here[:most])
    return ways[-1]


def meant(scope: Scope, text: str) -> str | None:
    """What a word with marks left out may have been meant to say: `w^T` for `wT`, `e^3` for `e3`, `w_1` for `w1`."""
    with_marks = {*scope.names, "T", "e"}
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    if letters and (ways := segmentations(with_marks, letters)):
        joined = _joined(scope, ways[0])
        if joined is not None and digits:
            return joined + (f"_{digits}" if scope.ranks.get(scope.names.get(ways[0][-1], ""), 0) else f"^{digits}")
        if joined is not None and len(ways[0]) > 1:
            return joined
    return None


def _joined(scope: Scope, parts: tuple[str, ...]) -> str | None:
    """Pieces of a word as a formula: T behind a name transposes it, e in front of one is raised to it."""
    out = ""
    for before, part in zip(("", *parts), parts, strict=False):
        if part == "T" and part not in scope.names:
            if not out or before in ("T", "e"):
                return None
            out += "^T"
        elif before == "e" and "e" not in scope.names:
            if part == "e":
                return None
            out += "^" + part
        else:
            out += (" " if out else "") + part
    return out if parts[-1] != "e" or parts == ("e",) else None


def nearest(scope: Scope, text: str) -> str | None:
    """The declared name or function closest in spelling."""
    for name in scope.names.values():
        if name.lower() == text.lower():
            return name
    if len(text) < 3:
        return None
    known = [*scope.names.values(), *(name for name in FUNCTIONS if len(name) > 2)]
    return next(iter(get_close_matches(text, known, 1, 0.75)), None)
