"""Numbers and bullets that people put in front of the lines of a proof, and the mark of its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"\s*(?:\((?P<braced>\d{1,2})\)|(?P<bare>\d{1,2})(?:\)|\.(?!\d)))(?=.*\S)")
_BULLET = re.compile(r"\s*[•*▪‣](?=.*\S)")


_END = re.compile(
    r"(?:[∎□■◻◼↯⚡※]|\\(?:qed|square|blacksquare|Box|lightning)\b|\bq\.?e\.?d\b\.?"
    r"|(?:[,;:.–—-]|=>|[→⇒])?\s{0,5}\b(?:(?:a|an?other|this is a)\s)?(?:contradiction|widerspruch)\b[!.]{0,3})[\s$]*$",
    re.IGNORECASE,
)
_REASON = re.compile(r"(?<=\s)\(\s{0,5}(?:since|because|as|da|weil)\b(?P<reason>[^()]*)\)\s*$", re.IGNORECASE)
_SOURCE = re.compile(
    r"(?<=\s)\(\s{0,5}(?:(?:from|by|row|see|using|aus|nach)\b[^<>=≤≥()]*(?:\([^()]*\)[^<>=≤≥()]*)?|[a-z\s-]{0,40}\b(?:rule|regel))"
    r"\)\s*$",
    re.IGNORECASE,
)


def unended(line: str) -> str:
    """The line without what says that the proof is complete, `∎`, `QED`, `contradiction`, or where it comes from.

    A reason in brackets, `(since b ≤ 0)`, is a statement of the line, as one behind a comma is.
    """
    return _REASON.sub(lambda found: f", {found['reason']}", _SOURCE.sub("", _END.sub("", line)))


def unnumbered(lines: Sequence[str]) -> list[str]:
    """The lines without what counts them: `1.`, `(2)`, `3)` or a bullet, where each of several has its own.

    Otherwise a number is a factor: `2. w1 + b = 1` alone is 2 w1 + b = 1.
    """
    bullets = [_BULLET.match(line) for line in lines]
    numbers = [_NUMBER.match(line) for line in lines]
    if all(bullets):
        return [line[found.end() :] for line, found in zip(lines, bullets, strict=True) if found]
    if len(lines) > 1 and [found and int(found["braced"] or found["bare"]) for found in numbers] == [
        *range(1, len(lines) + 1)
    ]:
        return [line[found.end() :] for line, found in zip(lines, numbers, strict=True) if found]
    return list(lines)
