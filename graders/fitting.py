"""Whether arrays of zeros have the shapes of the parameters whose gradients they are meant for."""

from __future__ import annotations

from collections.abc import Sequence

from graders.engine.shapes import dropped
from graders.engine.sizes import Shape, Size


class Fitting:
    """Shapes given for several parameters of one network: 0_{2×3} for a k×d one says that k is 2, for all of them."""

    def __init__(self) -> None:
        self._known: dict[Size, Size] = {}

    def fits(self, given: Shape, wanted: Shape) -> bool:
        """Whether an array can stand for one of this shape; a bare 0 can, and axes of length 1 may be left out."""
        return given == () or self._match(given, wanted) or self._match(dropped(given), dropped(wanted))

    def _match(self, given: Sequence[Size], wanted: Sequence[Size]) -> bool:
        if len(given) != len(wanted):
            return False
        found = dict(self._known)
        for own, length in zip(given, wanted, strict=True):
            expected = found.setdefault(length, own) if length.letters and own != length else length
            if own != expected:
                return False
        self._known = found
        return True
