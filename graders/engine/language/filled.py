"""Arrays filled with zeros or ones, identities, the Kronecker delta and other indicators, in all their notations."""

from __future__ import annotations

from graders.engine.language.brackets import OPENING, holds_condition, indicated
from graders.engine.language.conditions import condition
from graders.engine.language.core import Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.sizes import known_size, size_subscript
from graders.engine.language.tokens import Token
from graders.engine.syntax import Bold, Brackets, Indicator, Name, Number, Sized, Tree


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


def _sized_or_indicator(parser: Parser, token: Token) -> Tree:
    """`0_{1xd}`, `1_d`, `\\mathbf{1}_{j=k}`"""
    if (axes := size_subscript(parser)) is not None:
        for axis in axes.trees:
            known_size(parser, axis)
        return Sized("zeros" if token.text == "0" else "ones", axes.trees, parser.since(token))
    return subscript_indicator(parser, token)


def subscript_indicator(parser: Parser, token: Token) -> Tree:
    """`1_{z>0}`, from its underscore on."""
    parser.at += 1
    if parser.tokens[parser.at].kind in OPENING:
        return indicated(parser, token)
    test = condition(parser)
    return Indicator(test, parser.since(token))


def filled(parser: Parser, token: Token, kind: str, arguments: list[Tree]) -> Tree:
    """`zeros(1,d)`, `np.ones((d,d))`, `eye(k)`."""
    axes = tuple(cell for each in arguments for cell in (each.rows[0] if isinstance(each, Brackets) else (each,)))
    for axis in axes:
        if not isinstance(axis, Name | Number):
            raise LanguageError(f"{token.text} takes sizes, such as {token.text}(d).", axis.span)
        known_size(parser, axis)
    if not axes:
        raise LanguageError(f"{token.text} needs a size, such as {token.text}(d).", parser.since(token))
    if kind == "identity":
        return Sized("identity", axes, parser.since(token))
    return Sized("zeros" if kind == "zeros" else "ones", axes, parser.since(token))
