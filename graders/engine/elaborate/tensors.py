"""`einsum('id,jk->ijkd', X, np.eye(k))`, read and never run."""

from __future__ import annotations

from graders.engine.elaborate.axes import contraction
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import dimensions, plain
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import ONE, Shape, Size
from graders.engine.syntax import Einsum, Tree


def einsum(context: Context, tree: Einsum) -> Typed:
    """The sum of products; one letter in the result makes a column."""
    if len(tree.inputs) != len(tree.operands):
        raise LanguageError("einsum needs as many arrays as there are groups of letters before the arrow", tree.span)
    lengths: dict[str, Size] = {}
    values = []
    for letters, operand in zip(tree.inputs, tree.operands, strict=True):
        value = _operand(context, letters, operand)
        for letter, axis in zip(letters, value.shape, strict=True):
            known = context.unknowns.resolve(lengths.setdefault(letter, axis))
            if not context.unknowns.unify(known, axis):
                raise IllTyped(f"In einsum, {letter} runs to {known} in one place and to {axis} in another.", tree.span)
        values.append(value)
    if not set(tree.output) <= lengths.keys() or len(set(tree.output)) != len(tree.output):
        raise LanguageError("after the arrow einsum needs letters from before it, each once", tree.span)
    free = tuple(sorted({name for value in values for name in value.free}))
    output = [*tree.output, "one"] if len(tree.output) == 1 else list(tree.output)
    lengths["one"] = ONE
    if context.unknowns.changed:
        return context.blank((*map(context.length, free), *(lengths[letter] for letter in output)), free)
    names = [(*((name, "free") for name in value.free), *own) for value, own in zip(values, tree.inputs, strict=True)]
    parts = [(value.node, letters) for value, letters in zip(values, names, strict=True)]
    every = [*((name, "free") for name in free), *output]
    return Typed(contraction(context.build, every, *parts, lengths={"one": ONE}), free)


def _operand(context: Context, letters: str, tree: Tree) -> Typed:
    """An array with as many axes as letters; a column or row may be given one."""
    value = context.value(tree)
    if len(value.shape) == len(letters):
        return value
    if len(letters) == 1 and len(value.shape) == 2 and ONE in value.shape:
        at = len(value.free) + (1 if value.shape[1] == ONE else 0)
        shape: Shape = value.node.shape[:at] + value.node.shape[at + 1 :]
        return Typed(context.build.reshape(value.node, shape), value.free)
    message = f"In einsum, {plain(tree)} is {dimensions(value.shape)}, but {letters} has {len(letters)} letters."
    raise IllTyped(message, tree.span)
