"""Sizes that an expression does not say and its place does: the d of `I` in `I w`.

Each is a letter beginning with `?`. A size found out while the tree is walked makes everything built before it stale,
so the tree is walked again with what is known by then: twice is nearly always enough.
"""

from __future__ import annotations

import math
from collections import Counter

from graders.engine.sizes import Shape, Size

MARK = "?"


class Unknowns:
    """The unknown sizes of one expression and what has been found out about them."""

    def __init__(self) -> None:
        self.found: dict[str, Size] = {}
        self.refused: set[str] = set()  # indices that do not run as far as the place of the answer expects
        self.made = 0
        self.changed = False

    def restart(self) -> None:
        """Before the tree is walked: sizes are asked for in the same order each time."""
        self.made = 0
        self.changed = False

    def fresh(self) -> Size:
        """The size of the next place that does not say it."""
        self.made += 1
        return self.resolve(Size(1, (f"{MARK}{self.made}",)))

    def resolve(self, size: Size) -> Size:
        """The size with everything that is known put in."""
        if not self.found or not is_open(size):
            return size
        total = Size(size.coefficient)
        for letter in size.letters:
            total = total * (self.resolve(self.found[letter]) if letter in self.found else Size(1, (letter,)))
        return total

    def unsolved(self) -> list[str]:
        """The letters of sizes that were asked for in this walk and are not known."""
        letters = (f"{MARK}{number}" for number in range(1, self.made + 1))
        return [letter for letter in letters if letter not in self.found]

    def refuse(self, letter: str) -> None:
        """An index runs otherwise than was expected: begin again without that."""
        self.refused.add(letter)
        self.found.clear()
        self.changed = True

    def unify(self, left: Size, right: Size) -> bool:
        """Make two sizes equal if that can be; False if they never are."""
        left, right = self.resolve(left), self.resolve(right)
        if left == right:
            return True
        if not (is_open(left) or is_open(right)):
            return False
        solution = _solve(right, left) or _solve(left, right)  # the newer one first: chains stay short
        if solution is None:
            return False
        letter, size = solution
        self.found[letter] = size
        self.changed = True
        return True

    def unify_all(self, left: Shape, right: Shape) -> bool:
        """Make two shapes equal, axis by axis, if that can be."""
        return len(left) == len(right) and all(self.unify(a, b) for a, b in zip(left, right, strict=True))

    def try_all(self, left: Shape, right: Shape) -> None:
        """Make two shapes equal if that can be for all axes; otherwise nothing is found out."""
        found, changed = dict(self.found), self.changed
        if not self.unify_all(left, right):
            self.found, self.changed = found, changed


def is_open(size: Size) -> bool:
    """Whether a size has an unknown part."""
    for letter in size.letters:  # noqa: SIM110 (asked of every size there is)
        if letter[0] == MARK:
            return True
    return False


def _solve(left: Size, right: Size) -> tuple[str, Size] | None:
    """The one unknown on the left, to some power, from left = right."""
    ours, theirs = Counter(left.letters), Counter(right.letters)
    ours, theirs = ours - theirs, theirs - ours
    divisor = math.gcd(left.coefficient, right.coefficient)
    if left.coefficient != divisor or len(ours) != 1:
        return None
    ((letter, power),) = ours.items()
    root = round((right.coefficient // divisor) ** (1 / power))
    if letter[0] != MARK or letter in theirs or root**power * divisor != right.coefficient:
        return None
    if any(count % power for count in theirs.values()):
        return None
    letters = sorted(name for name, count in theirs.items() for _ in range(count // power))
    return letter, Size(root, tuple(letters))
