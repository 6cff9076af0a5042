"""An answer that cannot be read: asked back, never counted wrong."""

from __future__ import annotations

from graders.verdict import Verdict, invalid

EMPTY = "empty"
UNPARSABLE = "unparsable"
AMBIGUOUS = "ambiguous"
TOO_LONG = "too-long"


class Unreadable(ValueError):
    """Raised by the readers of answers; carries what the person is told."""

    def __init__(self, tag: str, feedback: str, span: tuple[int, int] | None = None) -> None:
        """What is quoted of an answer may hold anything: characters that cannot be shown are exchanged."""
        feedback = "".join(sign if sign.isprintable() else "\ufffd" for sign in feedback)
        super().__init__(feedback)
        self.tag = tag
        self.feedback = feedback
        self.span = span  # where in the text as it was typed

    def verdict(self) -> Verdict:
        """The verdict it stands for."""
        return invalid(self.tag, self.feedback)


def nothing() -> Unreadable:
    """For a value that is empty or null."""
    return Unreadable(EMPTY, "No answer was given.")
