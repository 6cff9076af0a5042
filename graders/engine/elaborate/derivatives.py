"""∂y/∂x left for the engine to take: only where the text is a line of a derivation, never in an answer."""

from __future__ import annotations

from itertools import islice

from graders.engine.derive import jacobian
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.entries import entry
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import plain
from graders.engine.graph import tape
from graders.engine.language import limits
from graders.engine.language.errors import LanguageError
from graders.engine.layout import numerator
from graders.engine.syntax import Derivative, Entry, Name

MOST_NODES = 128  # of what is differentiated: each derivative of a derivative is about twice as large


def derivative(context: Context, tree: Derivative) -> Typed:
    """∂of/∂by, where `by` is a declared symbol or entries of one; or what an author defines as `dF/dx`."""
    if (name := _spelt(tree)) in context.scope.definitions:
        return context.value(Name(name, tree.span))
    if not context.derivatives:
        raise LanguageError(f"`{plain(tree)}` is still to be worked out: write what it is", tree.span)
    symbol = tree.by.base if isinstance(tree.by, Entry) else tree.by
    if not isinstance(symbol, Name) or symbol.name not in context.scope.symbols or context.is_fixed(symbol.name):
        raise LanguageError(f"`{plain(tree.by)}` is not a variable of this question", tree.by.span)
    of, by = context.value(tree.of), context.value(symbol)
    if next(islice(tape([of.node]), MOST_NODES, None), None) is not None:
        raise limits.too_large("This is too long to be differentiated; please do it in smaller steps.", tree.span)
    if isinstance(tree.by, Entry):
        return _by_entries(context, tree, tree.by, of, by)
    raw = jacobian(context.build.graph, of.node, by.node)
    if of.free and not (of.scalar or by.scalar):
        raise IllTyped(f"{plain(tree)} mixes indices with whole arrays.", tree.span)
    if of.free:
        return Typed(raw, of.free)
    return Typed(numerator(context.build.graph, raw, of.shape, by.shape))


def _spelt(tree: Derivative) -> str:
    """The key under which an author may say what it is; nothing where it is not of one name by another."""
    of, by = tree.of, tree.by
    return f"d{of.name}/d{by.name}" if isinstance(of, Name) and isinstance(by, Name) else ""


def _by_entries(context: Context, tree: Derivative, entries: Entry, of: Typed, by: Typed) -> Typed:
    if not of.scalar:
        raise IllTyped(f"{plain(tree)}: {plain(tree.of)} is not one number.", tree.span)
    return entry(context, Typed(jacobian(context.build.graph, of.node, by.node), of.free), entries)
