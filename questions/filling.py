"""Values put in where texts name parameters: `{{a}}`, so that what stands around them keeps its meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from questions.kind import JSON, SpecError
from questions.parameters import Parameters, Value, is_number

PROSE: Final = frozenset(
    {"title", "prompt", "hints", "label", "options", "feedback", "blocks", "items", "choices", "text"}
)
FIXED: Final = frozenset(
    {"id", "extra", "tries", "parameters", "draws_with", "name", "kind", "points", "follows", "example"}
)

Path = tuple[str | int, ...]

_BRACES = re.compile(r"\{\{([^{}]*)\}\}")
_REFERENCE = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)?", re.ASCII)
_DOLLARS = re.compile(r"(?<!\\)\$\$?")
_OPENING = frozenset("([{=<>,;:&$≤≥≠≈→")  # what a minus sign may follow
_TAKES_ONE = re.compile(r"[\^_}\]]$|\\[A-Za-z]+$")
_DIGIT = re.compile(r"\d|\.\d|\{\{")
_POWER = re.compile(r"\s*(?:\^|\*\*|\.\^|[!'])")


def references(content: JSON, at: Path = ()) -> Iterator[tuple[Path, str]]:
    """Whatever stands in double braces, and where; in a question's content not in what is the same for everybody."""
    if isinstance(content, str):
        yield from ((at, found[1].strip()) for found in _BRACES.finditer(content))
    elif isinstance(content, list):
        for number, part in enumerate(content):
            yield from references(part, (*at, number))
    elif isinstance(content, dict):
        for key, part in content.items():
            if not _fixed(key, at):
                yield from references(part, (*at, key))


def texts(content: JSON) -> Iterator[str]:
    """All texts in a content."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, list | dict):
        for part in content.values() if isinstance(content, dict) else content:
            yield from texts(part)


def complaint(reference: str, parameters: Parameters) -> str | None:
    """What is wrong with what stands in double braces, or None. What names no parameter may be LaTeX."""
    if _REFERENCE.fullmatch(reference):
        if reference in parameters:
            return None
        known = ", ".join(f"`{name}`" for name in parameters.names) or "none"
        return f"there is no parameter `{reference}`; there are {known} (in LaTeX, one pair of braces is enough)"
    if set(re.findall(r"\w+", reference)) & set(parameters.names):
        return f"only a name stands in double braces: give `{reference}` a name of its own in `parameters`"
    return None


def fill(content: JSON, values: Mapping[str, Value], at: Path = ()) -> JSON:
    """The content with values in the place of the names; raises SpecError where a table stands within a text."""
    if isinstance(content, str):
        return _text(content, values, prose=bool(PROSE.intersection(at)) or "$" in content)
    if isinstance(content, list):
        return [fill(part, values, (*at, number)) for number, part in enumerate(content)]
    if isinstance(content, dict):
        return {key: part if _fixed(key, at) else fill(part, values, (*at, key)) for key, part in content.items()}
    return content


def _fixed(key: str, at: Path) -> bool:
    """Whether a key of a question or of a field, not of what a field's kind keeps below it."""
    return key in FIXED and (at == () or (len(at) == 2 and at[0] == "field"))


def _text(text: str, values: Mapping[str, Value], prose: bool) -> JSON:
    whole = _BRACES.fullmatch(text.strip())
    if whole and _REFERENCE.fullmatch(whole[1].strip()):
        value = _value(whole[1].strip(), values)
        return value if isinstance(value, list | dict) else _plain(value)
    pieces, end = [], 0
    for found in _BRACES.finditer(text):
        reference = found[1].strip()
        if not _REFERENCE.fullmatch(reference):
            continue
        pieces.append(text[end : found.start()])
        before, after = text[: found.start()], text[found.end() :]
        value = _value(reference, values)
        formula = not prose or len(_DOLLARS.findall(before)) % 2 == 1
        pieces.append(_in_formula(value, before, after) if formula else _plain(value))
        end = found.end()
    return "".join(pieces) + text[end:]


def _value(reference: str, values: Mapping[str, Value]) -> Value:
    name, dot, part = reference.partition(".")
    return values[name][part] if dot else values[name]


def _plain(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        raise SpecError("a table cannot stand within a text: name a part of it, as in `{{name.part}}`")
    return format(Decimal(str(value)), "f") if is_number(value) else json.dumps(value)


def _in_formula(value: Value, before: str, after: str) -> str:
    """A value as one operand: in braces where LaTeX takes a single sign, in brackets where its digits would merge with
    others or its minus sign would stand beside an operator."""
    plain = _plain(value)
    if found := _TAKES_ONE.search(before):
        return plain if len(plain) == 1 and found[0] in "^_" else f"{{{plain}}}"
    if not is_number(value):
        return plain
    operand = before.rstrip()[-1:]
    beside = value < 0 and ((operand and operand not in _OPENING) or _POWER.match(after) is not None)
    merges = before[-1:].isdigit() or before[-1:] == "." or _DIGIT.match(after) is not None
    return f"({plain})" if beside or merges else plain
