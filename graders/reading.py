"""What graders show of a reading: LaTeX, shape, and the words for what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graders.engine.language.errors import LanguageError
from graders.engine.language.printing.latex import to_latex
from graders.engine.language.scope import Scope
from graders.engine.sizes import Shape
from graders.engine.syntax import Tree
from graders.unreadable import Unreadable

_WORD = re.compile(r"[a-z]{3,}\b")


def latex(tree: Tree, scope: Scope) -> str:
    """A tree as LaTeX, in the names of a question."""
    return to_latex(tree, scope.numbers)


def shown(shape: Shape) -> tuple[str, ...]:
    """A shape as strings, one an axis."""
    return tuple(map(str, shape))


def stacked(lines: Iterable[str]) -> str:
    """Several lines of LaTeX, one below the other."""
    body = r" \\ ".join(lines)
    return rf"\begin{{array}}{{l}}{body}\end{{array}}"


def unreadable(problem: LanguageError) -> Unreadable:
    """The message of the language, with what may have been meant."""
    message = problem.message
    if _WORD.match(message):  # what the person typed keeps its case
        message = message[:1].upper() + message[1:]
    if not message.endswith((".", "?", "!")):
        message += "."
    if problem.suggestion and problem.suggestion not in message:
        message += f" Did you mean `{problem.suggestion}`?"
    return Unreadable(problem.tag, message, problem.span)
