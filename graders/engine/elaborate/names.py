"""What a name stands for: a local value, a definition, a declared symbol, an index, a size, e or π."""

from __future__ import annotations

from graders.engine.elaborate.axes import transposed
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.entries import entry, read_index
from graders.engine.elaborate.filled import unit_vector
from graders.engine.elaborate.indices import Index
from graders.engine.elaborate.onehot import ordinal
from graders.engine.elaborate.typed import Typed
from graders.engine.language.declarations import Definition
from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.sizes import ONE, Size
from graders.engine.syntax import Entry, Everything, Name, Span


def named(context: Context, tree: Name) -> Typed:
    """The value of a name."""
    name, scope, build = tree.name, context.scope, context.build
    if name in context.indices:
        return _place(context, context.indices[name], tree)
    if name in context.locals:
        return _local(context, context.locals[name], tree.span)
    if name in scope.definitions:
        return _defined(context, scope.definitions[name], (), tree.span)
    if context.is_fixed(name):
        return _place(context, context.index(name), tree)
    if name in scope.symbols:
        return Typed(build.graph.input(name, scope.symbols[name].shape))
    if name in scope.sizes:
        return Typed(build.apply("size_value", parameters=(Size(1, (name,)),)))
    if name == "e":
        return Typed(build.apply("exp", build.constant(1)))
    if name == "pi":
        return Typed(build.apply("pi"))
    return _place(context, context.index(name), tree)


def _local(context: Context, value: Typed, span: Span) -> Typed:
    """A name's own value; its free indices run as far here as they did there."""
    for letter, length in zip(value.free, value.node.shape, strict=False):
        context.run(letter, length, span)
    return value


def _place(context: Context, index: Index, tree: Name) -> Typed:
    """An index where a number is expected: the number of its place."""
    return ordinal(context, index, tree.span)


def entries(context: Context, tree: Entry) -> Typed:
    """Entries of a value, of a family of definitions (`x_i`), or a unit vector."""
    if isinstance(tree.base, Name) and not (tree.base.name in context.indices or tree.base.name in context.locals):
        name = tree.base.name
        family = context.scope.definitions.get(name)
        if family is not None and family.indices:
            return _member(context, family, tree)
        if name == "e" and not context.declares("e") and len(tree.indices) == 1:
            return unit_vector(context, tree)
    return entry(context, context.value(tree.base), tree)


def _member(context: Context, family: Definition, tree: Entry) -> Typed:
    """x_i of a family; further indices are entries of it: x_{ij} is (x_i)_j, and x_{i·} is the row of all of these."""
    count = len(family.indices)
    if len(tree.indices) < count:
        raise LanguageError(f"`{family.name}` needs {count} indices", tree.span)
    places = tuple(read_index(context, place) for place in tree.indices[:count])
    value = _defined(context, family, places, tree.span)
    if len(tree.indices) == count:
        return value
    if isinstance(tree.indices[-1], Everything) and len(tree.indices) == count + 1 and value.shape[1:] == (ONE,):
        return transposed(context.build, value)
    own = Entry(tree.base, tree.indices[:count], tree.span)
    return entry(context, value, Entry(own, tree.indices[count:], tree.span))


def _defined(context: Context, definition: Definition, places: tuple[Index, ...], span: Span) -> Typed:
    """The value of a definition, its own indices standing for the places given and for nothing else."""
    if definition.name in context.underway:
        raise LanguageError(f"`{definition.name}` is defined by itself", span)
    if len(places) != len(definition.indices):
        raise LanguageError(f"`{definition.name}` needs {len(definition.indices)} indices", span)
    key, made = (definition.name, places), context.unknowns.made
    if key in context.opened:
        return context.settled(context.opened[key])
    trees = context.scope.trees
    if definition.name not in trees:
        trees[definition.name] = parse(definition.text, context.scope).tree
    before, ends = context.indices, context.ends
    context.indices, context.ends = dict(zip(definition.indices, places, strict=True)), False
    context.underway.append(definition.name)
    try:
        value = context.value(trees[definition.name])
    finally:
        context.underway.pop()
        context.indices, context.ends = before, ends
    if context.unknowns.made == made:  # an open size is another one each time
        context.opened[key] = value
    return value
