"""What looking for a mistake may cost, counted in nodes and entries, never in time: the same everywhere."""

from __future__ import annotations

STEPS = 12_000  # ordinary answers take a few hundred
REREAD = 6  # reading a node of an edited tree costs as much as counting so many
PROOF = 2_000  # and a proof as much as so many


class Effort:
    """The steps left to one wrong answer; what is not found within them is not looked for."""

    def __init__(self, left: int = STEPS) -> None:
        self.left = left

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.left < 0

    def spend(self, steps: int) -> bool:
        """Whether so many steps may still be taken."""
        self.left -= steps
        return not self.spent
