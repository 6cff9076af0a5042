"""Numbers as people type them: which comma is a decimal comma, and which is asked back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import isfinite

from graders.engine.language.limits import CHARACTERS
from graders.unreadable import AMBIGUOUS, UNPARSABLE, Unreadable, nothing
from graders.wrapped import bare

NONFINITE = "nonfinite"
_GOES_ON = re.compile(r"(?<=\d)\s?(?:…|\.\.\.)\s*$")  # `40.171…`
COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d,])")


def number_text(value: object) -> str:
    """The text of a value, with points where decimal commas were; raises Unreadable."""
    if value is None:
        raise nothing()
    if isinstance(value, float) and not isfinite(value):
        raise Unreadable(NONFINITE, "The answer must be a finite number.")
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = repr(value)
        return plain(Fraction(text)) if "e" in text else text
    if not isinstance(value, str):
        raise Unreadable(UNPARSABLE, "Please type a number or a formula.")
    return with_points(_GOES_ON.sub("", bare(value)))


def with_points(text: str) -> str:
    """Decimal commas outside brackets as points; before exactly three digits a comma may also group thousands.

    What is too long to be read stays as it is.
    """
    if len(text) > CHARACTERS:
        return text
    pieces = []
    end = 0
    for match in _outside(text):
        whole, digits = match.groups()
        if len(digits) == 3 and whole != "0":
            raise Unreadable(
                AMBIGUOUS, f"`{match.group()}` can be {whole}.{digits} or {whole}{digits}: write it without a comma."
            )
        if text[match.end() :].startswith("."):
            raise Unreadable(AMBIGUOUS, f"`{match.group()}.` has a comma and a point: write one of them.")
        pieces += [text[end : match.start()], f"{whole}.{digits}"]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _outside(text: str) -> Iterator[re.Match[str]]:
    """Commas between digits that are in no bracket."""
    for match in COMMA.finditer(text):
        before = text[: match.start()]
        if all(before.count(opening) <= before.count(closing) for opening, closing in ("()", "[]", "{}")):
            yield match


def plain(value: Fraction) -> str:
    """An exact number in the language."""
    return str(value.numerator) if value.denominator == 1 else f"({value.numerator})/{value.denominator}"
