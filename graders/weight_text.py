"""Matrices as people write them: NumPy, MATLAB, LaTeX, bare rows, or blocks between bars. Never run, only read.

Cells come out as strings, `2`, `-0.5` or `1/3`. What commas alone separate is a list; spaces, semicolons, new lines
and LaTeX make a matrix, as in MATLAB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from graders.unreadable import AMBIGUOUS, TOO_LONG, UNPARSABLE, Unreadable, nothing
from graders.wrapped import bare

LONGEST = 65_536
DEEPEST = 4

Cells = str | list["Cells"]

_CHARACTERS = str.maketrans(
    {"−": "-", "–": "-", "＝": "=", "，": ",", "；": ";", "←": "=", "⊤": "T", "ᵀ": "^T", "\u00a0": " ", "\u2009": " "}
    | {digit: str(n % 10) for n, digit in enumerate("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹")}
)
_REWRITES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\\\\", ";"),
        (r"\\begin\{[a-zA-Z]{0,9}matrix\}", "[&"),  # & marks a matrix
        (r"\\end\{[a-zA-Z]{0,9}matrix\}", "]"),
        (r"(?:\\left)?[\[(]\s{0,9}\\begin\{array\}\{[lcr|]{0,80}\}", "[&"),
        (r"\\end\{array\}\s{0,9}(?:\\right)?[\])]", "]"),
        (r"\\[dt]?frac\{([^{}]{1,40})\}\{([^{}]{1,40})\}", r" \1/\2 "),
        (r"\\[dt]?frac(\d)(\d)", r" \1/\2 "),
        (r"\\(?:mathbf|boldsymbol|mathrm|bm|text)\{([A-Za-z]\w{0,8})\}", r"\1"),
        (r"\\(?:left|right|quad|qquad|big|Big|bigl|bigr|top|[,;:! ])(?![a-zA-Z])", " "),
        (r"\b(?:[Ll]et|[Ww]ith|and)\b", " "),
        (r"\${1,2}|\\[()\[\]]", " "),
        (r",\s{0,9}dtype\s{0,9}=\s{0,9}[\w.]{1,20}", ""),
        (r"""(["'])([\w./+\-]{1,40})\1""", r"\2"),  # quoted names and numbers of Python and JSON
        (r"\b(?:(?:np|numpy|jnp|torch)\.)?(?:array|matrix|tensor|asarray|Matrix)\s{0,3}\(", "("),
    )
]
_DECIMAL = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_TOKEN = re.compile(
    rf"""(?P<gap>[ \t\r]+) | (?P<number>[+-]?{_DECIMAL}(?:\s?/\s?[+-]?{_DECIMAL})?)
    | (?P<name>[A-Za-z]\w*(?:[_^](?:\{{[^{{}}]{{0,8}}\}}|\w+))?) | (?P<equals>:?=|:)
    | (?P<transpose>'|\.T\b|\^T\b|\^\{{T\}}) | (?P<open>[\[(]) | (?P<close>[\])]) | (?P<comma>,) | (?P<cell>&)
    | (?P<row>[;\n]) | (?P<bar>\|) | (?P<sign>[+-])""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    spaced: bool  # after a space, or first


def read_text(text: str, names: tuple[str, ...]) -> dict[str, Cells]:
    """The matrices by the names they were given, or by the order of blocks; raises Unreadable."""
    if not text.strip():
        raise nothing()
    if len(text) > LONGEST:
        raise Unreadable(TOO_LONG, f"This is longer than {LONGEST:,} characters.")
    reader = _Reader(text)
    return reader.assignments() if reader.has("equals") or not reader.has("bar") else reader.blocks(names)


class _Reader:
    """Reads values from left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self._words = sum(word.isalpha() for word in text.split())
        self._tokens = [*_tokens(text), _Token("end", "", True)]
        self._at = 0

    def has(self, kind: str) -> bool:
        """Whether a token of this kind occurs at all."""
        return any(token.kind == kind for token in self._tokens)

    def assignments(self) -> dict[str, Cells]:
        """`name = value` one after the other."""
        found: dict[str, Cells] = {}
        while self._skip_separators() != "end":
            name = self._take("name")
            self._take("equals")
            if name in found:
                raise Unreadable(AMBIGUOUS, f"{name} is given twice: keep one.")
            found[name] = self._bare("name")
        return found

    def blocks(self, names: tuple[str, ...]) -> dict[str, Cells]:
        """Values between bars, in the order of the names."""
        values = [self._bare("bar")]
        while self._kind() == "bar":
            self._at += 1
            values.append(self._bare("bar"))
        if self._kind() != "end":
            self._refuse()
        if len(values) != len(names):
            raise Unreadable(
                "wrong-shape", f"There are {len(values)} blocks; {len(names)} belong here: {', '.join(names)}."
            )
        return dict(zip(names, values, strict=True))

    def _bare(self, stop: str) -> Cells:
        """A value without brackets around it: a number, one bracket, or rows."""
        rows, _ = self._rows(stop, 0)
        items = [item for row in rows for item in row]
        if not items:
            self._refuse()
        return items[0] if len(items) == 1 else _matrix(rows, True)

    def _bracket(self, depth: int) -> Cells:
        if depth > DEEPEST:
            raise Unreadable("wrong-shape", "The brackets are nested deeper than a matrix needs.")
        opening = self._tokens[self._at].text
        self._at += 1
        rows, matrix = self._rows("close", depth)
        self._take("close")
        grouped = opening == "(" and not matrix and len(rows) == 1 and len(rows[0]) == 1
        value = rows[0][0] if grouped else _matrix(rows, matrix)
        while self._kind() == "transpose":
            self._at += 1
            value = _transposed(value)
        return value

    def _rows(self, stop: str, depth: int) -> tuple[list[list[Cells]], bool]:
        """Cells up to a token of kind `stop`; whether they are a matrix rather than a list."""
        rows: list[list[Cells]] = [[]]
        matrix, last = False, ""
        while (kind := self._kind()) not in (stop, "end"):
            token = self._tokens[self._at]
            if kind == "number":
                if last == kind and not token.spaced:
                    self._refuse()  # `1-2` is no pair of cells
                matrix = matrix or last == kind
                rows[-1].append(self._take(kind))
            elif kind == "open":
                rows[-1].append(self._bracket(depth + 1))
            elif kind in ("comma", "cell", "row"):
                if kind == "row" and rows[-1] and last != "comma":  # a row that ends with a comma goes on
                    rows.append([])
                matrix = matrix or kind == "cell" or token.text == ";"
                self._at += 1
            else:
                self._refuse()
            last = kind
        return [row for row in rows if row], matrix

    def _kind(self) -> str:
        return self._tokens[self._at].kind

    def _take(self, kind: str) -> str:
        if self._kind() != kind:
            self._refuse()
        self._at += 1
        return self._tokens[self._at - 1].text

    def _skip_separators(self) -> str:
        while self._kind() in ("comma", "row"):
            self._at += 1
        return self._kind()

    def _refuse(self) -> NoReturn:
        if self._words >= 4 and not self.has("equals"):
            raise Unreadable("natural-language", "Please give numbers, not a sentence.")
        token = self._tokens[self._at]
        shown = token.text.strip()[:20]
        near = f"I could not read this at “{shown}”" if shown else "I could not read this to its end"
        raise Unreadable(UNPARSABLE, f"{near}: give each matrix as in W1 = [[1, 2], [3, 4]].")


def _tokens(text: str) -> Iterator[_Token]:
    text = bare(text).translate(_CHARACTERS).strip()
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
    position, spaced = 0, True
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            character = text[position]
            shown = f"“{character}”" if character.isprintable() else f"the character U+{ord(character):04X}"
            raise Unreadable(UNPARSABLE, f"I could not read {shown} among the numbers.")
        kind = str(found.lastgroup)
        if kind != "gap":
            yield _Token(kind, found[0], spaced)
        spaced = kind == "gap"
        position = found.end()


def _matrix(rows: list[list[Cells]], matrix: bool) -> Cells:
    """A list of lists of cells, or a list of cells where commas alone separate."""
    items = [item for row in rows for item in row]
    if not any(isinstance(item, list) for item in items):
        return list[Cells](rows) if matrix or len(rows) > 1 else items
    return [item[0] if isinstance(item, list) and _is_matrix(item) and len(item) == 1 else item for item in items]


def _is_matrix(value: list[Cells]) -> bool:
    return bool(value) and isinstance(value[0], list)


def _transposed(value: Cells) -> Cells:
    if isinstance(value, list) and _is_matrix(value):
        rows = [row for row in value if isinstance(row, list)]
        if len(rows) == len(value) and len({len(row) for row in rows}) == 1:
            return [list(column) for column in zip(*rows, strict=True)]
    return value
