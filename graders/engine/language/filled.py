"""Arrays filled with zeros or ones, identities, the Kronecker delta and other indicators, in all their notations."""

from __future__ import annotations

import re

from graders.engine.language import subscripts
from graders.engine.language.brackets import CLOSING, OPENING, holds_condition, indicated, matching
from graders.engine.language.conditions import condition
from graders.engine.language.core import Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.tokens import Token
from graders.engine.language.words import resolve
from graders.engine.syntax import Bold, Brackets, Comparison, Indicator, Name, Number, Sized, Tree

_AXIS = "[0-9]+|[A-Za-z]"
_AXES = re.compile(rf"\s*\(?\s*((?:{_AXIS})(?:\s*(?:x|×|\\times(?![A-Za-z])|,|\*|by)\s*(?:{_AXIS}))*)\s*\)?\s*")
_AXIS_TEXT = re.compile(rf"\\times|by|{_AXIS}")


def digit(parser: Parser, token: Token) -> Tree | None:
    """What a `0` or `1` is with the subscript or bracket behind it: an array, an indicator, or nothing special."""
    following = parser.tokens[parser.at]
    if following.kind == "_":
        return _sized_or_indicator(parser, token)
    if token.text == "1" and following.kind in OPENING and holds_condition(parser, parser.at):
        glued = following.start <= token.end + len("\\")
        return indicated(parser, token) if glued or token.kind == "bold" else None
    return None


def bold(parser: Parser, token: Token) -> Tree:
    """`\\mathbf{1}`, `\\mathbf{0}_{1×d}`, `\\mathbb{1}[z>0]`"""
    parser.at += 1
    return digit(parser, token) or Bold(1 if token.text == "1" else 0, parser.span(token))


def identity(parser: Parser, token: Token) -> Tree:
    """`I`, `I_d`, `I(d)`, `I_{d×d}`, the delta `I_{jk}`, the indicator `I(z>0)`."""
    following = parser.tokens[parser.at]
    if following.kind == "_":
        if (axes := _axes(parser)) is not None:
            return _identity_or_delta(parser, token, axes)
        return _subscript_indicator(parser, token)
    if following.kind in OPENING and holds_condition(parser, parser.at):
        return indicated(parser, token)
    if following.kind == "(" and following.start == token.end and _holds_sizes(parser):
        inside = parser.at
        parser.at = matching(parser, parser.at) + 1
        axes = _size_trees(parser, parser.tokens[inside + 1 : parser.at - 1])
        return Sized("identity", axes, parser.since(token))
    if following.kind == "[" and following.start == token.end:
        return _delta_in_brackets(parser, token)
    return Sized("identity", (), parser.span(token))


def _identity_or_delta(parser: Parser, token: Token, axes: tuple[Tree, ...]) -> Tree:
    sizes = all(parser.declares(axis.name) for axis in axes if isinstance(axis, Name))
    if len(axes) == 2 and (not sizes or axes[0] != axes[1]):
        return _delta(axes, parser.since(token))
    for axis in axes:
        _known_size(parser, axis)
    return Sized("identity", axes, parser.since(token))


def delta(parser: Parser, token: Token) -> Tree:
    """`δ_{jk}`, `delta_jk`, `delta[j,k]`, `delta(j,k)`, `δ_{j=k}`"""
    following = parser.tokens[parser.at]
    if following.kind == "_":
        opened = parser.tokens[parser.at + 1]
        if opened.kind in OPENING and holds_condition(parser, parser.at + 1):
            parser.at += 1
            return indicated(parser, token)
        return _delta(tuple(_read_upper_too(parser)), parser.since(token))
    if following.kind in OPENING and following.kind != "{":
        if holds_condition(parser, parser.at):
            return indicated(parser, token)
        return _delta_in_brackets(parser, token)
    raise LanguageError("The Kronecker delta needs two indices, such as delta_jk.", parser.span(token))


def _read_upper_too(parser: Parser) -> list[Tree]:
    """The indices of δ_{jk}, also of δ_j^k."""
    indices = subscripts.read(parser).indices
    if len(indices) == 1 and parser.tokens[parser.at].kind == "^":
        indices += subscripts.read(parser).indices
    return indices


def _delta_in_brackets(parser: Parser, token: Token) -> Tree:
    state = parser.enter()
    opened = parser.tokens[parser.at]
    parser.at += 1
    indices = subscripts.indices_until(parser, CLOSING[opened.kind]).indices
    parser.expect(CLOSING[opened.kind], opened)
    parser.leave(state)
    return _delta(tuple(indices), parser.since(token))


def _delta(indices: tuple[Tree, ...], span: tuple[int, int]) -> Tree:
    if len(indices) != 2:
        raise LanguageError("The Kronecker delta needs two indices, such as delta_jk.", span)
    return Indicator(Comparison(indices, ("=",), span), span)


def _sized_or_indicator(parser: Parser, token: Token) -> Tree:
    """`0_{1xd}`, `1_d`, `\\mathbf{1}_{j=k}`"""
    if (axes := _axes(parser)) is not None:
        for axis in axes:
            _known_size(parser, axis)
        return Sized("zeros" if token.text == "0" else "ones", axes, parser.since(token))
    return _subscript_indicator(parser, token)


def _subscript_indicator(parser: Parser, token: Token) -> Tree:
    parser.at += 1
    if parser.tokens[parser.at].kind in OPENING:
        return indicated(parser, token)
    test = condition(parser)
    return Indicator(test, parser.since(token))


def _axes(parser: Parser) -> tuple[Tree, ...] | None:
    """The sizes in the subscript at this underscore, if it holds sizes: `_{1xd}`, `_d`, `_{d×d}`."""
    opened = parser.tokens[parser.at + 1]
    text = parser.source.text
    if opened.kind in ("{", "("):
        close = matching(parser, parser.at + 1)
        if parser.tokens[close].kind == "end":
            raise LanguageError(f"{opened.text} is opened here and never closed.", parser.span(opened))
        start, end, after = opened.end, parser.tokens[close].start, close + 1
    else:
        after = parser.at + 2
        while parser.tokens[after].start == parser.tokens[after - 1].end and parser.tokens[after].kind in (
            "word",
            "number",
        ):
            after += 1
        start, end = opened.start, parser.tokens[after - 1].end
    found = _AXES.fullmatch(text, start, end) or _two_letters(text, start, end)
    if found is None:
        return None
    parser.at = after
    return tuple(
        subscripts.one_index(axis.group(), parser.source.span(*axis.span()))
        for axis in _AXIS_TEXT.finditer(text, *found.span())
        if axis.group() not in ("x", "\\times", "by")
    )


def _two_letters(text: str, start: int, end: int) -> re.Match[str] | None:
    return re.compile("[a-z]{2}").fullmatch(text, start, end)


def _holds_sizes(parser: Parser) -> bool:
    inside = parser.tokens[parser.at + 1 : matching(parser, parser.at)]
    return bool(inside) and all(
        token.kind in (",", "number") or (token.kind == "word" and token.text in parser.scope.sizes) for token in inside
    )


def _size_trees(parser: Parser, tokens: list[Token]) -> tuple[Tree, ...]:
    return tuple(subscripts.one_index(token.text, parser.span(token)) for token in tokens if token.kind != ",")


def _known_size(parser: Parser, axis: Tree) -> None:
    if isinstance(axis, Name) and resolve(parser.scope, axis.name).kind != "name":
        sizes = ", ".join(parser.scope.sizes) or "numbers"
        raise LanguageError(f"{axis.name} is not a size here; there are {sizes}.", axis.span, "free-index")


def filled(parser: Parser, token: Token, kind: str, arguments: list[Tree]) -> Tree:
    """`zeros(1,d)`, `np.ones((d,d))`, `eye(k)`."""
    axes = tuple(cell for each in arguments for cell in (each.rows[0] if isinstance(each, Brackets) else (each,)))
    for axis in axes:
        if not isinstance(axis, Name | Number):
            raise LanguageError(f"{token.text} takes sizes, such as {token.text}(d).", axis.span)
        _known_size(parser, axis)
    if kind == "identity":
        return Sized("identity", axes, parser.since(token))
    return Sized("zeros" if kind == "zeros" else "ones", axes, parser.since(token))
