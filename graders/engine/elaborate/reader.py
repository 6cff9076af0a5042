"""Text to a graph: parse, try the readings of plain ones, walk until all sizes are known, put the axes in order."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from graders.engine.elaborate.answers import arranged, expect, fit_place, guess, named_axes
from graders.engine.elaborate.context import Context, Kept
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.ones import readings
from graders.engine.elaborate.rules import RULES
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.unknowns import MARK, Unknowns, is_open
from graders.engine.elaborate.words import plain
from graders.engine.graph import Graph, Node
from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import Reading, parse
from graders.engine.language.scope import Scope
from graders.engine.sizes import Shape, ShapeError, Size
from graders.engine.syntax import Tree

AT_A_POINT = "A name in brackets behind an array is read as the point at which it is taken, not as a factor."
WALKS = 12  # each but the last finds out sizes; real answers need two or three


@dataclass(frozen=True, slots=True)
class Answer:
    """An expression as it was read.

    `free` are its free indices, the leading axes of `node` unless they were named in another order. `open` says that a
    size is told by nothing in the answer: then the node is for shapes only, and an axis of unknown size is `?`.
    """

    node: Node
    shape: Shape
    tree: Tree
    notes: tuple[str, ...]
    free: tuple[str, ...] = ()
    open: bool = False


def read(
    text: str,
    scope: Scope,
    graph: Graph,
    expected: Shape | None = None,
    index: str | None = None,
    kept: Kept | None = None,
) -> Answer:
    """What a student's text means. Raises LanguageError where it cannot be read, IllTyped where it does not fit.

    `expected` is the shape its place needs, which tells the size of `I`, `0^T` and the like; a value of another shape
    is returned as it is. `index` names the axes of tensors. `kept` takes the values of the parts, for `elaborate`.
    """
    reading = parse(text, scope)
    try:
        return _as(reading, scope, graph, expected, index, kept)
    except IllTyped:
        other = parse(text, scope, applied=True)
        if other.tree == reading.tree:
            raise
        with suppress(IllTyped, LanguageError):
            return _as(replace(other, notes=(*other.notes, AT_A_POINT)), scope, graph, expected, index, kept)
        raise


def _as(
    reading: Reading, scope: Scope, graph: Graph, expected: Shape | None, index: str | None, kept: Kept | None
) -> Answer:
    """What one reading means."""
    if reading.prefix is not None:
        kept = None  # what it says of the axes holds for this tree alone
    answer = elaborate(reading.tree, scope, graph, expected=expected, index=index, prefix=reading.prefix, kept=kept)
    return Answer(answer.node, answer.shape, answer.tree, (*reading.notes, *answer.notes), answer.free, answer.open)


def author(text: str, scope: Scope, graph: Graph) -> Node:
    """What an author's expression means: the same language, but nothing may be left open."""
    reading = parse(text, scope)
    answer = elaborate(reading.tree, scope, graph)
    if answer.open:
        message = "this does not say how large it is: write I_d, ones(d), zeros(1,d)"
        raise LanguageError(message, reading.tree.span, "ambiguous")
    return answer.node


def elaborate(
    tree: Tree,
    scope: Scope,
    graph: Graph,
    *,
    expected: Shape | None = None,
    index: str | None = None,
    prefix: Tree | None = None,
    names: Mapping[str, Typed] | None = None,
    derivatives: bool = False,
    kept: Kept | None = None,
    remarks: bool = True,
    lengths: Mapping[str, Size] | None = None,
) -> Answer:
    """What a tree means; `names` are values of names that no question declares, `kept` those of parts.

    `lengths` say how far letters run of which the tree does not tell. `kept` takes the parts of this tree, and without
    `remarks` gives those of trees that share parts with this one. A plain 1 is a number in the first reading; if that
    does not fit together, or not into its place, others are tried.
    """
    walks = (
        Walk(candidate, scope, graph, expected, index, prefix, names or {}, derivatives, kept, remarks, lengths or {})
        for candidate in readings(tree)
    )
    first: Answer | None = None
    problem: IllTyped | None = None
    for walk in walks:
        try:
            answer = walk.answer()
        except IllTyped as error:
            problem = problem or error
        except LanguageError:
            if walk.tree is tree:
                raise
        else:
            if expected is None or answer.shape == expected:
                return answer
            first = first or answer
    if first is None:
        raise problem or AssertionError(tree)
    return first


@dataclass(frozen=True, slots=True)
class Walk:
    """The walks over one reading of a tree."""

    tree: Tree
    scope: Scope
    graph: Graph
    expected: Shape | None
    index: str | None
    prefix: Tree | None
    names: Mapping[str, Typed]
    derivatives: bool
    kept: Kept | None
    remarks: bool
    lengths: Mapping[str, Size]

    def answer(self) -> Answer:
        """Walk until no size changes any more; what stays open is guessed if the answer does not fit its place."""
        unknowns = Unknowns()
        for _ in range(WALKS):
            try:
                answer, context = self._once(unknowns)
            except ShapeError as error:
                if unknowns.changed:  # a part was built before its sizes were known
                    continue
                raise IllTyped(f"{plain(self.tree)}: {error}.", self.tree.span) from error
            if not unknowns.changed and answer.open and self.expected is not None:
                guess(context, self.tree, answer.shape, self.expected)
            if not unknowns.changed and answer.open and self.expected is not None:
                break  # something inside has no size, so it could not be run
            if not unknowns.changed:
                return replace(answer, shape=_shown(answer.shape)) if answer.open else answer
        raise LanguageError("the sizes in this expression cannot be worked out", self.tree.span)

    def _once(self, unknowns: Unknowns) -> tuple[Answer, Context]:
        unknowns.restart()
        context = Context(self.scope, self.graph, RULES, unknowns, self.kept, self.remarks)
        context.locals.update(self.names)
        context.derivatives = self.derivatives
        context.whole = self.tree
        axes = named_axes(context, self.prefix, self.index)
        expect(context, axes, self.expected, self.lengths)
        value = context.value(self.tree)
        node = arranged(context, value, axes, self.expected, self.tree)
        fit_place(context, node.shape, self.expected)
        notes = tuple(context.notes)
        return Answer(node, node.shape, self.tree, notes, value.free, bool(unknowns.unsolved())), context


def _shown(shape: Shape) -> Shape:
    """The shape with `?` for what is open."""
    if not any(map(is_open, shape)):
        return shape
    return tuple(
        Size(length.coefficient, tuple(MARK if letter[0] == MARK else letter for letter in length.letters))
        for length in shape
    )
