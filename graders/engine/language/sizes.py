"""Sizes in subscripts and brackets: `_{1xd}`, `_d`, `(n, d)`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graders.engine.language import subscripts
from graders.engine.language.brackets import matching
from graders.engine.language.core import Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.tokens import Token
from graders.engine.language.words import resolve
from graders.engine.syntax import Name, Number, Tree

_AXIS = "[0-9]+|[A-Za-z]"
_AXES = re.compile(
    rf"\s*\(?\s*((?:{_AXIS})(?:\s*(?:x|×|\\times(?![A-Za-z])|,|\*|by)\s*(?:{_AXIS}))*)\s*\)?\s*|[a-z][a-z]"
)
_AXIS_TEXT = re.compile(rf"\\times|by|{_AXIS}")
_SPELT = re.compile(r"[A-Za-z](?:x[A-Za-z])+")
CROSSES = frozenset({"×", "\\times"})
_TIMES = re.compile(r"x|×|\\times|\*|by")


@dataclass(frozen=True, slots=True)
class Axes:
    """The sizes of a subscript; `spelt` where a sign says that they are sizes (`d×d`), not two indices (`jk`)."""

    trees: tuple[Tree, ...]
    spelt: bool


def size_subscript(parser: Parser) -> Axes | None:
    """The sizes in the subscript at this underscore: `_{1xd}`, `_d`, `_{d×d}`; if it holds others nothing is read."""
    place = parser.at + 1
    opened = parser.tokens[place]
    if opened.kind in ("{", "("):
        close = matching(parser, place)
        start, end, after = opened.end, parser.tokens[close].start, close + 1
    else:
        _give_back(parser, place)
        opened = parser.tokens[place]
        after = place + 1
        if opened.kind == "number" and parser.tokens[after].kind == "word" and parser.tokens[after].start == opened.end:
            after += 1  # 1xd
        while _goes_on(parser, after):
            after += 2
        start, end = opened.start, parser.tokens[after - 1].end
    text = parser.source.text
    if _AXES.fullmatch(text, start, end) is None:
        return None
    found = [axis for axis in _AXIS_TEXT.finditer(text, start, end) if not _TIMES.fullmatch(axis.group())]
    if not found:
        return None
    parser.at = after
    trees = tuple(subscripts.one_index(axis.group(), parser.source.span(*axis.span())) for axis in found)
    return Axes(trees, _TIMES.search(text, start, end) is not None)


def _goes_on(parser: Parser, at: int) -> bool:
    """Whether `×` and another size follow without a space: the second d of `I_d×d`."""
    if at + 2 >= len(parser.tokens):
        return False
    before, sign, axis, behind = parser.tokens[at - 1 : at + 3]
    glued = before.end == sign.start and sign.end == axis.start
    is_size = axis.kind == "number" or axis.text in parser.scope.lengths
    return sign.text in CROSSES and glued and is_size and behind.kind not in ("_", "^", "(")


def _give_back(parser: Parser, place: int) -> None:
    """`I_dw`: behind the size d stands the name w."""
    token = parser.tokens[place]
    rest = token.text[1:]
    sizes = parser.scope.sizes
    if token.kind != "word" or token.text[0] not in sizes or not rest or rest in sizes or _SPELT.fullmatch(token.text):
        return
    if resolve(parser.scope, rest).kind in ("name", "split"):
        middle = token.start + 1
        parser.tokens[place : place + 1] = [
            Token("word", token.text[0], token.start, middle),
            Token("word", rest, middle, token.end),
        ]


def size_trees(parser: Parser, tokens: list[Token]) -> tuple[Tree, ...]:
    """Sizes between commas."""
    return tuple(subscripts.one_index(token.text, parser.span(token)) for token in tokens if token.kind != ",")


def known_size(parser: Parser, axis: Tree) -> None:
    """Refuse a letter that is no size of this question."""
    if isinstance(axis, Number) and (axis.value < 1 or axis.value.denominator > 1):
        raise LanguageError("A size is a positive whole number or a letter.", axis.span)
    if isinstance(axis, Name) and axis.name not in parser.scope.lengths:
        sizes = ", ".join(parser.scope.sizes) or "numbers"
        raise LanguageError(f"{axis.name} is not a size here; there are {sizes}.", axis.span, "free-index")
