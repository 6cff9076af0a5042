"""NumPy habits: read as the operation they stand for, never run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from graders.engine.language import filled
from graders.engine.language.arguments import read_arguments, separated
from graders.engine.language.brackets import matching
from graders.engine.language.core import Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.functions import AXIS_FUNCTIONS, FUNCTIONS
from graders.engine.language.tokens import Token
from graders.engine.syntax import Binary, Call, Cases, Einsum, Indicator, Number, Operator, Postfix, Prefix, Span, Tree

Rewrite = Callable[[list[Tree], Span], Tree]


def _two(operator: Operator) -> Rewrite:
    return lambda arguments, span: Binary(operator, arguments[0], arguments[1], span)


def _number(value: int, span: Span) -> Number:
    return Number(Fraction(value), str(value), span)


def _where(arguments: list[Tree], span: Span) -> Tree:
    test = arguments[0].condition if isinstance(arguments[0], Indicator) else arguments[0]
    return Cases(((arguments[1], test), (arguments[2], None)), span)


def _transposed(tree: Tree) -> Tree:
    return Postfix("T", tree, tree.span)


def _outer(arguments: list[Tree], span: Span) -> Tree:
    return Binary("@", arguments[0], _transposed(arguments[1]), span)


_REWRITES: Mapping[str, tuple[int, Rewrite]] = {
    **dict.fromkeys(("add",), (2, _two("+"))),
    **dict.fromkeys(("subtract", "sub"), (2, _two("-"))),
    **dict.fromkeys(("multiply", "mul"), (2, _two("elementwise*"))),
    **dict.fromkeys(("divide", "div"), (2, _two("elementwise/"))),
    **dict.fromkeys(("power", "pow"), (2, _two("elementwise^"))),
    **dict.fromkeys(("dot", "matmul", "mm", "mv", "bmm"), (2, _two("@"))),
    **dict.fromkeys(("outer", "ger"), (2, _outer)),
    "matrixpower": (2, _two("^")),
    "slogdet": (1, lambda arguments, span: Call("logabsdet", tuple(arguments), span)),
    "inner": (2, lambda arguments, span: Binary("@", _transposed(arguments[0]), arguments[1], span)),
    "vdot": (2, lambda arguments, span: Binary("@", _transposed(arguments[0]), arguments[1], span)),
    **dict.fromkeys(("negative", "neg"), (1, lambda arguments, span: Prefix(arguments[0], span))),
    "square": (1, lambda arguments, span: Binary("elementwise^", arguments[0], _number(2, span), span)),
    "reciprocal": (1, lambda arguments, span: Binary("elementwise/", _number(1, span), arguments[0], span)),
    "where": (3, _where),
    **dict.fromkeys(("array", "tensor", "float"), (1, lambda arguments, _span: arguments[0])),
    "zeroslike": (1, lambda arguments, span: Binary("*", _number(0, span), arguments[0], span)),
    "oneslike": (1, lambda arguments, span: Binary("elementwise^", arguments[0], _number(0, span), span)),
}
_FILLED = {"zeros": "zeros", "ones": "ones", "eye": "identity", "identity": "identity"}


def rewrite(parser: Parser, token: Token, name: str, arguments: list[Tree]) -> Tree:
    """The tree that a NumPy call stands for."""
    if name in _FILLED:
        return filled.filled(parser, token, _FILLED[name], arguments)
    if name not in _REWRITES:
        raise LanguageError(f"{token.text} needs its indices in quotes: 'ij,jk->ik'.", parser.since(token))
    if name == "slogdet" and [each.kind for each in parser.tokens[parser.at : parser.at + 3]] == ["[", "number", "]"]:
        parser.at += 3  # of a sign and a logarithm the latter
    count, make = _REWRITES[name]
    if len(arguments) != count:
        raise LanguageError(f"{token.text} takes {_COUNTS[count]}.", parser.since(token))
    if name in ("power", "pow", "matrixpower", "square"):
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
    """`X.dot(w)`, `w.sum()`, `X.transpose()`, `z.exp()`: functions of what stands before the dot."""
    parser.at += 1
    token = parser.tokens[parser.at]
    name = token.text.lower()
    called = token.kind == "word" and parser.tokens[parser.at + 1].kind == "("
    if not called or not (name in FUNCTIONS or name in _REWRITES or name in ("t", "astype")):
        raise LanguageError(f"I do not know .{token.text}.", parser.span(token))
    parser.at += 1
    if name == "astype":
        parser.at = matching(parser, parser.at) + 1
        return tree
    arguments, axis = read_arguments(parser)
    span = (tree.span[0], parser.since(token)[1])
    if name in _REWRITES and len(arguments) == _REWRITES[name][0] - 1:
        return rewrite(parser, token, name, [tree, *arguments])
    if name == "t" or (name == "transpose" and arguments in ([], [_number(0, span), _number(1, span)])):
        return Postfix("T", tree, span)
    if name not in FUNCTIONS or (arguments and FUNCTIONS[name] not in AXIS_FUNCTIONS):
        raise LanguageError(f"I do not know .{token.text} with these arguments.", parser.since(token))
    if arguments and isinstance(arguments[0], Number) and arguments[0].value.denominator == 1:
        axis = int(arguments[0].value)
    elif arguments:
        raise LanguageError(f"I do not know .{token.text} with these arguments.", parser.since(token))
    return Call(FUNCTIONS[name], (tree,), span, axis=axis)
