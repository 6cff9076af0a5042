"""What a contraction knows of its letters while it is being simplified."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from graders.engine.graph import Node
from graders.engine.shapes import dropped
from graders.engine.sizes import ONE, Size

Letters = tuple[int, ...]
MOST_ARRAYS = 8


@dataclass(slots=True)
class Contraction:
    """What is known so far: `factor` · Π `extents` · Σ Π arrays, over all letters that are not in `output`."""

    output: Letters
    lengths: dict[int, Size]
    arrays: list[tuple[Node, Letters]] = field(default_factory=list)
    identities: list[Letters] = field(default_factory=list)
    factor: Fraction = Fraction(1)

    def fresh(self, length: Size) -> int:
        """A letter not used before."""
        self.lengths[letter := max(self.lengths, default=-1) + 1] = length
        return letter

    def take_in(self, node: Node, letters: Letters) -> None:
        """Add an array, taken apart as far as letters can express it."""
        waiting = [(node, letters)]
        while waiting:
            node, letters = waiting.pop()
            match node.primitive:
                case "constant":
                    self.factor *= node.parameters[0]  # type: ignore[operator]
                case "eye":
                    self.identities.append(letters)
                case "negate":
                    self.factor = -self.factor
                    waiting.append((node.arguments[0], letters))
                case "permute":
                    order: tuple[int, ...] = node.parameters[0]  # type: ignore[assignment]
                    placed = dict(zip(order, letters, strict=True))
                    waiting.append((node.arguments[0], tuple(placed[axis] for axis in range(len(order)))))
                case "insert":
                    positions: tuple[int, ...] = node.parameters[0]  # type: ignore[assignment]
                    kept = tuple(letter for at, letter in enumerate(letters) if at not in positions)
                    waiting.append((node.arguments[0], kept))
                case "broadcast_to":
                    waiting.append((node.arguments[0], self._unstretched(node, letters)))
                case "reshape" if dropped(node.shape) == dropped(node.arguments[0].shape):
                    waiting.append((node.arguments[0], self._singletons(node, letters)))
                case "multiply" if scaled(node):
                    self.factor *= node.arguments[0].parameters[0]  # type: ignore[operator]
                    waiting.append((node.arguments[1], letters))
                case "contract" if self._worth_opening(node):
                    waiting.extend(reversed(self._renamed(node, letters)))
                case _:
                    self.arrays.append((node, letters))

    def _worth_opening(self, node: Node) -> bool:
        """Whether an inner contraction has an identity that may go, and does not make this one too long."""
        identity = any(argument.primitive == "eye" for argument in node.arguments)
        return identity and len(self.arrays) + len(node.arguments) <= MOST_ARRAYS

    def _renamed(self, node: Node, letters: Letters) -> list[tuple[Node, Letters]]:
        """The arrays of an inner contraction under this one's letters."""
        inputs, output = str(node.parameters[0]).split("->")
        known = dict(zip(output, letters, strict=True))
        inner = []
        for argument, named in zip(node.arguments, inputs.split(","), strict=True):
            for letter, length in zip(named, argument.shape, strict=True):
                if letter not in known:
                    known[letter] = self.fresh(length)
            inner.append((argument, tuple(known[letter] for letter in named)))
        return inner

    def _unstretched(self, node: Node, letters: Letters) -> Letters:
        """The letters before stretching: an axis that stretched is summed over its one entry."""
        axes = node.arguments[0].shape
        own = letters[len(letters) - len(axes) :]
        return tuple(
            letter if length == self.lengths[letter] else self.fresh(ONE)
            for letter, length in zip(own, axes, strict=True)
        )

    def _singletons(self, node: Node, letters: Letters) -> Letters:
        """The letters before axes of length 1 were dropped or inserted."""
        long = iter([letter for letter, length in zip(letters, node.shape, strict=True) if length != ONE])
        return tuple(self.fresh(ONE) if length == ONE else next(long) for length in node.arguments[0].shape)

    def remove_identities(self) -> None:
        """Σ_j δ_ij a_j is a_i; an identity stays only where both of its letters are axes of the result.

        There a_i δ_ij is not made a_j δ_ij: where a is undefined, these are undefined in different places.
        """
        waiting, self.identities = self.identities, []
        while waiting:
            first, second = sorted(waiting.pop(), key=lambda letter: (letter not in self.output, letter))
            if first == second or (first, second) in self.identities:
                continue
            if second in self.output:
                self.identities.append((first, second))
                continue
            waiting = [_replace(letters, second, first) for letters in waiting]
            self.arrays = [(node, _replace(letters, second, first)) for node, letters in self.arrays]
            self.lengths[second] = ONE

    def long(self, letters: Letters) -> Letters:
        """The letters of axes that are longer than 1."""
        return tuple(letter for letter in letters if self.lengths[letter] != ONE)

    def named(self) -> set[int]:
        """The letters that some array carries."""
        return {letter for _, letters in self.arrays for letter in letters}.union(*self.identities)


def _replace(letters: Letters, old: int, new: int) -> Letters:
    return tuple(new if letter == old else letter for letter in letters) if old in letters else letters


def scaled(node: Node) -> bool:
    """Whether this is a number times something (the builder puts the number first)."""
    return node.primitive == "multiply" and node.arguments[0].primitive == "constant" and not node.arguments[0].shape
