"""Texts of a question with names of the student's own in their formulas."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FORMULA = re.compile(r"\$\$.+?\$\$|\$.+?\$", re.DOTALL)
_NUMBERED = re.compile(r"([^\W\d_]+)_?(\d+)")


def called(text: str, names: Mapping[str, str]) -> str:
    """The Markdown with names of the question replaced, all at once, by LaTeX: `{"h1": "a"}` makes `$h_1$` `$a$`."""
    if not names:
        return text
    given = list(names.values())
    pattern = re.compile("|".join(f"({_spellings(name)})" for name in names))

    def renamed(formula: re.Match[str]) -> str:
        return pattern.sub(lambda found: given[(found.lastindex or 1) - 1], formula[0])

    return _FORMULA.sub(renamed, text)


def _spellings(name: str) -> str:
    """How a name stands in LaTeX: `h1` is `h_1`, `h_{1}` or `h1`, but neither in `\\h1` nor in `h12`."""
    found = _NUMBERED.fullmatch(name)
    if found is None:
        return rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z0-9_])"
    return rf"(?<![A-Za-z\\]){found[1]}(?:_{found[2]}|_\{{{found[2]}\}}|{found[2]})(?!\d)"
