"""What an operand may begin with: one reader a sign."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from graders.engine.language import (
    brackets,
    conditions,
    derivatives,
    filled,
    limits,
    named,
    powers,
    rewriting,
    sums,
)
from graders.engine.language.core import POWER, UNARY, Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.tokens import Token
from graders.engine.syntax import Binary, Call, Name, Number, Prefix, Tree


@lru_cache(maxsize=1_024)
def _exact(text: str) -> Fraction:
    return Fraction(text)


def number(parser: Parser, token: Token) -> Tree:
    """An exact literal, or the 0 or 1 of an array or indicator."""
    text = token.text
    if len(text) > 5:
        _check_digits(parser, token)
    following = parser.tokens[parser.at + 1].kind
    if following == "." and parser.tokens[parser.at + 1].start == token.end:
        raise parser.misplaced(parser.tokens[parser.at + 1])
    parser.at += 1
    if text in "01" and following in _AFTER_DIGIT and (tree := filled.digit(parser, token)) is not None:
        return tree
    return Number(_exact(text), text, parser.source.span(token.start, token.end))


_AFTER_DIGIT = frozenset({"_", "[", "(", "{"})


def _check_digits(parser: Parser, token: Token) -> None:
    mantissa, _, power = token.text.lower().partition("e")
    if len(mantissa) > limits.DIGITS or (power and (len(power) > 5 or abs(int(power)) + len(mantissa) > limits.DIGITS)):
        raise limits.too_large("This number has too many digits.", parser.span(token))


def fraction(parser: Parser, token: Token) -> Tree:
    """`\\frac{a}{b}`, `\\frac12`, `\\frac{\\partial f}{\\partial w}`"""
    parser.at += 1
    if (found := derivatives.fraction(parser, token)) is not None:
        return found
    above = _latex_argument(parser, token)
    below = _latex_argument(parser, token)
    return Binary("/", above, below, parser.since(token))


def _latex_argument(parser: Parser, command: Token) -> Tree:
    """A group in braces, or a single digit, letter or command."""
    token = parser.tokens[parser.at]
    if token.kind == "{":
        state = parser.enter()
        parser.at += 1
        tree = conditions.value(parser)
        parser.expect("}", token)
        parser.leave(state)
        return tree
    if len(token.text) > 1 and (token.text.isdecimal() or _is_typed_word(parser, token)):
        first = Token(token.kind, token.text[0], token.start, token.start + 1)
        rest = token.text[1:]
        kind = "number" if rest.isdecimal() else "word"
        parser.tokens[parser.at : parser.at + 1] = [first, Token(kind, rest, token.start + 1, token.end)]
    if token.kind == "end":
        raise LanguageError(f"{command.text} needs an argument here.", parser.span(command))
    read = parser.operands.get(parser.tokens[parser.at].kind)
    if read is None:
        raise parser.misplaced(token)
    return read(parser, parser.tokens[parser.at])


def _is_typed_word(parser: Parser, token: Token) -> bool:
    """Whether a word is letters as typed: `\\frac ab` is a/b; `\\sin` and `\\mathrm{ab}` are not cut."""
    if token.kind != "word" or not token.text.isalnum() or (not token.text.isalpha() and parser.declares(token.text)):
        return False
    return parser.source.text[token.start : token.end] == token.text and parser.source.text[token.start - 1] != "{"


def minus(parser: Parser, token: Token) -> Tree:
    """A sign in front; a plus says nothing."""
    parser.at += 1
    operand = parser.expression(UNARY)
    if token.kind == "+":
        return operand
    return Prefix(operand, (parser.span(token)[0], operand.span[1]))


def root(parser: Parser, token: Token) -> Tree:
    """`√2`, `\\sqrt{x}`, `\\sqrt[3]{x}`"""
    parser.at += 1
    degree = None
    if token.text != "√" and parser.tokens[parser.at].kind == "[":
        degree = brackets.square_brackets(parser, parser.tokens[parser.at])
    tree = _latex_argument(parser, token) if token.text != "√" else parser.expression(POWER)
    span = parser.since(token)
    if degree is None or degree == Number(Fraction(2), "2", span):
        return Call("sqrt", (tree,), span)
    parser.suspect = True
    return Binary("^", tree, Binary("/", Number(Fraction(1), "1", span), degree, span), span)


def nabla(parser: Parser, token: Token) -> Tree:
    """`∇` stands only before an equals sign."""
    if not parser.lenient:
        raise LanguageError("Please write the gradient itself, not its sign.", parser.span(token))
    parser.at += 1
    return Name("∇", parser.span(token))


def sum_sign(parser: Parser, token: Token) -> Tree:
    """`\\sum`, `∑`, `\\prod` and `∏`, which no name can be."""
    parser.at += 1
    return sums.sign(parser, token, "sum" if token.kind == "Σ" else "prod")


def plug_in() -> None:
    """Give the parser its operands."""
    Parser.powers = powers.raised
    Parser.postfix = powers.behind
    Parser.operands = {
        "number": number,
        "word": named.word,
        "bold": filled.bold,
        "(": brackets.round_brackets,
        "[": brackets.square_brackets,
        "{": conditions.braces,
        "|": brackets.bars,
        "‖": brackets.bars,
        "⟨": brackets.angles,
        "begin": brackets.environment,
        "-": minus,
        "+": minus,
        "frac": fraction,
        "sqrt": root,
        "Σ": sum_sign,
        "Π": sum_sign,
        "∂": derivatives.partial,
        "∇": nabla,
        "einsum": rewriting.einsum,
    }


plug_in()
