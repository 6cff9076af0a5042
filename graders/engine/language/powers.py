"""What follows `^`, and everything else that stands behind an operand: transposes, primes, entries, methods."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from graders.engine.language import subscripts
from graders.engine.language.brackets import CLOSING, directly_inside, holds_condition, matching
from graders.engine.language.core import POWER, Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.rewriting import method
from graders.engine.language.tokens import Token
from graders.engine.language.words import resolve
from graders.engine.syntax import Binary, Call, Entry, Name, Number, Operator, Postfix, Prefix, Sized, Tree

_SMALL, _FEW = 8, 6  # so many powers so small are within the limits, however nested
Mark = Literal["T", "-T", "'", "∘", ""]


def raised(parser: Parser, left: Tree, token: Token) -> Tree:
    """`left ^ …`: a power, a transpose, or an inverse."""
    parser.at += 1
    mark = _mark(parser)
    start = left.span[0]
    if mark in ("T", "-T"):
        if mark == "-T":
            one = Prefix(Number(_one(), "1", parser.span(token)), parser.span(token))
            left = Binary("^", left, one, (start, parser.since(token)[1]))
        return Postfix("T", left, (start, parser.since(token)[1]))
    if mark == "'":
        return prime(parser, left, token)
    operator: Operator = "elementwise^" if mark or token.kind == "elementwise^" else "^"
    right = exponent(parser, left)
    return Binary(operator, left, right, (start, parser.since(token)[1]))


def raised_primes(parser: Parser) -> int:
    """How many primes stand here raised, as in `σ^{\\prime}`; they are read."""
    if parser.tokens[parser.at].kind != "^":
        return 0
    kinds = [token.kind for token in parser.tokens[parser.at + 1 : parser.at + 5]]
    if kinds[:1] == ["'"]:
        parser.at += 2
        return 1
    count = kinds.index("}") - 1 if kinds[:1] == ["{"] and "}" in kinds else 0
    if count < 1 or kinds[1 : 1 + count] != ["'"] * count:
        return 0
    parser.at += count + 3
    return count


def exponent(parser: Parser, base: Tree) -> Tree:
    """The exponent that begins here; whether its size must be looked at depends on the base.

    In braces it ends with them, so that `x^{2}_i` is (x_i)^2.
    """
    exponential = isinstance(base, Name) and base.name == "e"
    parser.exponentials += exponential
    parser.suspect |= parser.exponentials > 2
    token = parser.tokens[parser.at]
    if token.kind == "{":
        tree = Parser.operands["{"](parser, token)
        following = parser.tokens[parser.at]
        tree = raised(parser, tree, following) if following.kind == "^" else tree
    else:
        tree = parser.expression(POWER - 1)
        parser.after_exponent = parser.at if isinstance(tree, Number) else parser.after_exponent
    parser.exponentials -= exponential
    if not exponential:
        parser.powers_read += 1
        small = isinstance(tree, Number) and tree.value <= _SMALL
        parser.suspect |= not small or parser.powers_read > _FEW
    return tree


def _one() -> Fraction:
    return Fraction(1)


def _mark(parser: Parser) -> Mark:
    """Take what stands behind `^` if it is a mark and no exponent: T, ⊤, -T, a prime, ∘ (element by element)."""
    token = parser.tokens[parser.at]
    if token.kind in ("{", "("):
        return _mark_in_braces(parser)
    if token.kind == "⊤":
        parser.at += 1
        return "T"
    if token.kind == "'":
        parser.at += 1
        return "'"
    if token.kind == "word" and token.text[0] == "T" and not parser.declares(token.text):
        return _leading_t(parser, token)
    if token.kind == "word" and token.text == "t" and not parser.declares("t"):
        raise LanguageError("For the transpose please write ^T.", parser.span(token), "ambiguous", suggestion="^T")
    return ""


def _leading_t(parser: Parser, token: Token) -> Mark:
    """`X^TX`: a T that is glued to the next name."""
    if parser.declares("T"):
        return ""
    if rest := token.text[1:]:
        if resolve(parser.scope, rest).kind == "unknown" and parser.tokens[parser.at + 1].kind != "_":
            return ""
        parser.tokens[parser.at] = Token("word", rest, token.start + 1, token.end)
    else:
        parser.at += 1
    return "T"


def _mark_in_braces(parser: Parser) -> Mark:
    inside = parser.tokens[parser.at + 1 : parser.at + 4]
    kinds = "".join("T" if _is_transpose(parser, token) else token.kind for token in inside)
    for pattern, mark, length in _BRACED:
        if kinds.startswith(pattern):
            parser.at += length
            return mark
    if inside and inside[0].kind == "elementwise*" and parser.tokens[parser.at].kind == "{":
        del parser.tokens[parser.at + 1]
        return "∘"
    return ""


_BRACED: tuple[tuple[str, Mark, int], ...] = (
    *(("T}", "T", 3), ("-T}", "-T", 4), ("'}", "'", 3)),
    *(("T)", "T", 3), ("-T)", "-T", 4)),
)


def _is_transpose(parser: Parser, token: Token) -> bool:
    return token.kind == "⊤" or (token.kind == "word" and token.text == "T" and not parser.declares("T"))


def index_first(parser: Parser) -> None:
    """`x^T_i` of a family is x_i^T: put the tokens of the index before those of the mark."""
    texts = [token.text for token in parser.tokens[parser.at : parser.at + 5]]
    bare, braced = texts[:3:2] == ["^", "_"], texts[1::2] == ["{", "}"] and texts[4:] == ["_"]
    mark = 2 if bare else 4 if braced else 0  # how many tokens it has
    if not mark or not _is_transpose(parser, parser.tokens[parser.at + mark // 2]):
        return
    start, index = parser.at, parser.at + mark
    end = matching(parser, index + 1) + 1 if parser.tokens[index + 1].kind == "{" else index + 2
    parser.tokens[start:end] = [*parser.tokens[index:end], *parser.tokens[start:index]]


def prime(parser: Parser, tree: Tree, token: Token) -> Tree:
    """`w'` is the transpose, `u'` the derivative of a name that the answer introduced.

    In a derivation `S'`, `s_i'` and `(u v)'` may be derivatives, too: there their values tell.
    """
    span = (tree.span[0], parser.span(token)[1])
    if parser.derives or (isinstance(tree, Name) and tree.name in parser.scope.free):
        return Postfix("'", tree, span)
    return Postfix("T", tree, span)


def behind(parser: Parser, tree: Tree, token: Token, after_power: bool = False) -> Tree:
    """The operand with what stands behind it; the operand itself where that does not belong to it."""
    kind = token.kind
    if kind == "'":
        parser.at += 1
        return prime(parser, tree, token)
    if kind in (".T", "⊤"):
        parser.at += 1
        return Postfix("T", tree, (tree.span[0], parser.span(token)[1]))
    if kind == ".":
        return method(parser, tree)
    if kind == "[":
        return _entry_in_brackets(parser, tree, token)
    if isinstance(tree, Number):
        return tree
    if isinstance(tree, Call) and tree.function == "norm2" and _infinity(parser):
        return Call("norminf", tree.arguments, (tree.span[0], parser.since(token)[1]))
    indices = tuple(subscripts.read(parser).indices)
    if after_power and isinstance(tree, Binary) and tree.operator in ("^", "elementwise^"):
        inner = _entry(tree.left, indices, tree.left.span)
        return Binary(tree.operator, inner, tree.right, (tree.span[0], parser.since(token)[1]))
    return _entry(tree, indices, (tree.span[0], parser.since(token)[1]))


def _entry(tree: Tree, indices: tuple[Tree, ...], span: tuple[int, int]) -> Tree:
    """Entries of entries are entries: `X[i][j]` is `X[i,j]`. `‖w‖_1` and `|w|_2` are norms, no entries."""
    if isinstance(tree, Call) and tree.function in ("norm2", "bars") and (norm := _norm(indices)):
        return Call(norm, tree.arguments, span)
    again = isinstance(tree, Entry) and len(indices) > 1 and set(indices) == set(tree.indices)  # `(x_ij)_{ij}`
    if isinstance(tree, Entry) and isinstance(tree.base, Name) and not again:
        return Entry(tree.base, tree.indices + indices, span)
    return Entry(tree, indices, span)


def _infinity(parser: Parser) -> bool:
    """Whether the subscript that stands here is ∞; it is read then."""
    kinds = [token.kind for token in parser.tokens[parser.at + 1 : parser.at + 4]]
    length = 2 if kinds[:1] == ["∞"] else 4 if kinds == ["{", "∞", "}"] else 0
    parser.at += length
    return length > 0


def _norm(indices: tuple[Tree, ...]) -> str | None:
    """Which norm a subscript says."""
    if len(indices) == 1 and isinstance(indices[0], Number | Name):
        text = indices[0].text if isinstance(indices[0], Number) else indices[0].name
        return {"1": "norm1", "2": "norm2", "F": "norm2"}.get(text)
    return None


def _entry_in_brackets(parser: Parser, tree: Tree, token: Token) -> Tree:
    before = parser.tokens[parser.at - 1]
    if token.start > before.end or not _has_entries(parser, tree) or holds_condition(parser, parser.at):
        return tree
    if (shape := _new_axis(parser)) is not None:
        return Postfix("T", tree, (tree.span[0], parser.since(token)[1])) if shape == "row" else tree
    state = parser.enter()
    parser.at += 1
    indices = subscripts.indices_until(parser, CLOSING["["]).indices
    parser.expect("]", token)
    parser.leave(state)
    if not indices:
        raise LanguageError("An index is missing between these brackets.", parser.since(token))
    return _entry(tree, tuple(indices), (tree.span[0], parser.since(token)[1]))


def _new_axis(parser: Parser) -> str | None:
    """NumPy's `w[None, :]` is a row and `w[:, None]` a column."""
    texts = [token.text for token in parser.tokens[parser.at + 1 : parser.at + 5]]
    for axis in ("None", "newaxis"):
        if texts in ([axis, ",", ":", "]"], [":", ",", axis, "]"]):
            parser.at += 5
            return "row" if texts[0] == axis else "column"
    return None


def _has_entries(parser: Parser, tree: Tree) -> bool:
    """Whether `tree[…]` takes an entry: of an array, of a value, of a bracket if what follows looks like indices."""
    if isinstance(tree, Name):
        return parser.scope.ranks.get(tree.name, 1) > 0 and tree.name not in ("e", "pi")
    if isinstance(tree, Entry | Call | Postfix | Sized):
        return True
    if isinstance(tree, Number):
        return False
    inside = directly_inside(parser, parser.at)
    return any(token.kind in (",", ":") for token in inside[1:]) or (len(inside) == 2 and len(inside[1].text) == 1)
