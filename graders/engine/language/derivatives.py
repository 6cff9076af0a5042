"""Derivatives as written: `∂f/∂w`, `\\frac{\\partial f_{ij}}{\\partial W_{kl}}`, `ds_i/dz_j`, `dL/dŷ`, `d/dw`."""

from __future__ import annotations

from graders.engine.language import subscripts
from graders.engine.language.brackets import matching
from graders.engine.language.core import POWER, PRODUCT, Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.names import canonical
from graders.engine.language.tokens import Token
from graders.engine.language.words import resolve
from graders.engine.syntax import Derivative, Name, Tree

_OF_SOMETHING = frozenset({"log", "ln", "exp", "sqrt"})  # `∂ log s_i/∂z_j`


def partial(parser: Parser, token: Token) -> Tree:
    """`∂y/∂x`"""
    if (found := quotient(parser)) is not None:
        return found
    if parser.lenient:
        parser.at += 1
        return Name("∂", parser.span(token))
    raise LanguageError("Please write a derivative as ∂y/∂x.", parser.span(token))


def may_begin(parser: Parser, token: Token) -> bool:
    """Whether a word may be the `d…` of a differential."""
    return token.text[0] == "d" and parser.has_slash and _is_differential(parser, token)


def _is_differential(parser: Parser, token: Token) -> bool:
    word = resolve(parser.scope, token.text)
    return word.kind in ("unknown", "split", "letter") or word.value in parser.scope.sizes


def quotient(parser: Parser) -> Derivative | None:
    """The derivative that begins at this differential, as `dy/dx`; None, with nothing read, if there is none."""
    start, tokens = parser.at, list(parser.tokens)
    opened = parser.tokens[start]
    of = _differential(parser)
    if of is not None and parser.tokens[parser.at].kind == "/":
        parser.at += 1
        by = _differential(parser)
        if by is not None and by.name_is_given and (of.name_is_given or parser.lenient or parser.derives):
            return Derivative(_whole(parser, of), by.tree, parser.since(opened))
    parser.at, parser.tokens[:] = start, tokens
    return None


def fraction(parser: Parser, token: Token) -> Derivative | None:
    """The derivative that a `\\frac` is, if it is one; the `\\frac` itself has been read."""
    start, tokens = parser.at, list(parser.tokens)
    parts = []
    for _ in range(2):
        if parser.tokens[parser.at].kind != "{":
            break
        parser.at += 1
        part = _differential(parser)
        if part is None or parser.tokens[parser.at].kind != "}":
            break
        parser.at += 1
        parts.append(part)
    if len(parts) == 2 and parts[1].name_is_given:
        return Derivative(_whole(parser, parts[0]), parts[1].tree, parser.since(token))
    parser.at, parser.tokens[:] = start, tokens
    return None


def factor(parser: Parser) -> Tree:
    """What an operator such as `∂/∂z_j` in front of it is applied to: one step deeper, as in a bracket."""
    state = parser.enter()
    parser.spaced, parser.bar = state
    tree = parser.expression(PRODUCT)
    parser.leave(state)
    return tree


class _Differential:
    """What stands behind a `∂` or a `d`; Name("") where nothing does."""

    __slots__ = ("tree",)

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    @property
    def name_is_given(self) -> bool:
        return not (isinstance(self.tree, Name) and not self.tree.name)


def _whole(parser: Parser, of: _Differential) -> Tree:
    """What is differentiated; in a derivation `∂/∂z_j` is of the factor behind it, as `(∂/∂z_j)` is."""
    waits = parser.tokens[parser.at].kind == ")"
    return of.tree if of.name_is_given or waits or not parser.derives else factor(parser)


def _differential(parser: Parser) -> _Differential | None:
    token = parser.tokens[parser.at]
    if token.kind == "word" and token.text[0] == "d" and _is_differential(parser, token):
        if len(token.text) > 1:
            parser.tokens[parser.at] = Token("word", token.text[1:], token.start + 1, token.end)
        else:
            parser.at += 1
    elif token.kind == "∂":
        parser.at += 1
    else:
        return None
    return _Differential(_target(parser))


def _target(parser: Parser) -> Tree:
    """A name, declared or not, with its subscript; a function of something; where anything may stand, any operand."""
    token = parser.tokens[parser.at]
    if token.kind == "word" and (token.text in _OF_SOMETHING or _is_power(parser)):
        return parser.expression(POWER - 1)
    if token.kind == "word" and not parser.keyword():
        parser.at += 1
        word = resolve(parser.scope, token.text)
        name = word.value if word.kind in ("name", "family") else canonical(token.text)
        tree: Tree = Name(name, parser.span(token))
        _skip_application(parser)
        if parser.tokens[parser.at].kind == "_":
            found = subscripts.named(parser, token, name)
            tree = tree if found is None else found
            _skip_application(parser)
        return tree
    if parser.lenient and token.kind in ("(", "‖", "|", "{"):
        return parser.expression(POWER - 1)
    if token.kind == "(" and parser.derives and _is_above(parser, matching(parser, parser.at) + 1):
        return parser.operand()
    return Name("", parser.span(token))


def _is_above(parser: Parser, at: int) -> bool:
    """Whether what ends here is divided by a differential, so that nothing is read in vain: `d(ln s_i)/dz_j`."""
    kinds = [token.kind for token in parser.tokens[at : at + 2]]
    if kinds[:1] == ["/"]:
        at += 1
    elif kinds == ["}", "{"]:
        at += 2
    else:
        return False
    sign = parser.tokens[at]
    if sign.kind == "word" and sign.text[0] == "d" and _is_differential(parser, sign) and len(sign.text) > 1:
        return True
    bare = sign.kind == "∂" or (sign.kind == "word" and sign.text == "d")
    return bare and parser.tokens[at + 1].kind == "word"


def _is_power(parser: Parser) -> bool:
    """`∂e^{z_i}/∂z_j`"""
    return parser.tokens[parser.at].text == "e" and parser.tokens[parser.at + 1].kind == "^"


def _skip_application(parser: Parser) -> None:
    """`∂σ(z)_i`: the variables in a bracket close behind a name say nothing new."""
    opened = parser.tokens[parser.at]
    if opened.kind == "(" and opened.start == parser.tokens[parser.at - 1].end:
        close = matching(parser, parser.at)
        kinds = [token.kind for token in parser.tokens[parser.at + 1 : close]]
        if kinds and set(kinds[::2]) == {"word"} and set(kinds[1::2]) <= {","}:
            parser.at = close + 1
