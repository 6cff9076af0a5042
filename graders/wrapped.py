"""What stands around an answer that was pasted from elsewhere: a label such as `Answer:`, bold type, code fences."""

from __future__ import annotations

import re

_SAID = r"answers?|solution|result|antwort|lösung|ergebnis|réponse|résultat|respuesta|risposta"
_LABEL = re.compile(
    rf"[\s*_>#]{{0,20}}(?:(?:the|my|final|correct|die|das|la|le|ma)\s{{1,5}}){{0,3}}(?:{_SAID})\b"
    r"[*_]{0,3}\s{0,5}(?:[:：]|(?:is|are|ist|lautet|est)\b\s{0,5}:?)[*_]{0,3}\s{0,5}",
    re.IGNORECASE,
)
_FENCE = re.compile(r"^[ \t]{0,8}`{3}[\w+\-]{0,20}[ \t]{0,8}$", re.MULTILINE)
_CODE = re.compile(r"^(?P<open>\s{0,8}`)[^`\n]+(?P<close>`[.,;]?[ \t]{0,8})$", re.MULTILINE)
_BOLD = re.compile(r"^(?P<open>\s{0,8}\*\*)(?=\S)[^*\n]+(?P<close>\*\*[ \t]{0,8})$", re.MULTILINE)
_NAME = re.compile(r"(?P<open>\*\*)[A-Za-z]\w{0,20}(?P<close>\*\*)(?=\s{0,5}:?[=:])")


def bare(text: str) -> str:
    """The answer alone; blanks stand for what was around it, so that all else keeps its place in the text."""
    if "`" in text:
        text = _FENCE.sub(lambda found: _blank(found[0]), text)
        text = _CODE.sub(_inside, text)
    if found := _LABEL.match(text):
        text = _blank(found[0]) + text[found.end() :]
    if "**" in text:
        text = _NAME.sub(_inside, _BOLD.sub(_inside, text))
    return text


def _blank(text: str) -> str:
    return re.sub(r"\S", " ", text)


def _inside(found: re.Match[str]) -> str:
    return _blank(found["open"]) + found[0][len(found["open"]) : -len(found["close"])] + _blank(found["close"])
