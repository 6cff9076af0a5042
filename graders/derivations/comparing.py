"""What the sides of a line are worth, beside each other and beside the goal."""

from __future__ import annotations

from dataclasses import dataclass, field

from graders.derivations.form import Forms
from graders.derivations.goal import Goal
from graders.derivations.rewriting import drawn_out, exchanged, naming
from graders.derivations.solving import solved
from graders.derivations.values import Apart, Values
from graders.engine.elaborate import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.equality import Decision, Equal, Truth, Undecided, Unsampled, decide
from graders.engine.graph import Node
from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope
from graders.engine.language.trees import mentions, walk
from graders.engine.sizes import ShapeError
from graders.engine.syntax import Derivative, Number, Postfix, Tree

UNKNOWN = "∂"  # stands for the derivative in an equation; no name is spelt so


@dataclass
class Comparing:
    """Comparisons of what is met in one chain, each done once."""

    goal: Goal
    values: Values
    truth: Truth
    _sides: dict[Node, Truth] = field(default_factory=dict)
    _decided: dict[Node, Decision] = field(default_factory=dict)  # against the goal

    def worth(self, tree: Tree, scope: Scope) -> Typed | None:
        """What a tree is worth, where it means something."""
        try:
            return self.values.of(tree, scope)
        except (LanguageError, IllTyped, ShapeError):
            return None

    def compare(self, left: Typed, right: Typed) -> Decision:
        """Whether two values are the same; raises Apart where one has no value."""
        if right.shape != left.shape and right.node.primitive == "constant" and right.scalar:
            right = Typed(self.values.graph.constant(right.node.parameters[0], left.shape))  # type: ignore[arg-type]
        one, other = self.values.sides(left, right)
        if one is other:
            return Equal(exact=True)
        try:
            return decide(self._sampled(one), other, self.values.graph)
        except Unsampled:
            raise Apart("One side has no value") from None

    def agree(self, left: Typed | None, right: Typed | None) -> bool | None:
        """Whether two values are the same; None where that cannot be told."""
        try:
            decision = None if left is None or right is None else self.compare(left, right)
        except Apart:
            return None
        return None if decision is None or isinstance(decision, Undecided) else isinstance(decision, Equal)

    def against_goal(self, value: Typed, tree: Tree | None) -> Decision:
        """Whether a value is the derivative that is asked for; raises LanguageError for an index that it has not."""
        strange = sorted(set(value.free) - set(self.goal.value.free))
        if strange:
            known = ", ".join(self.goal.value.free) or "none"
            span = tree.span if tree is not None else (0, 0)
            raise LanguageError(f"the index {strange[0]} is not one of the goal's: {known}", span, "free-index")
        _, given = self.values.sides(self.goal.value, value)
        if given not in self._decided:
            self._decided[given] = decide(self.truth, given, self.values.graph)
        return self._decided[given]

    def is_derivative(self, value: Typed) -> bool:
        """Whether it surely is."""
        try:
            return isinstance(self.against_goal(value, None), Equal)
        except (Apart, LanguageError, ShapeError):
            return False

    def is_asked(self, tree: Tree, scope: Scope) -> bool:
        """The same of what a tree is worth."""
        value = self.worth(tree, scope)
        return value is not None and self.is_derivative(value)

    def is_goal(self, tree: Tree, scope: Scope) -> bool:
        """Whether a tree is one of the two sides of the goal, in other clothes at most."""
        return self.forms(scope).of(self.values.opened(tree)) in self.goal.forms(self.values.region.part)

    def forms(self, scope: Scope) -> Forms:
        """How trees of a line are compared with the goal."""
        own = frozenset({*scope.symbols, *scope.definitions, *scope.free, *self.values.names})
        return Forms(self.values.region, lambda part: self.values.node(part, scope), own)

    def with_unknown(self, tree: Tree, scope: Scope, other: Tree | None = None) -> Tree:
        """The tree with a name, or another tree, in the place of the derivative that is asked for."""

        def exchange(part: Tree) -> Tree | None:
            asked = (isinstance(part, Derivative) or is_prime(part)) and self.is_asked(part, scope)
            return (other or naming(UNKNOWN, part)) if asked else None

        return exchanged(drawn_out(tree), exchange)

    def made_of(self, left: Tree, right: Tree, scope: Scope) -> Tree | None:
        """What a wrong equation makes of the derivative."""
        one, other = self.with_unknown(left, scope), self.with_unknown(right, scope)
        if mentions(one, UNKNOWN) or mentions(other, UNKNOWN):
            return solved(one, other, UNKNOWN)
        return right if self.is_asked(left, scope) else None

    def _sampled(self, node: Node) -> Truth:
        if node not in self._sides:
            self._sides[node] = Truth(self.values.graph, node, self.truth.points)
            self._sides[node].prepare()
        return self._sides[node]


def derives(tree: Tree) -> bool:
    """Whether there is a derivative in a tree."""
    return any(isinstance(part, Derivative) or is_prime(part) for part in walk(tree))


def is_prime(tree: Tree) -> bool:
    """Whether a tree is u', the derivative of u."""
    return isinstance(tree, Postfix) and tree.operator == "'" and not isinstance(tree.operand, Number)
