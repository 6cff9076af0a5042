"""Graphs as people write them: a list or a text of assignments, or arrows such as `h2, z → * → h3`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from graders.engine.language.limits import CHARACTERS
from graders.engine.language.names import canonical
from graders.unreadable import AMBIGUOUS, TOO_LONG, UNPARSABLE, Unreadable, nothing
from graders.wrapped import bare

MOST_NODES = 64
LONGEST_LINE = 2 * CHARACTERS  # which may hold several statements
SENTENCE = "Please write one operation a line, such as h1 = ln(x), not a sentence."

_ARROW = re.compile(r"\s*(?:→|⟶|↦|[-–—]{1,3}>|\\(?:long)?(?:right)?arrow\b|\\(?:to|mapsto)\b)\s*")
_SPACES = re.compile(
    r"\\\\(?![A-Za-z]{2})|\\(?:[,;:! ]|q?quad\b|left\b|right\b|displaystyle\b)|[&$]|\\[()]|\\(?:begin|end)\{[a-z]+\*?\}"
)
_BREAK = re.compile(r"[;\n\r]|\\newline\b")
_BULLET = re.compile(r"^\s*(?:[-•*]\s+|\(?\d{1,2}[.):]\s+|(?:let|where|then|so|and|with|finally)\s+)+", re.IGNORECASE)
_DEFINES = re.compile(r":=|←|<-|⇐|(?<![<>=!])=(?!=)|(?<=\w):(?=\s)")
_NAME = re.compile(r"\\?(?P<base>[^\W\d_]+)(?P<digits>\d*)(?:_?\{?(?P<below>\w*)\}?)(?P<primes>['′]*)")
_ARGUMENTS = re.compile(r"\s*\([\w\s,]*\)\s*$")
_STYLE = re.compile(r"\\(?:text|mathrm|mathit|operatorname)\s*\{([^{}]*)\}")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_INFIX = {
    "+": "+", "-": "-", "−": "-", "*": "*", "×": "*", "·": "*", "⋅": "*", "/": "/", "÷": "/", "^": "^", "**": "^",
    "add": "+", "plus": "+", "sum": "+", "addition": "+", "subtract": "-", "sub": "-", "minus": "-", "multiply": "*",
    "mul": "*", "mult": "*", "times": "*", "prod": "*", "product": "*", "multiplication": "*",
    "divide": "/", "div": "/", "pow": "^", "power": "^", r"\times": "*", r"\cdot": "*",
}  # fmt: skip
_APPLIED = re.compile(r"(?<![\w\\])(?P<word>[A-Za-z]{3,8})\s*(?=\()|^\s*(?P<sign>[+*×·/])\s*(?=\()")


@dataclass(frozen=True, slots=True)
class Statement:
    """One node as it was written."""

    name: str
    expression: str
    sign: str = ""  # of an operation of which this is one operand


def statements(value: object) -> list[Statement]:
    """The nodes in the order given; raises Unreadable."""
    found = [_statement(piece) for text in _texts(value) for piece in _pieces(text)]
    made = list(_joined(found))
    if not made:
        raise nothing()
    if len(made) > MOST_NODES:
        raise Unreadable(TOO_LONG, f"A graph has at most {MOST_NODES} nodes here.")
    return _spelt(made)


def operation(word: str) -> str | None:
    """The sign of an operation of two operands, by its sign or its name."""
    return _INFIX.get(word.strip().lower())


def _texts(value: object) -> list[str]:
    if isinstance(value, str) and value.lstrip()[:2].strip() in ("[", '["', "{", '{"'):
        with suppress(msgspec.DecodeError, UnicodeEncodeError, RecursionError):  # no JSON, but perhaps a graph
            value = msgspec.json.decode(value)
    if value is None or value in ("", [], {}):
        raise nothing()
    if isinstance(value, dict):
        value = [f"{name} = {text}" for name, text in value.items()]
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Unreadable(UNPARSABLE, "Give the graph as lines, each a node such as h1 = ln(x).")
    if not any(text.strip() for text in texts):
        raise nothing()
    if len(texts) > MOST_NODES or any(len(text) > CHARACTERS * MOST_NODES for text in texts):
        raise Unreadable(TOO_LONG, f"A graph has at most {MOST_NODES} nodes here.")
    return list(map(bare, texts))


def _pieces(text: str) -> Iterator[str]:
    """The statements of a text: between semicolons, new lines, and those commas that no bracket or operand needs."""
    text = _STYLE.sub(r"\1", text)
    for line in _BREAK.split(_SPACES.sub(lambda found: "\n" if "{" in found[0] or found[0] == r"\\" else " ", text)):
        line = re.sub(r"\s+", " ", line)
        if len(line) > LONGEST_LINE:
            raise _too_long(LONGEST_LINE)
        arrows = _ARROW.search(line) is not None
        whole = ""
        for part in _at_commas(line):
            # operands wait for their arrow; whatever stands behind an equation belongs to it until the next begins
            if whole and (_ARROW.search(whole) if arrows else _DEFINES.search(part)):
                yield from _trimmed(whole)
                whole = part
            else:
                whole = f"{whole},{part}" if whole else part
        yield from _trimmed(whole)


def _trimmed(piece: str) -> Iterator[str]:
    if piece.strip(" \t,."):
        yield _BULLET.sub("", piece.strip().rstrip(",. "))


def _at_commas(line: str) -> Iterator[str]:
    depth, start = 0, 0
    for at, character in enumerate(line):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and (character == "," or line.startswith(" and ", at)):
            yield line[start:at]
            start = at + (1 if character == "," else len(" and "))
    yield line[start:]


def _statement(piece: str) -> Statement:
    if len(piece) > CHARACTERS:
        raise _too_long(CHARACTERS)
    parts = _ARROW.split(piece)
    if len(parts) > 1 and not _DEFINES.search(piece):
        return _from_arrows(parts)
    sides = _DEFINES.split(piece)
    if len(sides) < 2:
        spoken = len(re.findall(r"[A-Za-z]{2,}", piece)) > 1 and not re.search(r"[()^*+/=]", piece)
        raise Unreadable("natural-language" if spoken else UNPARSABLE, SENTENCE if spoken else _unread(piece))
    if len(sides) > 2:
        raise Unreadable(AMBIGUOUS, f"“{piece.strip()[:40]}” has two equals signs: write each node as one equation.")
    return Statement(_name(sides[0]), _called(sides[1]))


def _from_arrows(parts: list[str]) -> Statement:
    """`operands → operation → name`, or `expression → name`."""
    if len(parts) == 2:
        return Statement(_name(parts[1]), _called(parts[0]))
    if len(parts) != 3:
        raise Unreadable(UNPARSABLE, "With arrows, write each node as operands → operation → name.")
    operands = [operand.strip() for operand in re.split(r"[,&]|\band\b", parts[0]) if operand.strip()]
    middle = parts[1].strip().strip("()[]") if operation(parts[1].strip().strip("()[]")) else parts[1].strip()
    if (sign := operation(middle)) and len(operands) == 1:
        return Statement(_name(parts[2]), f"({operands[0]})", sign)
    if sign and operands:
        return Statement(_name(parts[2]), sign.join(f"({operand})" for operand in operands))
    if re.fullmatch(r"\\?[A-Za-z]+(?:\(\s*[·.]?\s*\))?", middle):
        return Statement(_name(parts[2]), f"{middle.partition('(')[0]}({', '.join(operands)})")
    if middle.replace(" ", "") in ("e^", "e^x", "e^{}", "e^(.)", "e^·") and len(operands) == 1:
        return Statement(_name(parts[2]), f"e^({operands[0]})")
    return Statement(_name(parts[2]), _called(middle))


def _joined(made: list[Statement]) -> Iterator[Statement]:
    """Nodes whose operands have an arrow each put together: `h1→+→f; h3→+→f`."""
    gathered: dict[tuple[str, str], list[str]] = {}
    for statement in made:
        if statement.sign:
            gathered.setdefault((statement.name, statement.sign), []).append(statement.expression)
        else:
            yield statement
    for (name, sign), operands in gathered.items():
        yield Statement(name, sign.join(operands))


def _called(expression: str) -> str:
    """`mul(h2, z)` and `*(h2, z)` are products like any other; what a name means elsewhere is not touched."""
    text = expression.strip()
    found = _APPLIED.match(text)
    sign = operation(found["word"] or found["sign"]) if found else None
    if found is None or sign is None or not text.endswith(")"):
        return text
    operands = list(_at_commas(text[found.end() + 1 : -1]))
    if len(operands) < 2 or not all(operand.strip() for operand in operands):
        return text
    return sign.join(f"({operand.strip()})" for operand in operands)


def _name(text: str) -> str:
    """A node's name; what it depends on, as in `f(x, y)`, is left out."""
    bare = _BULLET.sub("", _ARGUMENTS.sub("", text)).strip().strip(",.").strip().translate(_SUBSCRIPTS)
    if not _NAME.fullmatch(bare):
        spoken = len(bare.split()) > 1
        raise Unreadable("natural-language" if spoken else UNPARSABLE, _unread(text) if not spoken else SENTENCE)
    return bare


def _spelt(made: list[Statement]) -> list[Statement]:
    """Names in words (`h_exp`, `h_{sum}`, `h'`) glued together everywhere, so that each is a single word."""
    odd = {s.name: glued for s in made if (glued := _glued(s.name)) != s.name}
    patterns = [
        (re.compile(rf"(?<![\w\\]){re.escape(name)}(?![\w'′])"), glued)
        for name, glued in sorted(odd.items(), key=lambda pair: -len(pair[0]))
    ]
    spelt = []
    for statement in made:
        text = statement.expression
        for pattern, glued in patterns:
            text = pattern.sub(glued, text)
        spelt.append(Statement(odd.get(statement.name, statement.name), text))
    return spelt


def _glued(name: str) -> str:
    found = _NAME.fullmatch(name)
    if found is None or not (found["primes"] or re.search(r"[^\d]", found["below"] or "")):
        return canonical(name.lstrip("\\"))
    return f"{found['base']}{found['digits']}{found['below'].replace('_', '')}{'p' * len(found['primes'])}"


def _too_long(most: int) -> Unreadable:
    return Unreadable("hostile", f"A line here is longer than {most} characters.")


def _unread(text: str) -> str:
    return f"I could not read “{text.strip()[:40]}” as a node: write it as in h1 = ln(x)."
