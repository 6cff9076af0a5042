"""One line of a derivation, an argument or a graph: equations, comparisons, definitions of the answer's own names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from graders.engine.language import bounds, refusals
from graders.engine.language.conditions import WHEN, compared, value
from graders.engine.language.core import RELATIONS, Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.labels import unlabelled
from graders.engine.language.parser import leftover, prepared, settle
from graders.engine.language.scope import Scope
from graders.engine.language.tokens import Token
from graders.engine.language.words import resolve
from graders.engine.syntax import Comparison, Derivative, Number, Tree

_JOINING = frozenset({"where", "with", "since", "because", "as"})  # `s = u/v where u = …`
_LEADING = _JOINING | {"so", "thus", "hence", "therefore", "then", "let", "and", "but", "also", "finally", "und"}
_AND = frozenset({"and", "und"})
_NAME = re.compile(r"(?:[Α-Ωα-ω]|[A-Za-z][A-Za-z0-9]*)(?:_?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says.

    `statements` are expressions and Comparisons (equations, inequalities), in order. `definitions` are `u = …` for
    names u that nobody declared; `constants` are names declared by `R constant in z_i` with what they do not depend on.
    `scope` knows both kinds of new names, for the lines that follow.
    """

    statements: tuple[Tree, ...]
    definitions: tuple[tuple[str, Tree], ...]
    constants: tuple[tuple[str, Tree | None], ...]
    scope: Scope
    notes: tuple[str, ...] = ()


def parse_line(text: str, scope: Scope, introduces: bool = True, indices: Sequence[str] = ()) -> Line:
    """The one reading of a line; raises LanguageError where there is none. `indices` are no new names.

    Several equations may stand between `;`, and those that define new names (if it `introduces` any) in any order.
    """
    try:
        return _read(text, scope, introduces, indices)
    except LanguageError as error:
        raise refusals.explained(error, text, scope) from None


def _read(text: str, scope: Scope, introduces: bool, indices: Sequence[str]) -> Line:
    source, tokens, notes = prepared(text)
    pieces = _pieces(unlabelled(tokens, scope))
    found = [_introduced(piece, scope) if introduces else None for piece in pieces]
    introduced = [None if name in indices else name for name in found]
    new = [(name, piece) for name, piece in zip(introduced, pieces, strict=True) if name]
    names = {name for name, _ in new}
    defined = {name: piece for name, piece in new if not _is_constant(piece)}
    texts = {
        name: source.text[piece[_name_length(piece) + 1].start : piece[-1].start] for name, piece in defined.items()
    }
    inner = scope.extended(texts, names) if names else scope
    statements: list[Tree] = []
    definitions: list[tuple[str, Tree]] = []
    fixed: list[tuple[str, Tree | None]] = []
    for name, piece in zip(introduced, pieces, strict=True):
        parser = Parser(source, inner, piece)
        parser.notes = notes
        parser.derives = True
        if name is not None and _is_constant(piece):
            fixed.append((name, _constant_in(parser)))
        elif name is not None:
            parser.at = _name_length(piece) + 1
            definitions.append((name, _whole(parser)))
        elif introduces and (place := _constancy(piece)):
            statements.append(_held(Parser(source, inner, piece[:place]), parser, place))
        else:
            statements.append(_whole(parser))
    return Line(tuple(statements), tuple(definitions), tuple(fixed), inner, tuple(notes))


def _pieces(tokens: list[Token]) -> list[list[Token]]:
    """The statements between commas and arrows outside of brackets, each with its `end`.

    Words such as `so` in front are left out. An arrow or `and` parts what has a relation on both sides of it.
    """
    pieces: list[list[Token]] = [[]]
    depth, relations = 0, sum(token.kind in RELATIONS for token in tokens)
    for token in tokens:
        depth += (token.kind in ("(", "[", "{", "begin")) - (token.kind in (")", "]", "}", "end{}"))
        relations -= token.kind in RELATIONS
        joins = token.kind == "⇒" or (token.text.lower() in _AND and not any(map(_is_condition, pieces[-1])))
        follows = joins and relations > 0 and any(other.kind in RELATIONS for other in pieces[-1])
        if depth == 0 and (token.kind in (",", ";") or (pieces[-1] and (follows or token.text.lower() in _JOINING))):
            pieces[-1].append(Token("end", "", token.start, token.start))
            pieces.append([])
        elif pieces[-1] or not (token.kind in ("⇒", "=", "and") or token.text.lower() in _LEADING):
            pieces[-1].append(token)
    return [piece for piece in pieces if len(piece) > 1] or [[tokens[-1]]]


def _is_condition(token: Token) -> bool:
    """Whether a condition begins here, in which an `and` stands for both of two."""
    return token.kind == "word" and token.text.lower() in WHEN


def _introduced(piece: list[Token], scope: Scope) -> str | None:
    """The undeclared name that a piece defines (`u = …`) or holds constant (`R constant in z_i`)."""
    length = _name_length(piece)
    name = "".join(token.text for token in piece[:length]).replace("{", "").replace("}", "")
    if not length or not _NAME.fullmatch(name) or resolve(scope, name).kind not in ("letter", "unknown"):
        return None
    return name if piece[length].kind == "=" or _is_constant(piece) else None


def _name_length(piece: list[Token]) -> int:
    """How many tokens at the beginning are a name: `u`, `h_1`, `h_{1}`."""
    kinds = [token.kind for token in piece[:5]]
    if kinds[:3] == ["word", "_", "number"]:
        return 3
    if kinds == ["word", "_", "{", "number", "}"]:
        return 5
    return 1 if kinds[:1] == ["word"] else 0


def _is_constant(piece: list[Token]) -> bool:
    words = [token.text.lower() for token in piece[1:3]]
    return words[:1] in (["constant"], ["const"]) or (len(words) > 1 and words[0] == "is" and words[1] == "constant")


def _constant_in(parser: Parser) -> Tree | None:
    """What a constant does not depend on: the `z_i` of `R constant in z_i`."""
    while parser.tokens[parser.at].text.lower() not in ("constant", "const"):
        parser.at += 1
    parser.at += 1
    token = parser.tokens[parser.at]
    if token.kind == "word" and token.text.lower() in ("in", "for", "wrt"):
        parser.at += 1
    elif token.kind == "end":
        return None
    return _whole(parser)


def _constancy(piece: list[Token]) -> int:
    """Where `constant in` stands behind an expression, as in `e^{z_i} is constant in z_j`; 0 where it does not."""
    for place, token in enumerate(piece):
        if token.text.lower() in ("constant", "const") and piece[place + 1].text.lower() in ("in", "for", "wrt"):
            return place
    return 0


def _held(before: Parser, parser: Parser, place: int) -> Tree:
    """That an expression is constant in something says that its derivative is 0."""
    tokens = before.tokens[:-1] if before.tokens[-1].text.lower() == "is" else before.tokens
    end = parser.tokens[place].start
    before.tokens = [*tokens, Token("end", "", end, end)]
    before.notes, before.derives = parser.notes, True
    parser.at = place
    of, by = _whole(before), _constant_in(parser)
    assert by is not None  # noqa: S101 (something stands behind `in`, or it was refused)
    span = (of.span[0], by.span[1])
    return Comparison((Derivative(of, by, span), Number(Fraction(0), "0", span)), ("=",), span)


def _whole(parser: Parser) -> Tree:
    tree = compared(parser, value(parser))
    token = parser.tokens[parser.at]
    if token.kind != "end":
        raise leftover(parser, token)
    settle(parser)
    bounds.check(tree, parser.suspect, len(parser.tokens))
    return tree
