"""What is to be derived: the derivative on the left, which the engine takes, and the author's form on the right."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from threading import RLock

from graders.derivations.form import Forms, is_atom
from graders.derivations.region import Part, Region, part_of
from graders.derivations.rewriting import exchanged
from graders.derivations.values import Apart, Known, Values
from graders.engine.diagnosis import Asked
from graders.engine.elaborate import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.equality import Equal, Truth, decide
from graders.engine.graph import Graph, Node
from graders.engine.language.errors import LanguageError
from graders.engine.language.lines import parse_line
from graders.engine.language.scope import Scope
from graders.engine.language.trees import walk
from graders.engine.sampling import Points
from graders.engine.sizes import ShapeError
from graders.engine.syntax import Comparison, Derivative, Indicator, Number, Tree


@dataclass(frozen=True, eq=False)
class Goal:
    """The goal of a chain. `pair` are its two indices over one axis, of which cases can be told; `part` is asked."""

    scope: Scope
    graph: Graph
    left: Derivative
    right: Tree
    value: Typed
    pair: tuple[str, str] | None
    part: Part
    content: str
    known: Known  # the values of its left side and of what stands on its right, which no name of a chain can change
    _asked: dict[tuple[bytes, Part], Asked] = field(default_factory=dict, repr=False)
    _plain: dict[tuple[bytes, Part], Truth | None] = field(default_factory=dict, repr=False)
    _forms: dict[Part, frozenset[Hashable]] = field(default_factory=dict, repr=False)
    _making: RLock = field(default_factory=RLock, repr=False)  # nodes are added to the graph by one thread

    def same(self, other: Goal) -> bool:
        """Whether another goal is about the same equation."""
        return (self.left, self.right) == (other.left, other.right)

    def region(self, part: Part) -> Region:
        """A part of the indices."""
        return Region(part, self.pair)

    def node(self, part: Part) -> Node:
        """The derivative there."""
        return Values(self.graph, self.region(part), self.left.by).sides(self.value, self.value)[0]

    def truth(self, part: Part, secret: bytes) -> Truth:
        """The derivative there with its values at the points of this secret; raises Unsampled."""
        return self.asked(part, secret).truth

    def asked(self, part: Part, secret: bytes) -> Asked:
        """The same with what else depends on it alone."""
        key = (secret, part)
        with self._making:
            if key not in self._asked:
                truth = Truth(self.graph, self.node(part), Points.of(self.scope, secret, self.content))
                truth.prepare()
                self._asked[key] = Asked(truth, letters="".join(self.value.free), named=True)
            return self._asked[key]

    def without_delta(self, part: Part, secret: bytes) -> Truth | None:
        """The right side with a 1 in the place of every delta; None where it has none, or no value then."""
        key = (secret, part)
        with self._making:
            if key not in self._plain:
                self._plain[key] = self._without_delta(part, self.truth(part, secret).points)
            return self._plain[key]

    def forms(self, part: Part) -> frozenset[Hashable]:
        """The forms of its two sides there."""
        with self._making:
            if part not in self._forms:
                values = Values(self.graph, self.region(part), self.left.by, self.value, self.known)
                forms = Forms(values.region, lambda side: values.node(side, self.scope), frozenset())
                self._forms[part] = frozenset(map(forms.of, (self.left, self.right)))
            return self._forms[part]

    def _without_delta(self, part: Part, points: Points) -> Truth | None:
        plain = exchanged(self.right, _one_for_delta)
        if plain is self.right:
            return None
        values = Values(self.graph, self.region(part), self.left.by, self.value)
        try:
            truth = Truth(self.graph, values.sides(self.value, values.of(plain, self.scope))[1], points)
            truth.prepare()
        except (LanguageError, IllTyped, ShapeError, Apart, ValueError):
            return None
        return truth


def goal(scope: Scope, text: str, part: str | None, content: str) -> Goal:
    """The goal as an author writes it; raises LanguageError, IllTyped, ShapeError, ValueError."""
    line = parse_line(text, scope, introduces=False)
    equation = line.statements[0] if len(line.statements) == 1 else None
    if not isinstance(equation, Comparison) or equation.relations != ("=",):
        raise ValueError("write it as an equation: `∂s_i/∂z_j = …`")
    left, right = equation.operands
    if not isinstance(left, Derivative):
        raise ValueError("its left side is the derivative to be taken: `∂s_i/∂z_j`")
    graph = Graph()
    values = Values(graph, Region(Part.ALL, None), left.by)
    value = values.of(left, scope)
    pair = _pair(value)
    asked = Part.ALL
    if part is not None:
        asked = _asked(part, pair)
    values.place = value
    known: dict[Tree, Typed] = {left: value}
    for atom in filter(is_atom, walk(right)):
        try:
            known[atom] = values.of(atom, scope)
        except (LanguageError, IllTyped, ShapeError):
            continue
    return Goal(scope, graph, left, right, value, pair, asked, content, known)


def fault(goal: Goal, secret: bytes) -> str | None:
    """What is wrong with the right side of a goal, if anything is."""
    values = Values(goal.graph, goal.region(goal.part), goal.left.by)
    try:
        right = values.of(goal.right, goal.scope, None if goal.value.free else goal.value.shape)
        _, given = values.sides(goal.value, right)
        decision = decide(goal.truth(goal.part, secret), given, goal.graph)
    except (Apart, LanguageError, ValueError) as problem:
        return f"`goal`: {problem}"
    return None if isinstance(decision, Equal) else "`goal`: the right side is not the derivative on the left"


def _one_for_delta(tree: Tree) -> Tree | None:
    return Number(Fraction(1), "1", tree.span) if isinstance(tree, Indicator) else None


def _pair(value: Typed) -> tuple[str, str] | None:
    if len(value.free) != 2 or value.node.shape[0] != value.node.shape[1]:
        return None
    return (value.free[0], value.free[1])


def _asked(text: str, pair: tuple[str, str] | None) -> Part:
    if pair is None:
        raise ValueError("`scope` is about a goal with two indices over the same axis")
    part = part_of(text, pair)
    if part is None:
        raise ValueError(f"`scope` is `{pair[0]}={pair[1]}`, `{pair[0]}≠{pair[1]}` or `all {pair[0]},{pair[1]}`")
    return part
