"""Rules of what moves, repeats, multiplies and sums along axes: all of it is linear in each argument."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_letters
from typing import Any

from graders.engine.build import Build
from graders.engine.contraction import contract
from graders.engine.graph import Node
from graders.engine.rules import leading, lift, only, unstretch
from graders.engine.sizes import Size


def as_einsum(node: Node) -> tuple[list[str], str]:
    """The letters of the arguments and of the value of a node that only moves, repeats, multiplies or sums."""
    detail: Any = node.parameters[0]
    if node.primitive == "contract":
        inputs, output = detail.split("->")
        return inputs.split(","), output
    rank = len(node.arguments[0].shape)
    letters = list(ascii_letters[:rank])
    moved = letters.copy()
    if node.primitive == "permute":
        moved = [letters[axis] for axis in detail]
    elif node.primitive == "sum":
        moved = [letter for at, letter in enumerate(letters) if at not in detail]
    else:
        for new, position in zip(ascii_letters[rank:], detail, strict=False):
            moved.insert(position, new)
    return ["".join(letters)], "".join(moved)


def einsum_forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
    """A product is linear in each factor."""
    inputs, output = as_einsum(node)
    before = leading(node, tangents)
    numbers, lengths = _numbered(node, inputs, output)
    front = tuple(range(len(numbers), len(numbers) + len(before)))
    lengths |= dict(zip(front, before, strict=True))
    letters = [tuple(numbers[letter] for letter in named) for named in inputs]
    result = front + tuple(numbers[letter] for letter in output)
    terms = []
    for at, tangent in enumerate(tangents):
        if tangent is not None:
            arrays = list(zip(node.arguments, letters, strict=True))
            arrays[at] = (tangent, front + letters[at])
            terms.append(contract(build.graph, result, lengths, *arrays))
    return build.total(terms, before + node.shape)


def einsum_reverse(build: Build, node: Node, cotangent: Node, position: int) -> Node:
    """The cotangent contracted with the other factors; an axis read twice is written to its diagonal."""
    inputs, output = as_einsum(node)
    numbers, lengths = _numbered(node, inputs, output)
    before = cotangent.shape[: len(cotangent.shape) - len(node.shape)]
    front = tuple(range(len(numbers), len(numbers) + len(before)))
    lengths |= dict(zip(front, before, strict=True))
    letters = [tuple(numbers[letter] for letter in named) for named in inputs]
    arrays = [(cotangent, front + tuple(numbers[letter] for letter in output))]
    arrays += [pair for at, pair in enumerate(zip(node.arguments, letters, strict=True)) if at != position]
    result: list[int] = []
    for letter in letters[position]:
        if letter in result:
            lengths[copy := len(lengths)] = lengths[letter]
            arrays.append((build.apply("eye", parameters=(lengths[letter],)), (letter, copy)))
            letter = copy
        result.append(letter)
    return contract(build.graph, (*front, *result), lengths, *arrays)


def _numbered(node: Node, inputs: Sequence[str], output: str) -> tuple[dict[str, int], dict[int, Size]]:
    numbers = {letter: at for at, letter in enumerate(dict.fromkeys("".join(inputs) + output))}
    lengths = {numbers[letter]: length for letter, length in zip(output, node.shape, strict=True)}
    for named, argument in zip(inputs, node.arguments, strict=True):
        lengths |= {numbers[letter]: length for letter, length in zip(named, argument.shape, strict=True)}
    return numbers, lengths


def stretch_forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
    """A stretched array's tangent is stretched likewise."""
    tangent = only(tangents)
    lifted = lift(build, tangent, len(node.arguments[0].shape), len(node.shape))
    return build.broadcast_to(lifted, leading(node, tangents) + node.shape)


def stretch_reverse(build: Build, node: Node, cotangent: Node, _position: int) -> Node:
    """Sums over what was repeated."""
    return unstretch(build, cotangent, len(cotangent.shape) - len(node.shape), node.arguments[0].shape)


def reshape_forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
    """The tangent reshaped likewise."""
    tangent = only(tangents)
    return build.reshape(tangent, leading(node, tangents) + node.shape)


def reshape_reverse(build: Build, node: Node, cotangent: Node, _position: int) -> Node:
    """Reshaped back."""
    before = cotangent.shape[: len(cotangent.shape) - len(node.shape)]
    return build.reshape(cotangent, before + node.arguments[0].shape)
