"""What is wrong with a well-read expression: its parts do not fit together."""

from __future__ import annotations

from graders.engine.syntax import Span


class IllTyped(Exception):
    """A sentence for the person who typed it, and where in the text it points."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
