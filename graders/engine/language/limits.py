"""What is refused before anything is computed, whatever it means."""

from __future__ import annotations

from graders.engine.language.errors import LanguageError
from graders.engine.syntax import Span

CHARACTERS = 2_000
NESTING = 64
NODES = 400
HEIGHT = NODES // 2  # of the tree: what walks it calls itself
WORK = 8 * NODES  # reading steps, some of them taken twice to see where a sum ends
DIGITS = 1_000
EXPONENT = 64
DEGREE = 2**20


def too_large(what: str, span: Span) -> LanguageError:
    """The refusal of what exceeds a limit."""
    return LanguageError(what, span, "hostile")
