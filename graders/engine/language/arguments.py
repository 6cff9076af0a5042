"""What stands between the brackets of a function."""

from __future__ import annotations

from graders.engine.language.brackets import CLOSING, directly_inside, item, read_rows
from graders.engine.language.core import Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.tokens import Token
from graders.engine.syntax import Ellipsis, Tree

_KEYWORDS = frozenset({"axis", "dim", "keepdims", "keepdim"})
_NAMED = frozenset({"alpha", "slope", "negative_slope", "ord"})  # what stands in its place without its name, too


def read_arguments(parser: Parser) -> tuple[list[Tree], int | None]:
    """What stands in the bracket here: arguments and the axis, if one is named."""
    opened = parser.tokens[parser.at]
    close = CLOSING[opened.kind]
    kinds = {token.kind for token in directly_inside(parser, parser.at)}
    state = parser.enter()
    parser.at += 1
    if "…" in kinds and "," not in kinds:
        arguments: list[Tree] = [cell for row in read_rows(parser, close, spaced=True) for cell in row]
        axis = None
    else:
        arguments, axis = separated(parser, close)
    parser.expect(close, opened)
    parser.leave(state)
    return arguments, axis


def separated(parser: Parser, close: str) -> tuple[list[Tree], int | None]:
    """Arguments between commas, up to a closing bracket that stays."""
    arguments: list[Tree] = []
    axis = None
    while (token := parser.tokens[parser.at]).kind not in (close, "end"):
        if token.text in _KEYWORDS and parser.tokens[parser.at + 1].kind == "=":
            found = _keyword_argument(parser, token)
            axis = found if found is not None else axis
        elif token.text in _NAMED and parser.tokens[parser.at + 1].text == "=":
            parser.at += 2
            arguments.append(item(parser))
        elif token.kind == "…":
            parser.at += 1
            arguments.append(Ellipsis(parser.span(token)))
        else:
            arguments.append(item(parser))
        if parser.tokens[parser.at].kind in (",", ";"):  # where a comma is decimal, a semicolon separates
            parser.at += 1
        elif parser.tokens[parser.at].kind != close:
            break
    return arguments, axis


def _keyword_argument(parser: Parser, token: Token) -> int | None:
    """`axis=1`, `keepdims=True`"""
    parser.at += 2
    sign = -1 if parser.tokens[parser.at].kind == "-" else 1
    parser.at += sign < 0
    given = parser.tokens[parser.at]
    if token.text in ("axis", "dim") and given.kind == "number" and given.text.isdigit():
        parser.at += 1
        return sign * int(given.text)
    if token.text in ("keepdims", "keepdim") and given.text in ("True", "False"):
        parser.at += 1
        return None
    raise LanguageError(f"I do not understand {token.text} here.", parser.span(token))
