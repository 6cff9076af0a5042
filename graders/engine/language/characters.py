"""One character set for all keyboards: what is typed in Unicode becomes plain text, offsets kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from graders.engine.language.alphabet import ALLOWED, PLAIN, SUBSCRIPTS, SUPERSCRIPTS
from graders.engine.language.errors import LanguageError
from graders.engine.language.names import ACCENTS
from graders.engine.syntax import Span


@dataclass(frozen=True, slots=True)
class Source:
    """The normalised text; `offsets[i]` is where its character i stands in the text as typed (None: the same place)."""

    text: str
    offsets: list[int] | None

    def span(self, start: int, end: int) -> Span:
        """A stretch of the normalised text as a stretch of the typed one."""
        if self.offsets is None:
            return (start, end)
        return (self.offsets[start], self.offsets[max(start, end - 1)] + 1 if end > start else self.offsets[start])


def normalise(text: str) -> Source:
    """Plain text for any text; raises LanguageError for what is invisible or only looks like a letter of ours."""
    if text.isascii() and text.isprintable():
        return Source(text, None)
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(text):
        piece, length = _piece(text, at, pieces[-1] if pieces else "")
        pieces.append(piece)
        offsets.extend([at] * len(piece) if length == 1 else _spread(len(piece), at, length))
        at += length
    offsets.append(len(text))
    return Source("".join(pieces), offsets)


def _spread(count: int, at: int, length: int) -> list[int]:
    """Offsets of a piece that stands for several typed characters: the last of it points at the last of them."""
    return [at + min(index, length - 1) for index in range(count - 1)] + [at + length - 1]


def _piece(text: str, at: int, before: str) -> tuple[str, int]:
    """What the character at a place (with those that belong to it) becomes, and how many they are."""
    character = text[at]
    if at + 1 < len(text) and text[at + 1] in ACCENTS and character.isalpha():
        return PLAIN.get(character, character) + ACCENTS[text[at + 1]], 2
    if " " <= character <= "~":
        return character, 1
    for table, sign in ((SUPERSCRIPTS, "^"), (SUBSCRIPTS, "_")):
        if character in table:
            end = at
            while end < len(text) and text[end] in table:
                end += 1
            raised = "".join(table[each] for each in text[at:end])
            return ("" if before.endswith(sign) else sign) + "{" + raised + "}", end - at
    if character in ALLOWED:
        return character, 1
    if (plain := PLAIN.get(character)) is not None:
        return plain, 1
    return _letter(text, at), 1


def _letter(text: str, at: int) -> str:
    """Accented and mathematical letters, spaces and full-width forms; everything else is refused by name."""
    character = text[at]
    if character.isspace() and (character in "\t\n\r" or unicodedata.category(character) in ("Zs", "Zl", "Zp")):
        return " "
    folded = unicodedata.normalize("NFKC", character)
    if folded != character and all(each in ALLOWED or " " <= each <= "~" for each in folded):
        return folded
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 2 and parts[0].isascii() and parts[1] in ACCENTS:
        return parts[0] + ACCENTS[parts[1]]
    raise _refused(character, at)


def _refused(character: str, at: int) -> LanguageError:
    name = unicodedata.name(character, "a control character")
    code = f"U+{ord(character):04X} ({name.lower()})"
    category = unicodedata.category(character)
    if category == "Cc":
        return LanguageError(f"There is an invisible character {code} here; please delete it.", (at, at + 1), "hostile")
    if category[0] == "C":
        return LanguageError(f"There is an invisible character {code} here; please delete it.", (at, at + 1))
    if category[0] == "L":
        return LanguageError(
            f"{character} is {code}, not a letter of this question; please type it again.", (at, at + 1)
        )
    return LanguageError(f"{character} is {code}, which I do not read in a formula.", (at, at + 1))
