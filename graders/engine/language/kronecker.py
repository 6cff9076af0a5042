"""Identities and the Kronecker delta, in all their notations."""

from __future__ import annotations

from graders.engine.language import subscripts
from graders.engine.language.brackets import CLOSING, OPENING, holds_condition, indicated, matching
from graders.engine.language.core import Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.filled import subscript_indicator
from graders.engine.language.sizes import Axes, known_size, size_subscript, size_trees
from graders.engine.language.tokens import Token
from graders.engine.syntax import Comparison, Everything, Indicator, Name, Sized, Tree


def identity(parser: Parser, token: Token) -> Tree:
    """`I`, `I_d`, `I(d)`, `I_{d×d}`, the delta `I_{jk}`, the indicator `I(z>0)`."""
    following = parser.tokens[parser.at]
    if following.kind == "_":
        if (axes := size_subscript(parser)) is not None:
            return _identity_or_delta(parser, token, axes)
        return subscript_indicator(parser, token)
    if following.start > token.end + 1:  # a brace or backslash of LaTeX may stand between
        return Sized("identity", (), parser.span(token))
    if following.kind in OPENING and holds_condition(parser, parser.at):
        return indicated(parser, token)
    if following.kind == "(" and _holds_sizes(parser):
        inside = parser.at
        parser.at = matching(parser, parser.at) + 1
        axes_inside = size_trees(parser, parser.tokens[inside + 1 : parser.at - 1])
        return Sized("identity", axes_inside, parser.since(token))
    if following.kind == "[" and following.start == token.end:
        return _delta_in_brackets(parser, token)
    return Sized("identity", (), parser.span(token))


def _identity_or_delta(parser: Parser, token: Token, axes: Axes) -> Tree:
    """`I_{jk}` is a delta, `I_{d×d}` and `I_{dd}` are identities."""
    first, *others = axes.trees
    is_size = all(parser.declares(axis.name) for axis in axes.trees if isinstance(axis, Name))
    if others and not axes.spelt and not (is_size and others == [first]):
        return _delta(axes.trees, parser.since(token))
    for axis in axes.trees:
        known_size(parser, axis)
    return Sized("identity", axes.trees, parser.since(token))


def _holds_sizes(parser: Parser) -> bool:
    inside = parser.tokens[parser.at + 1 : matching(parser, parser.at)]
    return bool(inside) and all(
        token.kind in (",", "number") or (token.kind == "word" and token.text in parser.scope.sizes) for token in inside
    )


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
    indices = subscripts.read_some(parser, 2).indices
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
    if len(indices) != 2 or any(isinstance(index, Everything) for index in indices):
        raise LanguageError("The Kronecker delta needs two indices, such as delta_jk.", span)
    return Indicator(Comparison(indices, ("=",), span), span)
