"""Choices as people give them: letters however they are wrapped, ticked boxes, the words of an option, yes and no."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from graders.numbered import unnumbered
from graders.unreadable import AMBIGUOUS, TOO_LONG, UNPARSABLE, Unreadable, nothing
from graders.wrapped import bare

LONGEST = 2000
MOST = 100  # letters in a list

_SAYS_YES = "true yes t y 1 ✓ ✔ ✅ ja wahr richtig oui vrai can possible"
_SAYS_NO = "false no f n 0 ✗ ✘ ✖ ❌ nein falsch non faux cannot can't impossible"
_YES, _NO = frozenset(_SAYS_YES.split()), frozenset(_SAYS_NO.split())
_FILLERS = """the my i i'd think say choose pick select answer option choice letter is it it's statement definitely only
just both correct right die antwort la réponse ist est"""
_FILLER = frozenset(_FILLERS.split())
_BEHIND = frozenset(["only", "alone", "is", "are", "the", "answer", "correct", "right"])  # `D is correct`
_NEGATED = frozenset("!¬~")
_NOT = re.compile(r"not possible|can not")
_TICKED = re.compile(r"\[\s?[xX✓✔]\s?\]")
_UNTICKED = re.compile(r"[-*•]?\s*(?:\[\s?\]|☐)")
_COMMANDS = re.compile(r"\\(?:boxed|text|textbf|mathrm|mathbf|mathsf)\b")
_PARTS = re.compile(r"[,;&+|\n]|(?<![0-9])/|/(?![0-9])|\b(?:and|und|et)\b")
_WRAPPED = re.compile(
    r"[\W_]*([a-z])(?:[.):\]}*_]+(?!(?<=[*_])\w)|\s*[-–—:]\s)\s*([^,;&+/|\n].*|)", re.DOTALL
)  # `(a) words`, `a. words`
_EDGES = " \t\n\r.,;:!()[]{}*_`\"'“”‘’$>•-"
FEWEST = 4  # letters of a beginning that names an option


def letters(options: Mapping[str, str], value: Any) -> Iterable[str]:
    """The letters that a value names, as often as it does; raises Unreadable."""
    if value is None:
        raise nothing()
    if isinstance(value, str):
        return _from_text(options, value)
    if isinstance(value, list) and len(value) > MOST:
        raise Unreadable(TOO_LONG, f"A choice names at most {MOST} options.")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [letter for item in value for letter in _from_text(options, item)]
    raise Unreadable(UNPARSABLE, "An answer here is the letter of an option.")


def _from_text(options: Mapping[str, str], text: str) -> list[str]:
    if len(text) > LONGEST:
        raise Unreadable(TOO_LONG, "This is too long for the letter of an option.")
    if not text.strip():
        raise nothing()
    lines = [line for line in bare(text).splitlines() if not _UNTICKED.match(line.strip())]
    text = _TICKED.sub(" ", unicodedata.normalize("NFKC", "\n".join(unnumbered(lines))))
    text = _COMMANDS.sub(" ", text)
    if text.strip().startswith("["):
        try:
            inner = json.loads(text)
        except (ValueError, RecursionError):
            inner = None
        if isinstance(inner, list) and inner and all(isinstance(item, str) for item in inner):
            return [letter for item in inner for letter in _named(options, item)]
    return _named(options, text)


def _named(options: Mapping[str, str], text: str) -> list[str]:
    """The letters a text names: an option as a whole, or options between separators."""
    parts = [part for part in _PARTS.split(text) if part.strip(_EDGES)]
    if whole := _by_words(options, _plain(text)):
        return [whole]
    each = [_one(options, part) for part in parts] if len(parts) > 1 else [None]
    if None not in each:
        return [letter for letter in each if letter]
    if whole := _one(options, text):
        return [whole]
    first, *rest = [_one(options, part) for part in parts] or [None]
    if first is None:
        return _glued(options, text)
    if "," not in text and None in rest:
        raise _unknown()
    return [first, *(letter for letter in rest if letter)]  # words after a comma explain


def _one(options: Mapping[str, str], text: str) -> str | None:
    """The one option that a text names by its letter, its words, or both."""
    plain = _plain(text)
    if text.strip()[:1] in _NEGATED:
        return None
    found = (
        _by_words(options, plain) or _by_letter(options, plain) or _by_truth(options, plain) or _begun(options, plain)
    )
    if found:
        return found
    if wrapped := _WRAPPED.fullmatch(_without_filler(text.casefold())):
        letter, words = _by_letter(options, wrapped[1]), wrapped[2]
        other = (
            _by_words(options, _plain(words)) or _by_letter(options, _plain(words)) or _by_truth(options, _plain(words))
        )
        if letter and not other and _plain(words) in _NO:
            raise Unreadable(AMBIGUOUS, "Give only the letters that you choose, and leave out the others.")
        if letter and (other or letter) != letter:
            raise Unreadable(AMBIGUOUS, "The letter and the words name different options: choose one.")
        return letter if letter and "," not in words and (other or len(words) > 1) else None
    return None


def _by_words(options: Mapping[str, str], plain: str) -> str | None:
    return next((letter for letter, words in options.items() if _plain(words) == plain), None)


def _begun(options: Mapping[str, str], plain: str) -> str | None:
    """The one option that begins with these words: `none` for `None of these`."""
    begun = [letter for letter, words in options.items() if _begins(_plain(words), plain)]
    return begun[0] if len(begun) == 1 and len(plain) >= FEWEST else None


def _begins(words: str, plain: str) -> bool:
    return words.startswith(plain) and not words[len(plain) :][:1].isalnum()


def _by_letter(options: Mapping[str, str], plain: str) -> str | None:
    return next((letter for letter in options if letter.casefold() == plain), None)


def _by_truth(options: Mapping[str, str], plain: str) -> str | None:
    """`yes`, `F` or `1` where the two options say yes and no, or true and false."""
    plain = _NOT.sub("cannot", plain)
    if len(options) != 2 or plain not in _YES | _NO:
        return None
    meant = _YES if plain in _YES else _NO
    return next((letter for letter, words in options.items() if re.split(r"\W", words.casefold())[0] in meant), None)


def _glued(options: Mapping[str, str], text: str) -> list[str]:
    """`AC` or `A C` where several may be chosen, and what else is no option at all."""
    glued = re.sub(r"\s", "", text.strip(_EDGES))
    if len(glued) > 1 and len(set(glued)) == len(glued) and all(letter in options for letter in glued):
        return list(glued)
    raise _unknown()


def _unknown() -> Unreadable:
    return Unreadable(UNPARSABLE, "I could not match this with one of the options: give its letter.")


def _plain(text: str) -> str:
    return " ".join(_without_filler(text.casefold()).strip(_EDGES).split())


def _without_filler(text: str) -> str:
    words = text.split()
    while len(words) > 1 and words[0].strip(_EDGES) in _FILLER:
        words.pop(0)
    while len(words) > 1 and words[-1].strip(_EDGES) in _BEHIND:
        words.pop()
    return " ".join(words)
