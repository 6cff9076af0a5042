"""Text to tokens. Words stay whole: what `Xw` or `x_il` is made of depends on what is declared and where it stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from graders.engine.language import latex
from graders.engine.language.characters import Source
from graders.engine.language.errors import LanguageError
from graders.engine.language.functions import SNAKES
from graders.engine.language.names import GREEK


class Token(NamedTuple):
    """One sign, word or number, with its place in the normalised text. `kind` is the sign itself for signs."""

    kind: str
    text: str
    start: int
    end: int


_PARTS = r"(?:(?:linalg|special|nn|functional|numpy|scipy|math|activations)\.)*"
_OF_F = r"(?:leaky_?|log_?)?(?:relu6?|softmax|sigmoid)|[gs]elu|elu|silu|mish|soft(?:plus|min|sign)|tanh|hard\w+"
_PATTERN = re.compile(
    rf"""(?P<number>(?:[0-9]+(?:\.(?![.*/^'A-Za-z])[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<einsum>einsum\s*\(\s*(?:'[^'\n]*'|"[^"\n]*"))
    |(?P<module>(?:(?:np|numpy|jnp|jax|math|torch|tf|scipy|nn)\.{_PARTS}|F\.(?=(?:{_OF_F})\())(?=[A-Za-z]))
    |(?P<word>[A-Za-z][A-Za-z0-9]*|[Α-Ωα-ωℓ][0-9]*)
    |(?P<attribute>\.m?T(?![A-Za-z0-9])|\.(?=[A-Za-z]))
    |(?P<command>\\)
    |(?P<sign>\*\*|\.\*\*|\.[*/^']|\.{{3,}}|==|!=|<=|>=|=<|<>|=>|:=|\|\||\S)""",
    re.VERBOSE,
)

_SNAKE = re.compile(rf"(?:{'|'.join(SNAKES)})(?![A-Za-z0-9_])")

_SIGNS = {
    "**": "^",
    ".**": "elementwise^",
    ".^": "elementwise^",
    ".*": "elementwise*",
    "./": "elementwise/",
    "⊙": "elementwise*",
    "∘": "elementwise*",
    "⊘": "elementwise/",
    ".'": "'",
    "...": "…",
    "⋯": "…",
    "⋮": "…",
    "⋱": "…",
    "==": "=",
    ":=": "=",
    "!=": "≠",
    "<>": "≠",
    "<=": "≤",
    ">=": "≥",
    "=<": "≤",
    "=>": "⇒",
    "∴": "⇒",
    "||": "‖",
    "∧": "and",
    "·": "*",
    "×": "*",
    "⊗": "kron",
    "√": "sqrt",
    "∑": "Σ",
    "∏": "Π",
}
_DROPPED = frozenset("$~")


def tokenize(source: Source) -> list[Token]:
    """All tokens of a text and an `end`; raises LanguageError for a command nobody knows."""
    text = source.text
    tokens: list[Token] = []
    search = _PATTERN.search
    at = 0
    while (found := search(text, at)) is not None:
        start, at = found.span()
        kind = found.lastgroup
        piece = found.group()
        if kind == "sign":
            if piece not in _DROPPED:
                tokens.append(Token(_SIGNS.get(piece, "…" if piece[:2] == ".." else piece), piece, start, at))
        elif kind == "command":
            at = _command(source, start, tokens)
        elif kind == "attribute":
            tokens.append(Token(".T" if piece[-1] == "T" else ".", piece, start, at))
        elif kind == "word" and text[at : at + 1] == "_" and (snake := _SNAKE.match(text, start)) is not None:
            at = snake.end()
            tokens.append(Token("word", snake.group(), start, at))
        elif kind != "module":
            tokens.append(Token(kind or "", piece, start, at))
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _command(source: Source, start: int, tokens: list[Token]) -> int:
    """Add what a LaTeX command stands for; returns where it ends."""
    text = source.text
    if einsum := latex.EINSUM.match(text, start):
        tokens.append(Token("einsum", einsum.group(), start, einsum.end()))
        return einsum.end()
    if (word := latex.FONT_WORD.match(text, start)) and (name := _in_font(word["word"])):
        tokens.append(Token("word", name, word.start("word"), word.end("word")))
        return word.end()
    if digit := latex.BOLD_DIGIT.match(text, start):
        tokens.append(Token("bold", digit["braced"] or digit["bare"], start, digit.end()))
        return digit.end()
    if accent := latex.ACCENT.match(text, start):
        name = (accent["braced"] or accent["font"] or accent["bare"]).lstrip("\\")
        tokens.append(Token("word", GREEK.get(name, name) + accent["accent"], start, accent.end()))
        return accent.end()
    if environment := latex.ENVIRONMENT.match(text, start):
        side = "begin" if environment["side"] == "begin" else "end{}"  # a plain `end` is the end of the text
        tokens.append(Token(side, environment["name"].rstrip("*"), start, environment.end()))
        return environment.end()
    if null := latex.NULL_DELIMITER.match(text, start):
        return null.end()
    return _plain_command(source, start, tokens)


def _in_font(word: str) -> str | None:
    """A word whose font says nothing; None for a command that is no name."""
    return latex.WORDS.get(word[1:]) if word.startswith("\\") else word


def _plain_command(source: Source, start: int, tokens: list[Token]) -> int:
    found = latex.COMMAND.match(source.text, start)
    if found is None:
        raise LanguageError("A backslash stands alone here.", source.span(start, start + 1))
    name, end = found.group()[1:], found.end()
    if (sign := latex.COMMANDS.get(name)) is not None:
        tokens.append(Token(sign, found.group(), start, end))
    elif (word := latex.WORDS.get(name)) is not None:
        tokens.append(Token("word", word, start, end))
    elif name in latex.HOSTILE:
        raise LanguageError(f"I do not read {found.group()} in a formula.", source.span(start, end), "hostile")
    elif name not in latex.SKIPPED:
        raise LanguageError(f"I do not know the command {found.group()}.", source.span(start, end))
    return end
