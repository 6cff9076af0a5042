"""Functions: with and without brackets, primed, raised (`tanh^2 z`), with an axis, with an entry (`softmax(z)_i`)."""

from __future__ import annotations

from graders.engine.language import powers, rewriting, subscripts
from graders.engine.language.arguments import read_arguments
from graders.engine.language.brackets import CLOSING, matching
from graders.engine.language.core import POWER, STARTS, UNARY, Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.functions import AXIS_FUNCTIONS, SEVERAL_ARGUMENTS
from graders.engine.language.tokens import Token
from graders.engine.language.words import resolve
from graders.engine.syntax import Bare, Binary, Call, Entry, Name, Number, Prefix, Tree

_GLUED_FACTORS = frozenset({"word", "frac", "sqrt"})
_OPENING = frozenset(CLOSING)


def call(parser: Parser, token: Token, function: str) -> Tree:
    """A function whose name has just been read."""
    primes = 0
    parser.depth += 1
    while parser.tokens[parser.at].kind == "'":
        primes += 1
        parser.at += 1
    primes += powers.raised_primes(parser)
    entry = tuple(subscripts.read(parser).indices) if parser.tokens[parser.at].kind == "_" else ()
    power = _power(parser, token) if parser.tokens[parser.at].kind == "^" else None
    parser.exponentials += function == "exp"
    parser.suspect |= parser.exponentials > 2 or function == "prod"
    tree = _applied(parser, token, function, primes)
    parser.exponentials -= function == "exp"
    parser.depth -= 1
    if entry:
        tree = _subscripted(parser, token, tree, entry)
    return tree if power is None else Binary("^", tree, power, parser.since(token))


def _power(parser: Parser, token: Token) -> Tree:
    """The exponent between a function and its argument."""
    parser.at += 1
    power = powers.exponent(parser, Name(token.text, parser.span(token)))
    if isinstance(power, Prefix):
        name = token.text
        raise LanguageError(
            f"{name}^-1 can be 1/{name} or the inverse function: please write which.", parser.since(token), "ambiguous"
        )
    return power


def _subscripted(parser: Parser, token: Token, tree: Tree, entry: tuple[Tree, ...]) -> Tree:
    """`softmax_i(z)` is an entry of the value, `log_2(x)` has another base."""
    span = parser.since(token)
    if isinstance(tree, Call) and tree.function == "log" and len(entry) == 1:
        return Binary("/", tree, Call("log", entry, entry[0].span), span)
    if isinstance(tree, Call):
        if tree.function == "norm2" and isinstance(entry[0], Number):
            return Call("norm1" if entry[0].value == 1 else "norm2", tree.arguments, span)
        return Entry(tree, entry, span)
    raise _needs_argument(parser, token)


def _applied(parser: Parser, token: Token, function: str, primes: int) -> Tree:
    following = parser.tokens[parser.at]
    if following.kind in _OPENING and not (function == "sigmoid" and _holds_bare(parser)):
        waiting = len(parser.pending)
        arguments, axis = read_arguments(parser)
        if function == "at":  # what follows the array are indices, which nobody declares
            places = {place.name for place in arguments[1:] if isinstance(place, Name)}
            parser.pending[waiting:] = [each for each in parser.pending[waiting:] if each.text not in places]
        return _built(parser, token, function, arguments, axis, primes)
    if function == "sigmoid" and _stands_bare(parser, following):
        return _bare(parser, token, function, primes)
    if not _begins_factor(parser, following):
        if parser.lenient:
            return Name(token.text, parser.span(token))
        raise _needs_argument(parser, token)
    argument = _factor(parser)
    parser.after_call = parser.at
    return Call(function, (argument,), parser.since(token), primes)


def _bare(parser: Parser, token: Token, function: str, primes: int) -> Tree:
    if parser.scope.scalar is None and not parser.lenient:
        raise LanguageError(f"{token.text} of what? Please write its argument.", parser.span(token))
    return Bare(function, parser.since(token), primes)


def _stands_bare(parser: Parser, following: Token) -> bool:
    """A σ before a sign, a bracket that holds another bare σ, or another σ."""
    if following.kind in ("+", "-") or following.kind in _OPENING:
        return True
    if parser.is_function(following) and resolve(parser.scope, following.text).value == "sigmoid":
        return True
    return not _begins_factor(parser, following)


def _holds_bare(parser: Parser) -> bool:
    """Whether a σ stands bare in the bracket that opens here, so that `σ(1-σ)` is a product."""
    close = matching(parser, parser.at)
    return any(
        parser.is_function(token)
        and resolve(parser.scope, token.text).value == "sigmoid"
        and parser.tokens[place + 1].kind not in (*_OPENING, "word", "number", "'", "_")
        for place, token in enumerate(parser.tokens[parser.at : close], parser.at)
    )


def _begins_factor(parser: Parser, token: Token) -> bool:
    """Whether the argument of a function without brackets begins here."""
    if token.kind == "-":
        return parser.tokens[parser.at + 1].start == token.end
    if token.kind in "|‖" and parser.bar:
        return False
    if token.kind == "word":
        return not parser.keyword()
    return token.kind in STARTS or token.kind == "∞"


def _factor(parser: Parser) -> Tree:
    """The next factor; a number glued to a name is one factor."""
    token, following = parser.tokens[parser.at], parser.tokens[parser.at + 1]
    if token.kind == "number" and following.kind in _GLUED_FACTORS and following.start == token.end:
        number = parser.operand()
        rest = parser.expression(POWER - 1)
        return Binary("juxtaposed", number, rest, (number.span[0], rest.span[1]))
    return parser.expression(UNARY)


def _built(parser: Parser, token: Token, function: str, arguments: list[Tree], axis: int | None, primes: int) -> Tree:
    """The call, once it is clear that it has as many arguments as the function takes."""
    span = parser.since(token)
    if not arguments:
        raise _needs_argument(parser, token)
    last = arguments[-1]
    if function == "norm2" and len(arguments) == 2 and isinstance(last, Number) and last.value in (1, 2):
        return Call("norm1" if last.value == 1 else "norm2", (arguments[0],), span)
    if function == "step" and len(arguments) == 2 and isinstance(last, Number):
        arguments = arguments[:1]  # NumPy's value at 0, a convention
    if function in AXIS_FUNCTIONS - {"max", "min"} and len(arguments) == 2 and isinstance(last, Number):
        return Call(function, (arguments[0],), span, primes, int(last.value))
    if function == "transpose" and [getattr(each, "value", None) for each in arguments[1:]] == [0, 1]:
        arguments = arguments[:1]  # the axes that are exchanged
    if len(arguments) > 1 and function not in SEVERAL_ARGUMENTS:
        raise LanguageError(f"{token.text} takes one argument.", arguments[1].span)
    if axis is not None and function not in AXIS_FUNCTIONS:
        raise LanguageError(f"{token.text} takes no axis.", span)
    return Call(function, tuple(arguments), span, primes, axis)


def _needs_argument(parser: Parser, token: Token) -> LanguageError:
    example = parser.scope.scalar or next(iter(parser.scope.symbols), "x")
    return LanguageError(f"{token.text} needs an argument, such as {token.text}({example}).", parser.span(token))


def rewritten(parser: Parser, token: Token, name: str) -> Tree:
    """A NumPy function that is an operation of the language: `np.dot(X, w)`, `np.where(c, a, b)`, `zeros(1,d)`."""
    if parser.tokens[parser.at].kind not in _OPENING:
        raise _needs_argument(parser, token)
    arguments, _ = read_arguments(parser)
    return rewriting.rewrite(parser, token, name, arguments)
