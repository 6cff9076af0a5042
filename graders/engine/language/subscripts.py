"""What follows an underscore: `w_j`, `X_il`, `X_{i·}`, `x_{j+1}`, and names that have a subscript of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from graders.engine.language.brackets import CLOSING
from graders.engine.language.core import Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.names import canonical
from graders.engine.language.tokens import Token
from graders.engine.language.words import resolve
from graders.engine.syntax import Entry, Everything, Name, Number, Tree

_PIECE = re.compile(r"[0-9]+|[^0-9]")
_CLOSERS = frozenset({")", "]", "}"})
_SIMPLE_ENDS = frozenset({",", ":", "word", "number", "*", "end"}) | _CLOSERS


@dataclass(slots=True)
class Subscript:
    """The indices behind an underscore; `texts` are those that are plain letters or digits, in order."""

    indices: list[Tree]
    texts: list[str]
    run: tuple[int, int] | None = None  # the tokens of a subscript without brackets


def read(parser: Parser) -> Subscript:
    """The subscript at the underscore that stands here."""
    parser.at += 1
    token = parser.tokens[parser.at]
    if token.kind in ("{", "("):
        return _braced(parser, token)
    if token.kind in (":", "*"):
        parser.at += 1
        return Subscript([Everything(parser.span(token))], [])
    if token.kind != "word" and not token.text.isdecimal():
        raise LanguageError("An index is missing after the underscore.", parser.span(parser.tokens[parser.at - 1]))
    start = parser.at
    parser.at += 1
    while _goes_on(parser):
        parser.at += 1
    text = "".join(each.text for each in parser.tokens[start : parser.at])
    return _pieces(parser, text, token.start, (start, parser.at))


def _goes_on(parser: Parser) -> bool:
    """Whether the next token belongs to a subscript without brackets."""
    before, token = parser.tokens[parser.at - 1], parser.tokens[parser.at]
    if token.start != before.end or token.kind not in ("word", "number") or not token.text.isalnum():
        return False
    return token.text.isascii() == before.text.isascii()  # `w_kδ_ij` is w_k times δ


def _pieces(parser: Parser, text: str, start: int, run: tuple[int, int] | None) -> Subscript:
    indices: list[Tree] = []
    texts = _PIECE.findall(text)
    for found in _PIECE.finditer(text):
        span = parser.source.span(start + found.start(), start + found.end())
        indices.append(one_index(found.group(), span))
    return Subscript(indices, texts, run)


def one_index(text: str, span: tuple[int, int]) -> Tree:
    """An index that is a letter or a number."""
    return Number(Fraction(int(text)), text, span) if text.isdecimal() else Name(text, span)


def _braced(parser: Parser, opened: Token) -> Subscript:
    state = parser.enter()
    parser.at += 1
    found = indices_until(parser, CLOSING[opened.kind])
    parser.expect(CLOSING[opened.kind], opened)
    parser.leave(state)
    if not found.indices:
        raise LanguageError("An index is missing here.", parser.since(opened))
    return found


def indices_until(parser: Parser, close: str) -> Subscript:
    """Indices up to a closing bracket that stays: letters, numbers, `:` or `·`, or expressions such as `j+1`."""
    waiting = len(parser.pending)
    found = Subscript([], [])
    while (token := parser.tokens[parser.at]).kind not in (close, "end"):
        following = parser.tokens[parser.at + 1].kind
        if token.kind == ",":
            parser.at += 1
        elif token.kind == ":" and _is_slice(parser):
            raise LanguageError(
                "I do not read slices: write X[i,:] for a row, X[:,j] for a column.", parser.span(token)
            )
        elif token.kind in (":", "*"):
            found.indices.append(Everything(parser.span(token)))
            parser.at += 1
        elif (
            (token.kind == "word" or token.text.isdecimal())
            and following in _SIMPLE_ENDS
            and not _times_follows(parser)
        ):
            more = _pieces(parser, token.text, token.start, None)
            found.indices += more.indices
            found.texts += more.texts
            parser.at += 1
        else:
            found.indices.append(parser.expression())
    del parser.pending[waiting:]
    return found


def _is_slice(parser: Parser) -> bool:
    """`a:b` has an end on either side; `X_{i:}` and `X_{:j}` are rows and columns."""
    before, behind = parser.tokens[parser.at - 1], parser.tokens[parser.at + 1]
    return before.kind in ("word", "number") and behind.kind in ("word", "number", "-")


def _times_follows(parser: Parser) -> bool:
    """`{2*i}` is a product, `{i·}` the whole of the second axis."""
    sign, behind = parser.tokens[parser.at + 1], parser.tokens[parser.at + 2 : parser.at + 3]
    return sign.kind == "*" and bool(behind) and behind[0].kind not in _CLOSERS and behind[0].kind != ","


def named(parser: Parser, token: Token, base: str | None) -> Tree | None:
    """A word and its subscript: a declared name that has this subscript, or entries of `base`; None if neither."""
    found = read(parser)
    spelling = canonical(token.text)
    for count in range(len(found.texts), 0, -1):
        own = parser.scope.names.get(spelling + "".join(found.texts[:count]))
        if own is not None and (own != base or base is None):
            return _entries(parser, token, own, found, count)
    if base is not None:
        return _entries(parser, token, base, found, 0)
    if len(found.indices) == 2 and parser.scope.ranks.get(upper := token.text.upper()) == 2:
        return _entries(parser, token, upper, found, 0)
    return None


def _entries(parser: Parser, token: Token, base: str, found: Subscript, used: int) -> Tree:
    """Entries of a declared name, from the indices that its own name has not used up."""
    _give_back(parser, _wanted(parser, base), found, used)
    _refuse_transpose(parser, token, found)
    _split_digits(parser, base, found, used)
    name = Name(base, parser.since(token))
    indices = tuple(found.indices[used:])
    return Entry(name, indices, name.span) if indices else name


def _wanted(parser: Parser, base: str) -> int | None:
    if (made := parser.scope.definitions.get(base)) is not None:
        return len(made.indices) or None
    return parser.scope.ranks.get(base)


def read_some(parser: Parser, count: int) -> Subscript:
    """The subscript of what takes so many indices: `e_iX` is e_i times X, `δ_jkX_il` a delta times an entry."""
    found = read(parser)
    _give_back(parser, count, found, 0)
    return found


def _give_back(parser: Parser, wanted: int | None, found: Subscript, used: int) -> None:
    """`w_jw_k` without brackets: what is more than the indices w takes, and is a name itself, is read again."""
    if wanted is None and found.run is not None and parser.tokens[found.run[1]].kind == "_":
        wanted = len(found.texts) - used - 1  # what is followed by a subscript of its own is no index
    if found.run is None or wanted is None or len(found.texts) <= used + wanted:
        return
    kept, rest = found.texts[: used + wanted], "".join(found.texts[used + wanted :])
    word = resolve(parser.scope, rest)
    readable = word.kind in ("name", "family", "split", "function", "constant") and word.value not in parser.scope.sizes
    if rest[0].isdecimal() or not (readable or (used and not wanted)):
        return
    start, end = found.run
    last = parser.tokens[end - 1].end
    parser.tokens[start:end] = [
        Token("word", "".join(kept), parser.tokens[start].start, last - len(rest)),
        Token("word", rest, last - len(rest), last),
    ][0 if kept else 1 :]
    parser.at = start + (1 if kept else 0)
    del found.texts[used + wanted :], found.indices[used + wanted :]


def _refuse_transpose(parser: Parser, token: Token, found: Subscript) -> None:
    if len(found.texts) > 1 and found.texts[-1] == "T" and not parser.declares("T"):
        meant = f"{token.text}_{''.join(found.texts[:-1])}^T"
        raise LanguageError(
            f"T is not an index here: did you mean {meant}?", parser.since(token), "ambiguous", suggestion=meant
        )


def _split_digits(parser: Parser, base: str, found: Subscript, used: int) -> None:
    """`X_12` of a matrix is the entry in row 1 and column 2, and so is `x_12` where x_i are the rows of X."""
    rest = found.texts[used:]
    rows = base in parser.scope.definitions and parser.scope.ranks.get(base.upper()) == 2
    if (
        (rows or _wanted(parser, base) == 2)
        and len(rest) == 1 == len(found.indices) - used
        and re.fullmatch("[0-9]{2}", rest[0])
    ):
        span = found.indices[used].span
        found.indices[used:] = [one_index(digit, span) for digit in rest[0]]
