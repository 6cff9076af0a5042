"""Sums over an index: `sum_k e^{z_k}`, `\\sum_{k=1}^{K}`, `Σ_{k≠i}`; products and `max_k z_k` likewise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graders.engine.language.arguments import read_arguments
from graders.engine.language.brackets import CLOSING
from graders.engine.language.core import RELATIONS, SUM, Marks, Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.names import canonical
from graders.engine.language.tokens import Token
from graders.engine.language.trees import mentions
from graders.engine.syntax import Binary, Call, Comparison, Name, Number, Relation, Sign, Sum, Tree

SIGNS: Mapping[str, Sign] = {"sum": "sum", "prod": "prod", "max": "max", "min": "min"}
_POWERS = frozenset({"^", "elementwise^"})


@dataclass(slots=True)
class _Range:
    """What stands below and above the sign."""

    letters: list[str] = field(default_factory=list)
    start: Tree | None = None
    stop: Tree | None = None
    condition: Tree | None = None


def summation(parser: Parser, token: Token, sign: Sign = "sum") -> Tree:
    """A sum (or product) whose sign has just been read and is followed by its index."""
    parser.suspect |= sign == "prod"
    over = _Range()
    waiting = len(parser.pending)
    for _ in range(2):
        kind = parser.tokens[parser.at].kind
        if kind == "_":
            parser.at += 1
            _below(parser, over)
        elif kind == "^":
            parser.at += 1
            over.stop = _bound(parser)
    if not over.letters:
        raise LanguageError(f"Please write its index, such as {sign}_k.", parser.span(token))
    body = _body(parser, over.letters)
    parser.pending[waiting:] = [each for each in parser.pending[waiting:] if canonical(each.text) not in over.letters]
    span = parser.since(token)
    for letter in reversed(over.letters):
        body = Sum(letter, body, span, over.start, over.stop, over.condition, sign)
    return body


def _below(parser: Parser, over: _Range) -> None:
    opened = parser.tokens[parser.at]
    if opened.kind not in ("{", "("):
        over.letters = _letters(parser)
        if parser.tokens[parser.at].kind == "=":
            parser.at += 1
            over.start = _bound(parser)
        return
    state = parser.enter()
    parser.at += 1
    while parser.tokens[parser.at].kind != CLOSING[opened.kind]:
        _one_below(parser, over)
        if parser.tokens[parser.at].kind == ",":
            parser.at += 1
    parser.expect(CLOSING[opened.kind], opened)
    parser.leave(state)


def _letters(parser: Parser) -> list[str]:
    token = parser.tokens[parser.at]
    if token.kind != "word" or not token.text.isalpha():
        raise LanguageError("The index of a sum is a letter.", parser.span(token))
    parser.at += 1
    return list(token.text)


def _one_below(parser: Parser, over: _Range) -> None:
    """`k`, `k=1`, `k≠i`, `ij`"""
    token = parser.tokens[parser.at]
    letters = _letters(parser)
    over.letters += [letter for letter in letters if letter not in over.letters]
    sign = RELATIONS.get(parser.tokens[parser.at].kind)
    if sign is None:
        return
    parser.at += 1
    waiting = len(parser.pending)
    bound = parser.expression()
    del parser.pending[waiting:]
    if sign == "=":
        over.start = bound
    else:
        _restrict(over, Name(letters[-1], parser.span(token)), sign, bound)


def _restrict(over: _Range, index: Name, sign: Relation, bound: Tree) -> None:
    if over.condition is not None:
        raise LanguageError("I read one condition below a sum sign, not several.", bound.span)
    over.condition = Comparison((index, bound), (sign,), (index.span[0], bound.span[1]))


def _bound(parser: Parser) -> Tree | None:
    """Where a sum ends; a letter that nobody declared is the length of the axis."""
    token = parser.tokens[parser.at]
    waiting = len(parser.pending)
    if token.kind == "word" and len(token.text) == 1:
        parser.at += 1
        bound: Tree = Name(token.text, parser.span(token))
        if not parser.declares(token.text):
            parser.pending.append(token)
    else:
        bound = parser.operand()
    unknown = len(parser.pending) > waiting
    del parser.pending[waiting:]
    if unknown and isinstance(bound, Name):
        parser.note(f"{bound.name} is read as the length of the axis that is summed over.")
        return None
    if unknown or not isinstance(bound, Name | Number | Binary):
        raise LanguageError("I cannot read how far this sum goes.", parser.span(token))
    return bound


def _body(parser: Parser, letters: list[str]) -> Tree:
    """The product behind the sign, up to the last factor that has the index.

    What follows without it stands outside: `1/Σ_k e^{z_k} (1 - x)` is a quotient times (1 - x), read left to right.
    """
    marks: Marks = []
    parser.depth += 1
    body = parser.expression(SUM, marks)
    parser.depth -= 1
    for at, tree in reversed(marks):
        if at == marks[0][0] or _belongs(tree, letters):
            parser.at, body = at, tree
            break
    parser.after_call = -1
    return body


def _belongs(tree: Tree, letters: list[str]) -> bool:
    """Whether what was read last is part of the body: a power or a transpose of it, or a factor with the index."""
    if not isinstance(tree, Binary) or tree.operator in _POWERS:
        return True
    return any(mentions(tree.right, letter) for letter in letters)


def sign(parser: Parser, token: Token, sign: Sign) -> Tree:
    """A sum sign that has just been read: over an index, or of all entries of what stands in brackets."""
    if parser.tokens[parser.at].kind in ("_", "^"):
        return summation(parser, token, sign)
    if parser.tokens[parser.at].kind == "(":
        arguments, _ = read_arguments(parser)
        if len(arguments) == 1:
            return Call(sign, tuple(arguments), parser.since(token))
    raise LanguageError(f"Please write its index, such as {sign}_k.", parser.span(token))
