"""Products and sums over axes, simplified before they become nodes.

A contraction is an einsum: arrays, a letter for each of their axes, the letters of the result. Derivatives are long
contractions full of identity matrices; here transposes, constants, inserted axes and identities are taken into the
letters, so that what remains is the arithmetic a person would do by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from string import ascii_letters

from graders.engine import shapes
from graders.engine.graph import Graph, Node
from graders.engine.shapes import dropped
from graders.engine.sizes import ONE, Shape, ShapeError, Size, product

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


def contract(graph: Graph, output: Letters, lengths: dict[int, Size], *arrays: tuple[Node, Letters]) -> Node:
    """The simplest node for Σ Π arrays; letters of the output that no array carries are new axes."""
    work = Contraction(output, dict(lengths))
    for node, letters in arrays:
        for letter, length in zip(letters, node.shape, strict=True):
            if work.lengths.setdefault(letter, length) != length:
                raise ShapeError(f"the sizes {work.lengths[letter]} and {length} do not match")
    for node, letters in arrays:
        work.take_in(node, letters)
    work.remove_identities()
    return _node(graph, work)


def _node(graph: Graph, work: Contraction) -> Node:
    """The node of a contraction in its simplest form."""
    shape = tuple(work.lengths[letter] for letter in work.output)
    if not work.factor:
        return graph.constant(0, shape)
    for first, second in work.identities:
        work.arrays.append((graph.apply("eye", parameters=(work.lengths[first],)), (first, second)))
    named = work.named()
    unnamed = set(work.lengths) - named - set(work.output)
    repeats = product(work.lengths[letter] for letter in unnamed)
    factor = work.factor * repeats.coefficient
    core = _placed(graph, work, named, shape)
    for letter in repeats.letters:
        count = graph.apply("size_value", parameters=(Size(1, (letter,)),))
        core = count if core is None else graph.apply("multiply", count, core)
    if core is None:
        return graph.constant(factor, shape)
    if core.shape != shape:
        core = graph.apply("broadcast_to", core, parameters=(shape,))
    if factor == -1:
        return graph.apply("negate", core)
    return core if factor == 1 else graph.apply("multiply", graph.constant(factor), core)


def _placed(graph: Graph, work: Contraction, named: set[int], shape: Shape) -> Node | None:
    """The arrays contracted, with an axis of length 1 for each letter of the output that none of them carries."""
    if not work.arrays:
        return None
    node, letters = work.arrays[0]
    if len(work.arrays) == 1 and node.shape == shape and work.long(letters) == work.long(work.output):
        return node
    core = _core(graph, work.arrays, tuple(letter for letter in work.output if letter in named))
    positions = tuple(at for at, letter in enumerate(work.output) if letter not in named)
    return graph.apply("insert", core, parameters=(positions,)) if positions else core


def _core(graph: Graph, arrays: Sequence[tuple[Node, Letters]], output: Letters) -> Node:
    """The arrays contracted, all of the output being named by them."""
    if len(arrays) == 1:
        node, letters = arrays[0]
        if letters == output:
            return node
        if sorted(letters) == sorted(output):
            return graph.apply("permute", node, parameters=(tuple(letters.index(letter) for letter in output),))
        summed = tuple(at for at, letter in enumerate(letters) if letter not in output)
        if tuple(letter for letter in letters if letter in output) == output and len(set(letters)) == len(letters):
            if all(node.shape[at] == ONE for at in summed):
                return graph.apply("reshape", node, parameters=(shapes.without(node.shape, summed),))
            return graph.apply("sum", node, parameters=(summed,))
    spelt: dict[int, str] = {}
    for _, letters in arrays:
        for letter in letters:
            spelt.setdefault(letter, ascii_letters[len(spelt)])
    spec = ",".join("".join(spelt[letter] for letter in letters) for _, letters in arrays)
    spec += "->" + "".join(spelt[letter] for letter in output)
    return graph.apply("contract", *(node for node, _ in arrays), parameters=(spec,))
