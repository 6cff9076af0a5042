"""Free text: counted here, judged by a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from graders.unreadable import TOO_LONG, UNPARSABLE, Unreadable, nothing
from graders.verdict import Outcome, Verdict

LONGEST = 20_000

_ABBREVIATION = re.compile(r"\b(?i:e\.\s?g|i\.\s?e|cf|etc|vs|resp|approx|fig|eq|w\.r\.t)\.(?!\s+[A-Z])")
_END = re.compile(r"[.?!…]+[\"'”’)\]]*(?=\s|$)")  # a stop inside 0.5 or softmax.py ends nothing
_WORD = re.compile(r"\w[\w'’\-]*")


@dataclass(frozen=True)
class Lengths:
    """How long a text may be before its writer is warned; nothing is ever refused for it."""

    max_sentences: int | None = None
    max_words: int | None = None


def sentences(text: str) -> int:
    """The number of sentences; words after the last full stop are one too."""
    text = _ABBREVIATION.sub("", text)
    ended = len(_END.findall(text))
    rest = _END.split(text)[-1]
    return ended + bool(_WORD.search(rest))


def words(text: str) -> int:
    """The number of words."""
    return len(_WORD.findall(text))


def warnings(lengths: Lengths, text: str) -> tuple[str, ...]:
    """What to tell the writer of a text that is longer than it should be."""
    found = []
    if lengths.max_sentences is not None and (count := sentences(text)) > lengths.max_sentences:
        found.append(f"This has {count} sentences; at most {lengths.max_sentences} are asked for.")
    if lengths.max_words is not None and (count := words(text)) > lengths.max_words:
        found.append(f"This has {count} words; at most {lengths.max_words} are asked for.")
    return tuple(found)


def read(value: Any) -> str:
    """The text of a value; raises Unreadable."""
    if value is None:
        raise nothing()
    if not isinstance(value, str):
        raise Unreadable(UNPARSABLE, "An answer here is text.")
    if not value.strip():
        raise nothing()
    if len(value) > LONGEST:
        raise Unreadable(TOO_LONG, f"This is longer than {LONGEST:,} characters.")
    return value


def grade(lengths: Lengths, value: Any) -> Verdict:
    """Stored for a person to grade, with a warning where it is too long."""
    try:
        text = read(value)
    except Unreadable as fault:
        return fault.verdict()
    return Verdict(Outcome.UNGRADED, feedback=" ".join(["A person will grade this.", *warnings(lengths, text)]))
