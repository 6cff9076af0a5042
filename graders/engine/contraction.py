"""Products and sums over axes, simplified before they become nodes.

A contraction is an einsum: arrays, a letter for each of their axes, the letters of the result. Derivatives are long
contractions full of identity matrices; here transposes, constants, inserted axes and identities are taken into the
letters, so that what remains is the arithmetic a person would do by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_letters

from graders.engine import shapes
from graders.engine.graph import Graph, Node
from graders.engine.letters import Contraction, Letters
from graders.engine.sizes import ONE, Shape, ShapeError, Size, product
from graders.engine.totality import is_total


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
    if not work.factor and is_total(node for node, _ in work.arrays):
        return graph.constant(0, shape)
    for first, second in work.identities:
        work.arrays.append((graph.apply("eye", parameters=(work.lengths[first],)), (first, second)))
    named = work.named()
    unnamed = set(work.lengths) - named - set(work.output)
    repeats = product(work.lengths[letter] for letter in unnamed) if unnamed else ONE
    factor = work.factor if repeats.coefficient == 1 else work.factor * repeats.coefficient
    core = _placed(graph, work, named, shape)
    for letter in repeats.letters:
        count = graph.apply("size_value", parameters=(Size(1, (letter,)),))
        core = count if core is None else graph.apply("multiply", count, core)
    if core is None:
        return graph.constant(factor, shape)
    if core.shape != shape:
        core = graph.apply("broadcast_to", _without_leading(core), parameters=(shape,))
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


def _without_leading(node: Node) -> Node:
    """A node without the axes of length 1 that were put in front of it: stretching puts them there itself."""
    leading = node.primitive == "insert" and node.parameters[0] == tuple(range(len(node.parameters[0])))  # type: ignore[arg-type]
    return node.arguments[0] if leading else node


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
