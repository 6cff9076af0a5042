"""The lines of a chain, one after the other: what each claims, whether it holds, what it says of the derivative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graders.derivations.comparing import UNKNOWN, Comparing, derives, is_prime
from graders.derivations.goal import Goal
from graders.derivations.solving import solved
from graders.derivations.values import Apart, Values
from graders.engine.elaborate import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.equality import Decision, Different, Equal, Undecided
from graders.engine.language.errors import LanguageError
from graders.engine.language.lines import Line
from graders.engine.language.scope import Scope
from graders.engine.language.trees import mentions
from graders.engine.sizes import ShapeError
from graders.engine.syntax import Binary, Comparison, Derivative, Name, Tree

MOST_FOLLOWING = 16  # wrong lines after the first wrong one of which it is asked whether they follow from it
ONLY_EQUATIONS = "a line of a derivation is an expression or an equation"


@dataclass(frozen=True)
class Fault:
    """Why a line does not hold: two values at a point, or sides that do not fit together."""

    difference: Different | None = None
    words: str = ""
    given: Tree | None = None  # what the line makes of the derivative


@dataclass
class Judged:
    """What came out of a line."""

    fault: Fault | None = None
    undecided: Undecided | None = None
    states: tuple[Tree, Scope] | None = None  # what it says is the derivative, or else some other quantity
    value: Typed | None = None  # what that is worth, where it must still be compared
    tells: bool = False  # whether it says more than the question and the goal do
    follows: bool = False  # whether it follows from the first wrong line


@dataclass
class Chain:
    """A chain being judged; `line` takes its lines in order."""

    beside: Comparing
    open_names: set[str] = field(default_factory=set)  # constants of which no equation has told the value yet
    assumed: Typed | None = None  # what the first wrong line makes of the derivative
    broken: bool = False  # after that it is only asked whether lines hold, or follow from the wrong one
    _left_to_follow: int = MOST_FOLLOWING
    _told: bool = False  # whether some line said more than the question and the goal: one is enough
    _identity: Tree | None = None  # a side of the last equation without a derivative

    @property
    def goal(self) -> Goal:
        """What is to be shown."""
        return self.beside.goal

    @property
    def values(self) -> Values:
        """What trees are worth."""
        return self.beside.values

    def line(self, line: Line) -> Judged:
        """Judge one line; raises LanguageError where it means nothing."""
        judged = Judged()
        checks: list[Tree] = list(line.statements)
        self.open_names |= {name for name, _ in line.constants if name not in self.values.names}
        for name, tree in line.definitions:
            self._define(judged, name, tree, line.scope, checks)
        for statement in line.statements:
            self._settle(statement, line.scope)
        for name, by in line.constants:
            self._constant(judged, name, by or self.values.by, line.scope)
        for check in checks:
            self._statement(judged, check, line.scope)
        if judged.fault is not None and not self.broken:
            self.broken = True
            self.assumed = None if judged.fault.given is None else self.beside.worth(judged.fault.given, line.scope)
        elif self.broken and judged.fault is not None and self._left_to_follow:
            self._left_to_follow -= 1
            judged.follows = all(self._follows(check, line.scope) for check in checks)
        return judged

    def states(self, judged: Judged) -> bool:
        """Whether a line that holds says what the derivative is."""
        return judged.states is not None and (judged.value is None or self.beside.is_derivative(judged.value))

    def _define(self, judged: Judged, name: str, tree: Tree, scope: Scope, checks: list[Tree]) -> None:
        first = tree.operands[0] if isinstance(tree, Comparison) else tree
        if isinstance(tree, Comparison):
            checks.append(tree)
        self._known(first)
        self.open_names.discard(name)
        try:
            self.values.name(name, self.values.of(first, scope))
            self.values.trees[name] = first
        except (IllTyped, ShapeError) as problem:
            judged.fault = judged.fault or Fault(words=_said(problem))

    def _settle(self, statement: Tree, scope: Scope) -> None:
        """Find out a constant from the first equation that has it."""
        for name in sorted(self.open_names):
            if not mentions(statement, name):
                continue
            told = None
            if isinstance(statement, Comparison) and set(statement.relations) == {"="}:
                told = solved(statement.operands[0], statement.operands[1], name)
            if told is not None and not any(mentions(told, other) for other in self.open_names):
                value = self.beside.worth(told, scope)
                if value is not None:
                    self.values.name(name, value)
                    self.open_names.discard(name)
                    continue
            raise LanguageError(f"what is {name}? Define it: `{name} = …`", statement.span, "unparsable")

    def _constant(self, judged: Judged, name: str, by: Tree, scope: Scope) -> None:
        """A name held constant has the derivative 0."""
        if name in self.values.names:
            try:
                slope = self.values.of(Derivative(Name(name, by.span), by, by.span), scope)
            except (IllTyped, ShapeError) as problem:
                judged.fault = judged.fault or Fault(words=_said(problem))
                return
            self._note(
                judged,
                self.beside.compare(slope, Typed(self.values.graph.constant(0))),
                f"{name} is not constant there.",
            )

    def _known(self, tree: Tree) -> None:
        for name in sorted(self.open_names):
            if mentions(tree, name):
                raise LanguageError(f"what is {name}? Define it first: `{name} = …`", tree.span, "unparsable")

    def _statement(self, judged: Judged, statement: Tree, scope: Scope) -> None:
        if isinstance(statement, Comparison):
            if statement.relations == ("≠",) and self._is_pair(statement):
                if self.values.region.part != "≠":
                    judged.fault = judged.fault or Fault(words="That is not the case you declared.")
                return
            if set(statement.relations) != {"="}:
                raise LanguageError(ONLY_EQUATIONS, statement.span, "unparsable")
            self._equation(judged, statement, scope)
        else:
            self._value(judged, statement, scope)

    def _is_pair(self, statement: Comparison) -> bool:
        names = {part.name for part in statement.operands if isinstance(part, Name)}
        return self.values.region.pair is not None and names == set(self.values.region.pair)

    def _value(self, judged: Judged, tree: Tree, scope: Scope) -> None:
        """A bare expression must be the derivative."""
        try:
            value = self.values.of(tree, scope, None if self.goal.value.free else self.goal.value.shape)
            decision = self.beside.against_goal(value, tree)
        except (IllTyped, ShapeError, Apart) as problem:
            judged.fault = judged.fault or Fault(words=_said(problem), given=tree)
            return
        self._note(judged, decision, "", tree)
        if isinstance(decision, Equal):
            judged.states, judged.value = (tree, scope), None
            asks = isinstance(tree, Derivative) or is_prime(tree)  # `∂/∂z_j (e^{z_i}/S)` is the question
            judged.tells = self._told = self._told or not (self.broken or asks or self.beside.is_goal(tree, scope))

    def _equation(self, judged: Judged, equation: Comparison, scope: Scope) -> None:
        """All sides must be worth the same."""
        first, *others = equation.operands
        try:
            left = self.values.of(first, scope)
            sides = [left, *(self.values.of(other, scope, left.shape if left.shape else None) for other in others)]
            decisions = [self.beside.compare(left, side) for side in sides[1:]]
        except (IllTyped, ShapeError, Apart) as problem:
            judged.fault = judged.fault or Fault(words=_said(problem))
            return
        for other, decision in zip(others, decisions, strict=True):
            differs = isinstance(decision, Different) and not judged.fault and not self.broken
            self._note(judged, decision, "", self.beside.made_of(first, other, scope) if differs else None)
        if judged.fault is not None or judged.undecided is not None:
            return
        last = equation.operands[-1]
        if derives(first) and derives(last):
            last = first
            sides.reverse()
        if not derives(last):
            judged.states, judged.value = (last, scope), sides[-1]
        judged.tells = self._told = self._told or (not self.broken and self._tells(equation, sides, scope))
        if not any(derives(operand) for operand in equation.operands):
            self._identity = None if all(side.node is sides[0].node for side in sides) else first

    def _is_identity_derived(self, value: Typed, scope: Scope) -> bool:
        """Whether an equation is the identity stated last, differentiated: (1/s) ds/dz = … after `ln s = z - ln S`."""
        if self._identity is None:
            return False
        slope = Derivative(self._identity, self.goal.left.by, self._identity.span)
        return self.beside.agree(self.beside.worth(slope, scope), value) is True and self._is_another(slope, scope)

    def _is_another(self, slope: Tree, scope: Scope) -> bool:
        """Whether a derivative f is no multiple of the one asked for, g: then f' g is not f g'."""
        if not isinstance(slope, Derivative):
            return False
        asked, by, span = self.goal.left, self.goal.left.by, slope.span
        one = Binary("*", Derivative(slope, by, span), asked, span)
        other = Binary("*", slope, Derivative(asked, by, span), span)
        return self.beside.agree(self.beside.worth(one, scope), self.beside.worth(other, scope)) is False

    def _tells(self, equation: Comparison, sides: Sequence[Typed], scope: Scope) -> bool:
        """Whether an equation takes part in the derivation: it has a derivative, and is not the goal again."""
        if all(side.node is sides[0].node for side in sides):
            return False
        if not any(derives(operand) for operand in equation.operands):
            return self.beside.is_derivative(sides[0]) and not all(
                self.beside.is_goal(part, scope) for part in equation.operands
            )
        if all(self.beside.is_goal(operand, scope) for operand in equation.operands):
            return False
        for step in equation.operands[1:-1]:
            if self._is_another(step, scope) if derives(step) else not self.beside.is_goal(step, scope):
                return True  # there is a step between the two
        divided = self._is_goal_divided(equation, scope)
        return divided or not self._is_goal_inside(equation, scope) or self._is_identity_derived(sides[0], scope)

    def _is_goal_divided(self, equation: Comparison, scope: Scope) -> bool:
        """Whether only some factors of the goal stand opposite the derivative, as in (1/s) ds/dz = 1 - s."""
        forms = self.beside.forms(scope)
        goal = forms.factors(self.goal.right)
        left = [forms.factors(self.values.opened(side)) for side in equation.operands if not derives(side)]
        return any(factors and factors < goal for factors in left)

    def _is_goal_inside(self, equation: Comparison, scope: Scope) -> bool:
        """Whether an equation is the goal times, plus or in something: the derivative, and the goal in its place."""
        left, right = equation.operands[0], equation.operands[-1]
        told = self.beside.made_of(left, right, scope)
        if told is not None and self.beside.is_goal(told, scope):
            return True
        forms, goal = self.beside.forms(scope), self.goal.right
        one, other = (
            forms.of(self.values.opened(self.beside.with_unknown(side, scope, goal))) for side in (left, right)
        )
        return one == other

    def _note(self, judged: Judged, decision: Decision, words: str, given: Tree | None = None) -> None:
        if isinstance(decision, Different):
            judged.fault = judged.fault or Fault(decision, words, given)
        elif isinstance(decision, Undecided):
            judged.undecided = judged.undecided or decision

    def _follows(self, statement: Tree, scope: Scope) -> bool:
        """Whether a line would hold if the first wrong one did."""
        if self.assumed is None:
            return False
        self.values.name(UNKNOWN, self.assumed)
        try:
            whole = statement.operands if isinstance(statement, Comparison) else (statement,)
            operands = [self.beside.with_unknown(part, scope) for part in whole]
            sides = [self.values.of(part, scope) for part in operands]
            if not isinstance(statement, Comparison):
                sides = [self.assumed, *sides]
            return all(isinstance(self.beside.compare(sides[0], side), Equal) for side in sides[1:])
        except (LanguageError, IllTyped, ShapeError, Apart):
            return False
        finally:
            self.values.unname(UNKNOWN)


def _said(problem: Exception) -> str:
    return problem.message if isinstance(problem, IllTyped) else f"{problem}."
