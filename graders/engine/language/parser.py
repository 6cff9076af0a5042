"""Text in, tree out: `parse(text, scope)` for an answer, `parse_line(text, scope)` for a line of a derivation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.engine.language import bounds, limits, operands, prefixes, refusals, unknown
from graders.engine.language.applied import without_points
from graders.engine.language.characters import Source, normalise
from graders.engine.language.conditions import listed, value
from graders.engine.language.core import Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope
from graders.engine.language.sizes import CROSSES
from graders.engine.language.tokens import Token, tokenize
from graders.engine.syntax import Span, Tree

__all__ = ["Reading", "operands", "parse"]

_COMMA = re.compile(r"(?<![0-9.,])([0-9]+),([0-9]+)(?![0-9]*[.,])")
_THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3}){2,}(?![0-9])")
_JOINED_COMMA = re.compile(r"[0-9],[0-9]")
_SET_COMMA = re.compile(r"(?<=[0-9])\{,\}(?=[0-9])")  # LaTeX sets a decimal comma so
_EXPONENT = re.compile(r"\^\{\s{0,9}[-−]?\s{0,9}$")


@dataclass(frozen=True, slots=True)
class Reading:
    """How an answer is read: its tree, what stood before the last `=` and was dropped, remarks to show beside it."""

    tree: Tree
    prefix: Tree | None = None
    notes: tuple[str, ...] = ()


def parse(text: str, scope: Scope, applied: bool = False) -> Reading:
    """The one reading of an answer; raises LanguageError where there is none or more than one.

    With `applied`, `J(x)` is J at the point x instead of the product of the two.
    """
    try:
        return _read(text, scope, applied)
    except LanguageError as error:
        raise refusals.explained(error, text, scope) from None


def _read(text: str, scope: Scope, applied: bool) -> Reading:
    source, tokens, notes = prepared(text)
    if applied:
        tokens = without_points(tokens, scope)
    prefix = None
    if any(token.kind in ("=", "≈") for token in tokens):
        sides = prefixes.split(tokens)
        tokens = sides[-1]
        read = [prefixes.read(source, scope, side) for side in sides[:-1]]
        prefix = read[0] if read else None
    parser = Parser(source, scope, tokens)
    parser.notes.extend(notes)
    tree = whole(parser)
    bounds.check(tree, parser.suspect, len(tokens))
    return Reading(tree, prefix, tuple(parser.notes))


def prepared(text: str) -> tuple[Source, list[Token], list[str]]:
    """The tokens of a text within the limits, and how its decimal commas were read."""
    if len(text) > limits.CHARACTERS:
        raise limits.too_large(f"This is longer than {limits.CHARACTERS} characters.", (0, len(text)))
    source = normalise(text)
    notes: list[str] = []
    if "{,}" in source.text:
        source = _set_commas(source)
    if "," in source.text and _JOINED_COMMA.search(source.text):
        source = _decimal_commas(source, notes)
    tokens = tokenize(source)
    if (len(tokens) > 2 and tokens[-2].kind in (".", ";")) or (len(tokens) > 2 and tokens[-2].text == "."):
        del tokens[-2]
    elif len(tokens) > 1 and tokens[-2].kind == "number" and tokens[-2].text[-1] == ".":  # `W_1.`
        _, text, start, end = tokens[-2]
        tokens[-2] = Token("number", text[:-1], start, end - 1)
    if _is_boxed(source, tokens):
        del tokens[-2], tokens[0]
    if len(tokens) == 1:
        raise LanguageError("No answer was given.", (0, len(text)), "empty")
    return source, tokens, notes


def _is_boxed(source: Source, tokens: list[Token]) -> bool:
    """Whether everything stands in a `\\boxed{…}`, so that an equals sign may stand in it, too."""
    first, last = tokens[0], tokens[-2:-1]
    if first.kind != "{" or not last or last[0].kind != "}" or "\\boxed" not in source.text[: first.start]:
        return False
    return all(depth for depth in _depths(tokens[:-2]))


def _depths(tokens: list[Token]) -> Iterator[int]:
    """How many braces are open behind each token."""
    depth = 0
    for token in tokens:
        depth += (token.kind == "{") - (token.kind == "}")
        yield depth


def _decimal_commas(source: Source, notes: list[str]) -> Source:
    """`20,0855` outside of brackets is a decimal number; `40,171` may be one or forty thousand."""
    text = source.text
    if (several := _THOUSANDS.search(text)) is not None and not _in_brackets(text, several.start()):
        plain = several.group().replace(",", "")
        message = f"{several.group()} can be read in several ways: did you mean {plain}?"
        raise LanguageError(message, source.span(*several.span()), "ambiguous", plain)
    for found in _COMMA.finditer(text):
        exponent = _EXPONENT.search(text, 0, found.start()) and text[found.end() :].lstrip()[:1] == "}"
        if _in_brackets(text, found.start()) and not exponent:
            continue
        span = source.span(*found.span())
        if len(found[2]) == 3:
            meant = f"{found[1]}.{found[2]}"
            message = f"{found.group()} can be {meant} or {found[1]}{found[2]}: please write it without the comma."
            raise LanguageError(message, span, "ambiguous", meant)
        notes.append(f"{found.group()} is read as {found[1]}.{found[2]}.")
        text = text[: found.end(1)] + "." + text[found.start(2) :]
    return Source(text, source.offsets)


def _set_commas(source: Source) -> Source:
    """`20{,}0855` is `20.0855`."""
    offsets = source.offsets or list(range(len(source.text) + 1))
    kept, text, end = list[int](), "", 0
    for found in _SET_COMMA.finditer(source.text):
        text += source.text[end : found.start()] + "."
        kept += offsets[end : found.start() + 1]
        end = found.end()
    return Source(text + source.text[end:], kept + offsets[end:])


def _in_brackets(text: str, place: int) -> bool:
    """Whether commas at this place separate entries."""
    before = text[:place]
    return sum(before.count(sign) for sign in "([{") > sum(before.count(sign) for sign in ")]}")


def whole(parser: Parser) -> Tree:
    """The tree of all tokens."""
    tree = listed(parser, value(parser))
    token = parser.tokens[parser.at]
    if token.kind != "end":
        raise leftover(parser, token)
    settle(parser)
    if (shape := _shape_behind(parser)) is not None:
        text = parser.typed(shape)
        raise LanguageError(f"Is {text} the shape? Leave it away, or write it as a product.", shape, "ambiguous")
    return tree


def _shape_behind(parser: Parser) -> Span | None:
    """The place of a `(1×d)` behind a formula."""
    if len(parser.tokens) < 7:
        return None
    opened, first, sign, second, closed = parser.tokens[-6:-1]
    sizes = {"1", *parser.scope.sizes}
    is_shape = (opened.kind, closed.kind) == ("(", ")") and sign.text in CROSSES and {first.text, second.text} <= sizes
    return parser.between(opened, closed) if is_shape else None


def settle(parser: Parser) -> None:
    """Refuse letters that turned out to be no index."""
    if parser.pending:
        raise unknown.name(parser, parser.pending[0])


def leftover(parser: Parser, token: Token) -> LanguageError:
    """What to say of a token behind a complete formula."""
    if token.kind in (")", "]", "}"):
        return LanguageError(f"This {token.text} closes nothing.", parser.span(token))
    return parser.misplaced(token)
