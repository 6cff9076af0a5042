"""What graders show of a reading: LaTeX, shape, and the words for what could not be read."""

from __future__ import annotations

from graders.engine.language.errors import LanguageError
from graders.engine.language.printing.latex import to_latex
from graders.engine.sizes import Shape
from graders.engine.syntax import Tree
from graders.unreadable import Unreadable


def latex(tree: Tree) -> str:
    """A tree as LaTeX."""
    return to_latex(tree)


def shown(shape: Shape) -> tuple[str, ...]:
    """A shape as strings, one an axis."""
    return tuple(map(str, shape))


def unreadable(problem: LanguageError) -> Unreadable:
    """The message of the language, with what may have been meant."""
    message = problem.message[:1].upper() + problem.message[1:]
    if not message.endswith((".", "?", "!")):
        message += "."
    if problem.suggestion:
        message += f" Did you mean `{problem.suggestion}`?"
    return Unreadable(problem.tag, message)
