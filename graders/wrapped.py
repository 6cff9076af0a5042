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
_LAYOUT = r"(?:align(?:ed|at)?|equation|gather(?:ed)?|split|displaymath|math|multline)\*?"
_MARK = re.compile(rf"\\(?P<layout>begin|end)\s?\{{{_LAYOUT}\}}|\\(?P<inner>begin|end)\s?\{{|(?P<row>\\\\)|&")
_NAME = re.compile(r"(?P<open>\*\*)[A-Za-z]\w{0,20}(?P<close>\*\*)(?=\s{0,5}:?[=:])")


def bare(text: str) -> str:
    """The answer alone; blanks stand for what was around it, so that all else keeps its place in the text."""
    if "`" in text:
        text = _FENCE.sub(lambda found: _blank(found[0]), text)
        text = _CODE.sub(_inside, text)
    if found := _LABEL.match(text):
        text = _blank(found[0]) + text[found.end() :]
    if "\\begin" in text:
        text = _unaligned(text)
    if "**" in text:
        text = _NAME.sub(_inside, _BOLD.sub(_inside, text))
    return text


def _unaligned(text: str) -> str:
    """Without environments that only lay out lines; rows and columns of matrices in them stay."""
    pieces, end, depth, laid_out = list[str](), 0, 0, 0
    for found in _MARK.finditer(text):
        if found["inner"]:
            depth += 1 if found["inner"] == "begin" else -1
            continue
        if found["layout"]:
            laid_out = max(0, laid_out + (1 if found["layout"] == "begin" else -1))
        elif depth > 0 or not laid_out:
            continue
        pieces += [text[end : found.start()], "\n " if found["row"] else _blank(found[0])]
        end = found.end()
    return "".join([*pieces, text[end:]])


def _blank(text: str) -> str:
    return re.sub(r"\S", " ", text)


def _inside(found: re.Match[str]) -> str:
    return _blank(found["open"]) + found[0][len(found["open"]) : -len(found["close"])] + _blank(found["close"])
