"""What cannot be read is said with its place in the person's own text, a reason, and a way out."""

from __future__ import annotations

from typing import Literal

from graders.engine.syntax import Span

Tag = Literal["unparsable", "natural-language", "ambiguous", "empty", "hostile", "free-index", "nonfinite", "too-long"]


class LanguageError(Exception):
    """The text has no reading, or more than one: asked back, never counted wrong.

    `span` marks the place in the text as it was typed, `suggestion` is what may have been meant, ready to be typed.
    """

    def __init__(self, message: str, span: Span, tag: Tag = "unparsable", suggestion: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.tag: Tag = tag
        self.suggestion = suggestion

    def __str__(self) -> str:
        return self.message


class ScopeError(ValueError):
    """An author's declaration that says nothing: a symbol without a shape, an unknown domain, a name used twice."""
