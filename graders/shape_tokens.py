"""The pieces of a shape as typed: sizes, separators and brackets; words that only describe are set apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from graders.unreadable import AMBIGUOUS, UNPARSABLE, Unreadable

NATURAL = "natural-language"
UNKNOWN = "free-index"  # a letter that stands for nothing here
SEPARATOR = "×"
OPENING = {"(": ")", "[": "]", "{": "}", "<": ">"}
CLOSING = frozenset(OPENING.values())

# Words that may stand around a shape without changing it.
_FILLERS = """shape size sizes dimension dimensions dim dims matrix tensor array torch np numpy tf tensorshape tuple the
a an is of it has with in real jacobian output length entries elements dimensional and zeros ones empty diagonal
der die das ein eine ist mit und et länge einträge einträgen größe form"""
FILLERS = frozenset(_FILLERS.split())
LAYOUTS = frozenset(["row", "rows", "column", "columns", "col", "cols", "vector", "scalar", "number", "square"])
FOREIGN = {
    "zeilenvektor": "row", "spaltenvektor": "column", "vektor": "vector", "zeile": "row", "zeilen": "rows",
    "spalte": "column", "spalten": "columns", "skalar": "scalar", "zahl": "number", "quadratisch": "square",
    "quadratische": "square", "ligne": "row", "lignes": "rows", "colonne": "column", "colonnes": "columns",
    "vecteur": "vector", "scalaire": "scalar",
}  # fmt: skip
NUMERALS = {"one": "1", "two": "2", "three": "3", "four": "4"}

LATEX = {
    r"\times": SEPARATOR,
    r"\cdot": "·",
    r"\in": "∈",
    r"\colon": ":",
    r"\{": "{",
    r"\}": "}",
}
SILENT_LATEX = re.compile(
    r"\\(?:left|right|[bB]ig[lr]?|mathbb|mathbf|mathrm|mathit|text|textrm|operatorname|boxed|q?quad|[,;:! ()\[\]])"
)
SIGNS = str.maketrans("⨯✕✖⨉∗⋅ℝ⟨⟩−‐‑", "××××*·R<>---")
REMARK = re.compile(r"\(\s*(?:an?\s+)?(?:row|column|col|square|diagonal)?\s*(?:vector|matrix|tensor|row|column)\s*\)")
RANK = re.compile(r"\b[1-9]-?[dD](?=\s+(?:tensor|array|matrix)\b)")  # `4D tensor`
METHOD = re.compile(r"(?<=[)\]\w])\.(?:shape|size\(\))\s*$")  # `np.zeros((1, d)).shape`
TOKEN = re.compile(r"\d+|[^\W\d_]+|\S")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; `kind` is axis, separator, open, close, comma or power."""

    kind: str
    text: str
    glued: bool  # no space before it


def normalise(text: str) -> str:
    text = _superscripts(text)
    for command, sign in LATEX.items():
        text = re.sub(re.escape(command) + r"(?![A-Za-z])", sign, text)
    text = SILENT_LATEX.sub(" ", text).replace("$", " ")
    text = re.sub(r"\{\s*R\s*\}", "R", unicodedata.normalize("NFKC", text.translate(SIGNS)).translate(SIGNS))
    text = METHOD.sub("", RANK.sub("", REMARK.sub("", text)))
    for character in text:
        if unicodedata.category(character) in ("Cf", "Cc") and not character.isspace():
            raise Unreadable(
                UNPARSABLE, f"There is an invisible character (U+{ord(character):04X}) in the answer; please retype it."
            )
    if "\\" in text:
        raise Unreadable(UNPARSABLE, "That LaTeX command does not belong into a shape; write for example `p x q`.")
    text = re.sub(r"\bR\s*\^", "R ", text.strip().rstrip(".;").replace("**", "^"))
    text = re.sub(r"-(?=dim|vector|by-)", " ", text)
    return re.sub(r"(?i)\s*-?\s*(?<![^\W\d_])by(?![^\W\d_])\s*-?\s*", SEPARATOR, text)


def _superscripts(text: str) -> str:
    """`d²` and `ℝ¹ˣᵈ` with a caret: a run of superscripts becomes one group."""
    pieces: list[str] = []
    raised = ""
    for character in [*text, ""]:
        decomposition = unicodedata.decomposition(character) if character else ""
        if decomposition.startswith("<super>"):
            raised += unicodedata.normalize("NFKC", character)
            continue
        if raised:
            pieces.append("^{" + raised + "}")
            raised = ""
        pieces.append(character)
    return "".join(pieces)


def after_sign(text: str) -> str:
    """What follows the last `=`, `∈` or `:`; `J.shape = (1, d)` is about `(1, d)`."""
    head, sign, rest = text, "", text
    for match in re.finditer(r"[=∈:≈]", text):
        head, sign, rest = text[: match.start()], match.group(), text[match.end() :]
    if sign and not (head.strip() and rest.strip()):
        raise Unreadable(UNPARSABLE, f"One side of `{sign}` is missing.")
    return rest


def tokens(text: str, letters: Collection[str], words: list[str]) -> Iterator[Token]:
    """Tokens of the axes; words that only describe go to `words`."""
    end = 0
    for match in TOKEN.finditer(text):
        run, glued = match.group(), match.start() == end and match.start() > 0
        end = match.end()
        if run in OPENING:
            yield Token("open", run, glued)
        elif run in CLOSING:
            yield Token("close", run, glued)
        elif run in ",;":
            yield Token("comma", run, glued)
        elif run in "×*":
            yield Token("separator", run, glued)
        elif run == "^":
            yield Token("power", run, glued)
        elif run.isdigit():
            yield Token("axis", run, glued)
        elif run[0].isalpha():
            yield from _word(run, glued, letters, words)
        elif run == "." and words and text[end : end + 1].isalpha():
            continue  # torch.Size, np.shape
        elif run == "·":
            raise Unreadable(
                AMBIGUOUS, "`·` may join two sizes or separate two axes; write `x` or a comma between axes."
            )
        else:
            raise Unreadable(UNPARSABLE, f"`{run}` does not belong into a shape; write for example `p x q`.")


def _word(run: str, glued: bool, letters: Collection[str], words: list[str]) -> Iterator[Token]:
    lowered = FOREIGN.get(run.lower(), run.lower())
    if lowered in NUMERALS:
        yield Token("axis", NUMERALS[lowered], False)
    elif run not in letters and (lowered in LAYOUTS or lowered in FILLERS or run == "R"):
        words.append(lowered)
    else:
        yield from _letters(run, glued, letters)


def _letters(run: str, glued: bool, letters: Collection[str]) -> Iterator[Token]:
    """`nxkxd` is three letters with signs between them, `nd` one axis of two letters."""
    pieces = [run] if run in letters else re.split(r"([xX])", run)
    if max(len(piece) for piece in pieces) > 1 and not all(c in letters or c in "xX" for c in run):
        raise Unreadable(NATURAL, "Please write the shape with the sizes of the question, not a sentence.")
    for piece in pieces:
        for character in [piece] if piece in letters else piece:
            if character in letters:
                yield Token("axis", character, glued)
            elif character in "xX":
                yield Token("separator", character, glued)
            else:
                raise Unreadable(UNKNOWN, _unknown(character, letters))
            glued = True


def _unknown(letter: str, letters: Collection[str]) -> str:
    known = ", ".join(sorted(letters))
    if letter.swapcase() in letters:
        return f"`{letter}` is no size here; did you mean `{letter.swapcase()}`?"
    return (
        f"`{letter}` is no size of this question; the sizes are {known}."
        if known
        else f"`{letter}` is no size of this question."
    )
