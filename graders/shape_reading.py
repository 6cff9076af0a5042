"""Reads a shape as people write it: `1 x d`, `(1, d)`, `R^{1×d}`, `torch.Size([1, d])`, `row vector of length d`.

Signs and commas separate axes, glued letters are one axis (`nd` has n·d entries along it), a bare space is asked back.
"""

from __future__ import annotations

from collections.abc import Collection

from graders.engine.sizes import ONE, Shape, Size
from graders.shape_tokens import NATURAL, OPENING, Token, after_sign, normalise, tokens
from graders.unreadable import AMBIGUOUS, TOO_LONG, UNPARSABLE, Unreadable, nothing

LIMIT = 300
ROWS, COLUMNS = frozenset({"row", "rows"}), frozenset({"column", "columns", "col", "cols"})
SIDE_BY_SIDE = (
    "Two sizes stand side by side; put `x` or a comma between axes, or write them without a space if they are one axis."
)


def read_shape(text: str, letters: Collection[str]) -> Shape:
    """The axes that the text names; `letters` are the sizes the question declares."""
    if not text.strip():
        raise nothing()
    if len(text) > LIMIT:
        raise Unreadable(TOO_LONG, "That is too long for a shape.")
    cleaned = after_sign(normalise(text))
    words: list[str] = []
    pieces = list(tokens(cleaned, letters, words))
    if words and pieces and pieces[0].kind == "comma":  # `square, d×d`
        del pieces[0]
    axes = _with_layout(pieces, words)
    if axes is None:
        axes = _Reader(pieces).axes()
    return axes


def _with_layout(tokens: list[Token], words: list[str]) -> Shape | None:
    """Shapes told in words: a row of length d, n rows and d columns, a scalar, a square matrix of size d."""
    described = set(words)
    if not tokens:
        if described & {"scalar", "number"}:
            return ()
        raise Unreadable(NATURAL, "Please write the sizes of the axes, for example `p x q`.")
    if described & ROWS and described & COLUMNS and "vector" not in described:
        return _rows_and_columns(tokens, words)
    if not described & {"row", "column", "col", "square"}:
        return None
    axes = _Reader(tokens).axes()
    if len(axes) != 1:
        return axes
    if "square" in described:
        return (axes[0], axes[0])
    return (ONE, axes[0]) if "row" in described else (axes[0], ONE)


def _rows_and_columns(tokens: list[Token], words: list[str]) -> Shape:
    sizes = [_Reader([token]).axes()[0] for token in tokens if token.kind == "axis"]
    if len(sizes) != 2:
        raise Unreadable(NATURAL, "Please write the sizes of the axes, for example `p x q`.")
    first = next(word for word in words if word in ROWS | COLUMNS)
    return (sizes[0], sizes[1]) if first in ROWS else (sizes[1], sizes[0])


class _Reader:
    """Walks the tokens once; brackets only group, so nested tuples are read as one list of axes."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def axes(self) -> Shape:
        found: list[Size] = []
        expected: list[str] = []
        ready = False  # an axis or a group has just ended
        while token := self._next():
            if token.kind == "axis":
                self._refuse_neighbour(ready)
                found.append(self._axis(token))
                ready = True
            elif token.kind == "open":
                self._refuse_neighbour(ready)
                expected.append(OPENING[token.text])
            elif token.kind == "close":
                closes_nothing = not expected or expected.pop() != token.text
                if closes_nothing or not (ready or self._trailing_comma() or self._empty()):
                    raise Unreadable(UNPARSABLE, f"`{token.text}` does not close a bracket with axes in it.")
                ready = True
            elif token.kind in ("comma", "separator"):
                if not ready:
                    raise Unreadable(UNPARSABLE, f"There is no size before `{token.text}`.")
                ready = False
            elif found or ready:
                raise Unreadable(UNPARSABLE, "A power belongs to a letter and has a number above, as in d^2.")
        if expected:
            raise Unreadable(UNPARSABLE, f"A `{expected[-1]}` is missing.")
        if not ready:
            raise Unreadable(UNPARSABLE, "A size is missing at the end.")
        return tuple(found)

    def _next(self) -> Token | None:
        if self.at >= len(self.tokens):
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def _peek(self, ahead: int = 0) -> Token | None:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else None

    def _trailing_comma(self) -> bool:
        """`(d,)` is a tuple of one."""
        before = self.tokens[self.at - 2]
        return before.kind == "comma" and self.at >= 3 and self.tokens[self.at - 3].kind in ("axis", "close")

    def _empty(self) -> bool:
        """`()` is the shape of a number."""
        return len(self.tokens) == 2

    @staticmethod
    def _refuse_neighbour(ready: bool) -> None:
        if ready:
            raise Unreadable(AMBIGUOUS, SIDE_BY_SIDE)

    def _axis(self, token: Token) -> Size:
        """One axis: glued factors, each perhaps with a power."""
        axis = self._factor(token)
        while (following := self._peek()) and following.kind == "axis" and following.glued:
            self.at += 1
            axis = axis * self._factor(following)
        return axis

    def _factor(self, token: Token) -> Size:
        base = Size(int(token.text)) if token.text.isdigit() else Size(1, (token.text,))
        if base.coefficient == 0:
            raise Unreadable(UNPARSABLE, "An axis has at least one entry.")
        exponent = self._exponent()
        result = ONE
        for _ in range(exponent):
            result = result * base
        return result

    def _exponent(self) -> int:
        if not (token := self._peek()) or token.kind != "power":
            return 1
        self.at += 1
        opened = self._peek()
        braced = opened is not None and opened.kind == "open"
        self.at += braced
        number = self._next()
        if number is None or not number.text.isdigit() or not 1 <= int(number.text[:3]) <= 8:
            raise Unreadable(UNPARSABLE, "A power in a shape is a small number, as in d^2.")
        if braced and ((closing := self._next()) is None or closing.kind != "close"):
            raise Unreadable(UNPARSABLE, "A bracket of the power is not closed.")
        return int(number.text)
