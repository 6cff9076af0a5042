"""Why a text could not be read: words instead of a formula, code, or a formula that breaks off."""

from __future__ import annotations

import re

from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope
from graders.engine.language.words import nearest, resolve

_CODE = re.compile(
    r"__[a-z]|<\s*/?\s*[a-z]+[^<>]*>|\b(?:import|eval|exec|drop\s+table|select\s.+\sfrom|javascript)\b"
    r"|\blambda\b[^:]{0,40}:|;\s*--|\$\{|\{\{",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"\\(?:begin|end)\s*\{[a-z]*\*?\}?|\\(?!text|mathrm)[A-Za-z]+")
_SPOKEN_WORDS = (
    "an and as at by for from has in is it its no none not of on or so the then this that to when where with zero one "
    "two three times minus plus over squared cubed transpose transposed inverse"
)
_SPOKEN = frozenset(_SPOKEN_WORDS.split())
_WORD = re.compile(r"(?<![A-Za-z\\._])[A-Za-z]{2,}(?![A-Za-z0-9]*[_^])")


def explained(error: LanguageError, text: str, scope: Scope) -> LanguageError:
    """The error, or a better reason for it where the whole text shows one."""
    if error.tag in ("empty", "nonfinite", "hostile"):
        return error
    if _CODE.search(text):
        return LanguageError("I could not read this as a formula.", error.span, "hostile")
    if error.tag in ("unparsable", "free-index") and speaks(text, scope):
        return LanguageError("Please write a formula, not a sentence.", error.span, "natural-language")
    return error


def speaks(text: str, scope: Scope) -> bool:
    """Whether a text has words that are neither names nor functions nor near to one."""
    text = _COMMAND.sub(" ", text)
    for found in _WORD.finditer(text):
        word = found.group()
        called = text[found.end() :].lstrip()[:1] in ("(", "[", "{")
        if called:
            continue
        if word.lower() in _SPOKEN and resolve(scope, word).kind != "name":
            return True
        if resolve(scope, word).kind == "unknown" and len(word) > 2 and nearest(scope, word) is None:
            return True
    return False
