"""NumPy habits: read as the operation they stand for, never run."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from graders.engine.language import filled
from graders.engine.language.arguments import read_arguments, separated
from graders.engine.language.brackets import matching
from graders.engine.language.composites import COMPOSITES, Rewrite
from graders.engine.language.core import Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.functions import FUNCTIONS
from graders.engine.language.tokens import Token
from graders.engine.syntax import Binary, Call, Cases, Einsum, Indicator, Number, Operator, Postfix, Prefix, Span, Tree

_METHODS = frozenset({"sum", "mean", "trace", "max", "min", "transpose", "diagonal", "dot", "astype"})


def _two(operator: Operator) -> Rewrite:
    return lambda arguments, span: Binary(operator, arguments[0], arguments[1], span)


def _number(value: int, span: Span) -> Number:
    return Number(Fraction(value), str(value), span)


def _where(arguments: list[Tree], span: Span) -> Tree:
    test = arguments[0].condition if isinstance(arguments[0], Indicator) else arguments[0]
    return Cases(((arguments[1], test), (arguments[2], None)), span)


def _log_base(base: int) -> Rewrite:
    return lambda arguments, span: Binary(
        "/", Call("log", (arguments[0],), span), Call("log", (_number(base, span),), span), span
    )


def _transposed(tree: Tree) -> Tree:
    return Postfix("T", tree, tree.span)


_REWRITES: Mapping[str, tuple[int, Rewrite]] = {
    **COMPOSITES,
    "add": (2, _two("+")),
    "subtract": (2, _two("-")),
    "multiply": (2, _two("elementwise*")),
    "divide": (2, _two("elementwise/")),
    "power": (2, _two("elementwise^")),
    "dot": (2, _two("@")),
    "matmul": (2, _two("@")),
    "outer": (2, lambda arguments, span: Binary("@", arguments[0], _transposed(arguments[1]), span)),
    "inner": (2, lambda arguments, span: Binary("@", _transposed(arguments[0]), arguments[1], span)),
    "vdot": (2, lambda arguments, span: Binary("@", _transposed(arguments[0]), arguments[1], span)),
    "square": (1, lambda arguments, span: Binary("elementwise^", arguments[0], _number(2, span), span)),
    "reciprocal": (1, lambda arguments, span: Binary("elementwise/", _number(1, span), arguments[0], span)),
    "negative": (1, lambda arguments, span: Prefix(arguments[0], span)),
    "where": (3, _where),
    "array": (1, lambda arguments, span: arguments[0]),
    "float": (1, lambda arguments, span: arguments[0]),
    "zeros_like": (1, lambda arguments, span: Binary("*", _number(0, span), arguments[0], span)),
    "log2": (1, _log_base(2)),
    "log10": (1, _log_base(10)),
    "log1p": (1, lambda arguments, span: Call("log", (Binary("+", _number(1, span), arguments[0], span),), span)),
    "expm1": (1, lambda arguments, span: Binary("-", Call("exp", tuple(arguments), span), _number(1, span), span)),
}
_FILLED = {"zeros": "zeros", "ones": "ones", "eye": "identity", "identity": "identity"}


def rewrite(parser: Parser, token: Token, name: str, arguments: list[Tree]) -> Tree:
    """The tree that a NumPy call stands for."""
    if name in _FILLED:
        return filled.filled(parser, token, _FILLED[name], arguments)
    if name not in _REWRITES:
        raise LanguageError(f"{token.text} needs its indices in quotes: 'ij,jk->ik'.", parser.since(token))
    count, make = _REWRITES[name]
    if len(arguments) != count:
        raise LanguageError(f"{token.text} takes {_COUNTS[count]}.", parser.since(token))
    if name in ("power", "square"):
        parser.suspect = True
    return make(arguments, parser.since(token))


_COUNTS = {1: "one argument", 2: "two arguments", 3: "three arguments"}


def einsum(parser: Parser, token: Token) -> Tree:
    """`np.einsum('id,jk->ijkd', X, np.eye(k))`; the token holds everything up to the closing quote."""
    quoted = token.text[token.text.index("(") + 1 :].strip()[1:-1].replace(" ", "")
    inputs, arrow, output = quoted.partition("->")
    terms = tuple(inputs.split(","))
    if not arrow or not all(term.isalpha() for term in terms) or not (output.isalpha() or not output):
        raise LanguageError("einsum needs its indices like this: 'ij,jk->ik'.", parser.span(token))
    state = parser.enter()
    parser.at += 1
    if parser.tokens[parser.at].kind == ",":
        parser.at += 1
    operands, _ = separated(parser, ")")
    parser.expect(")", token)
    parser.leave(state)
    if len(operands) != len(terms):
        raise LanguageError(f"einsum names {len(terms)} arrays and gets {len(operands)}.", parser.since(token))
    return Einsum(terms, output, tuple(operands), parser.since(token))


def method(parser: Parser, tree: Tree) -> Tree:
    """`X.dot(w)`, `w.sum()`, `X.transpose()`"""
    parser.at += 1
    token = parser.tokens[parser.at]
    if token.kind != "word" or token.text not in _METHODS or parser.tokens[parser.at + 1].kind != "(":
        raise LanguageError(f"I do not know .{token.text}.", parser.span(token))
    parser.at += 1
    if token.text == "astype":
        parser.at = matching(parser, parser.at) + 1
        return tree
    arguments, axis = read_arguments(parser)
    span = (tree.span[0], parser.since(token)[1])
    if token.text == "dot" and len(arguments) == 1:
        return Binary("@", tree, arguments[0], span)
    if token.text == "transpose" and not arguments:
        return Postfix("T", tree, span)
    if token.text == "dot" or arguments:
        raise LanguageError(f"I do not know .{token.text} with these arguments.", parser.since(token))
    return Call(FUNCTIONS[token.text], (tree,), span, axis=axis)
