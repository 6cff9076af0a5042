"""What the parts of a line are worth, and whether two of them agree on the region of the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graders.derivations.region import Region
from graders.derivations.rewriting import exchanged
from graders.engine.build import Build
from graders.engine.elaborate import IllTyped, elaborate
from graders.engine.elaborate.context import Kept
from graders.engine.elaborate.typed import Typed
from graders.engine.graph import Graph, Node
from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope
from graders.engine.language.trees import walk
from graders.engine.sizes import Shape, ShapeError, Size
from graders.engine.syntax import Derivative, Name, Postfix, Tree

MOST_PARTS = 400  # names within names could grow without end
OPEN = "how large are the arrays in it? Write I_d, ones(d), zeros(1,d)"


Known = Mapping[Tree, Typed]


class Apart(Exception):
    """Two sides that cannot be compared, as a number and a column; the message says why."""


@dataclass
class Values:
    """Values of trees on one graph, each found once. `names` are those that the chain itself introduced."""

    graph: Graph
    region: Region
    by: Tree  # what the goal differentiates by, which `u'` means too
    place: Typed | None = None  # the value of the goal
    known: Known = field(default_factory=dict)  # values that hold whatever the chain introduces
    names: dict[str, Typed] = field(default_factory=dict)
    trees: dict[str, Tree] = field(default_factory=dict)  # how the chain defined them
    notes: dict[str, None] = field(default_factory=dict)
    _scope: Scope | None = None  # in which values were found
    _found: dict[tuple[Tree, Shape | None], Typed] = field(default_factory=dict)
    _kept: Kept = field(default_factory=dict)

    @property
    def _lengths(self) -> Mapping[str, Size]:
        """How far the goal lets its indices run."""
        return {} if self.place is None else dict(zip(self.place.free, self.place.node.shape, strict=False))

    def of(self, tree: Tree, scope: Scope, expected: Shape | None = None) -> Typed:
        """The value of a tree; raises LanguageError and IllTyped."""
        if expected is None and (known := self.known.get(tree)) is not None:
            return known
        self._enter(scope)
        if expected is None and (part := self._kept.get(id(tree))) is not None:
            return part[1]
        key = (tree, expected)
        if key not in self._found:
            self._found[key] = self._value(tree, scope, expected)
        return self._found[key]

    def edited(self, tree: Tree, scope: Scope) -> Typed:
        """The same for a tree that shares parts with others like it."""
        self._enter(scope)
        return self._value(tree, scope, None, remarks=False)

    def name(self, name: str, value: Typed) -> None:
        """Let a name have a value from here on."""
        self.names[name] = value
        self._scope = None

    def unname(self, name: str) -> None:
        """Take the value back."""
        del self.names[name]
        self._scope = None

    def _enter(self, scope: Scope) -> None:
        """What was found in another scope, or with other values of names, is found again."""
        if scope is not self._scope:
            self._scope = scope
            self._found.clear()
            self._kept.clear()

    def _value(self, tree: Tree, scope: Scope, expected: Shape | None, remarks: bool = True) -> Typed:
        meant = exchanged(tree, lambda part: self._prime(part, scope))
        names = self.names
        answer = elaborate(
            meant,
            scope,
            self.graph,
            expected=expected,
            names=names,
            derivatives=True,
            kept=self._kept,
            remarks=remarks,
            lengths=self._lengths,
        )
        if answer.open and self.place is not None and self.place.free:  # the goal says how far its indices run
            letters, shape = self.place.free, self.place.node.shape
            answer = elaborate(meant, scope, self.graph, expected=shape, index="".join(letters), names=names)
            if not answer.open and len(answer.node.shape) == len(letters):
                return Typed(answer.node, letters)
        if answer.open:
            raise LanguageError(OPEN, tree.span, "ambiguous")
        self.notes.update(dict.fromkeys(answer.notes))
        return Typed(answer.node, answer.free)

    def node(self, tree: Tree, scope: Scope) -> Node | None:
        """The value of a part, if it has one."""
        try:
            return self.of(tree, scope).node
        except (LanguageError, IllTyped, ShapeError):
            return None

    def opened(self, tree: Tree) -> Tree:
        """The tree with the chain's own names replaced by what they were defined as."""
        for _ in range(len(self.trees)):
            other = exchanged(tree, lambda part: self.trees.get(part.name) if isinstance(part, Name) else None)
            if other is tree or sum(1 for _ in walk(other)) > MOST_PARTS:
                break
            tree = other
        return tree

    def _prime(self, tree: Tree, scope: Scope) -> Tree | None:
        """What a prime means: the derivative of a name of the chain or of a number, the transpose of an array."""
        if not isinstance(tree, Postfix) or tree.operator != "'":
            return None
        own = isinstance(tree.operand, Name) and tree.operand.name in scope.free
        if own or self.of(tree.operand, scope).scalar:
            return Derivative(tree.operand, self.by, tree.span)
        return Postfix("T", tree.operand, tree.span)

    def sides(self, left: Typed, right: Typed) -> tuple[Node, Node]:
        """Both with the same axes, cut down to the region; raises Apart."""
        build = Build(self.graph)
        if left.shape != right.shape:
            raise Apart(f"One side is {_dimensions(left.shape)}, the other {_dimensions(right.shape)}")
        lengths: dict[str, Size] = {}
        for side in (left, right):
            for name, length in zip(side.free, side.node.shape, strict=False):
                if lengths.setdefault(name, length) != length:
                    raise Apart(f"The index {name} runs to {lengths[name]} on one side and to {length} on the other")
        axes = tuple(sorted(lengths))
        return (
            self.region.restricted(build, left, axes, lengths),
            self.region.restricted(build, right, axes, lengths),
        )


def _dimensions(shape: Shape) -> str:
    return "×".join(map(str, shape)) or "a number"
