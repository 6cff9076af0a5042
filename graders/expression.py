"""Grades a formula: read, compared in shape, then as a function, and if it is wrong, which mistake it shows.

`prepare` makes a task of a derived truth, once; `grade` judges texts against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graders.derived import Derived
from graders.engine.build import value_of
from graders.engine.diagnosis import Asked, Case, Mistake, diagnose, diagnose_unfit
from graders.engine.elaborate import Answer, IllTyped, author, elaborate, read
from graders.engine.elaborate.context import Kept
from graders.engine.equality import Different, Equal, Truth, Undecided, agreement, decide
from graders.engine.equality.budget import beyond, too_large
from graders.engine.evaluate import Tape
from graders.engine.graph import Graph, Node, tape
from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.numbers.floats import FLOATS
from graders.engine.sampling import Points
from graders.engine.sizes import ShapeError
from graders.engine.syntax import Tree
from graders.fingerprint import Fingerprint, mixed
from graders.reading import latex, shown, unreadable
from graders.restated import restates
from graders.unreadable import AMBIGUOUS, UNPARSABLE, Unreadable, nothing
from graders.verdict import Verdict, correct, partial, undecided, wrong
from graders.wrapped import bare

ILL_TYPED = "ill-typed"
RESTATED = "restated-question"
NUMBER = "scalar-for-tensor"
BEYOND = Mistake("index-swap", "It takes an entry by its number that does not exist for every size: use a letter.")
OPEN = "How large are the arrays in it? Write I_d, ones(d), zeros(1,d)."


@dataclass(eq=False)
class Expression:
    """What is asked: the derived truth, and the author's own words for it."""

    derived: Derived
    asked: Tree
    content: str
    index: str | None = None
    _asked: dict[bytes, Asked] = field(default_factory=dict, repr=False)

    def truth(self, secret: bytes) -> Truth:
        """The truth with its values at the points of this secret; raises Unsampled where it has none."""
        return self.ask(secret).truth

    def ask(self, secret: bytes) -> Asked:
        """The same with what else depends on it alone."""
        if secret not in self._asked:
            derived = self.derived
            variables = tuple(_variables(derived))
            points = Points.of(derived.scope, secret, self.content).having(tape(variables))
            truth = Truth(derived.graph, derived.node, points)
            truth.prepare()
            letters = self.index or "ijkl"[: len(derived.node.shape)]
            by = derived.by or _scalar(derived)
            self._asked[secret] = Asked(truth, derived.output, by, variables, letters, self.index is not None)
        return self._asked[secret]


def prepare(derived: Derived, asked: str, content: str, index: str | None = None) -> Expression:
    """A task from what was derived of the author's text `asked`; `content` is the question's hash.

    Raises LanguageError where `index` does not name the axes.
    """
    tree = parse(asked, derived.scope).tree
    if index is not None and (len(index) != len(derived.node.shape) or len(set(index)) != len(index)):
        raise LanguageError(f"the Jacobian has {len(derived.node.shape)} axes to be named", tree.span)
    return Expression(derived, tree, content, index)


def preview(
    task: Expression, value: object
) -> tuple[str | None, tuple[str, ...] | None, tuple[str, ...], tuple[int, int] | None]:
    """How a text is read, its shape, remarks or problems, and where in the text the problem is: never a verdict."""
    try:
        answer = _read(task, Graph(task.derived.graph), value)
    except Unreadable as problem:
        return None, None, (problem.feedback,), problem.span
    except IllTyped as problem:
        return None, None, (problem.message,), problem.span
    return latex(answer.tree, task.derived.scope), shown(answer.shape), answer.notes, None


def fingerprint(task: Expression, value: object, secret: bytes) -> Fingerprint | None:
    """What a text is worth at the points of this secret; None where it cannot be read or counted."""
    truth = task.truth(secret)
    try:
        answer = _read(task, Graph(task.derived.graph), value)
    except (Unreadable, IllTyped):
        return None
    node, assignments = answer.node, truth.points.assignments
    if beyond(node, assignments) or too_large(node, assignments):
        return None
    if node.shape == () and value_of(node) == 0 and value_of(truth.node) == 0:
        node = truth.node  # a bare 0 is the array of zeros that is asked for
    sample = truth.places[0].sample
    found = np.asarray(Tape([node]).run(FLOATS, sample.inputs, sample.sizes)[0])
    at_points = np.broadcast_to(found, (*found.shape[:-1], sample.count))[..., sample.readable :]
    return Fingerprint(" × ".join(map(str, node.shape)), mixed(at_points))


def grade(task: Expression, value: object, credit: Mapping[str, float], secret: bytes) -> Verdict:
    """Judge a text; a named mistake earns what the author's `credit` gives its tag."""
    return _Grading(task, credit, task.ask(secret)).verdict(value)


class _Grading:
    """One answer being judged."""

    def __init__(self, task: Expression, credit: Mapping[str, float], asked: Asked) -> None:
        self.task = task
        self.credit = credit
        self.asked = asked
        self.truth = asked.truth
        self.graph = Graph(task.derived.graph)
        self.kept: Kept = {}

    def verdict(self, value: object) -> Verdict:
        try:
            answer = _read(self.task, self.graph, value, self.kept)
        except Unreadable as problem:
            return problem.verdict()
        except IllTyped as problem:
            return self._ill_typed(bare(str(value)), problem)
        seen: dict[str, Any] = {
            "reading": latex(answer.tree, self.task.derived.scope),
            "shape": shown(answer.shape),
            "notes": answer.notes,
        }
        node = answer.node
        if beyond(node, self.truth.points.assignments):
            return self._credited(BEYOND, **seen)
        if answer.shape == () and value_of(node) == 0 and value_of(self.truth.node) == 0 and NUMBER not in self.credit:
            node = self.truth.node
        if node.shape != self.truth.node.shape:
            return self._credited(diagnose(self._case(answer.tree), node), **seen)
        decision = decide(self.truth, node, self.graph)
        if isinstance(decision, Equal):
            if RESTATED in self.credit and restates(answer.tree, self.task.asked, self.task.derived.output is not None):
                return self._credited(Mistake(RESTATED, "That only names the function: write its formula."), **seen)
            return correct(**seen)
        if isinstance(decision, Undecided):
            return undecided(f"I could not settle this one ({decision.reason}); a person will look at it.", **seen)
        return self._different(decision, node, answer, seen)

    def _different(self, decision: Different, node: Node, answer: Answer, seen: Mapping[str, Any]) -> Verdict:
        mistake = diagnose(self._case(answer.tree), node)
        if mistake.tag == "wrong-function" and (words := agreement(self.truth, node, self.graph)):
            mistake = Mistake(mistake.tag, f"It is right only {words}: try other values.")
        return self._credited(mistake, witness=decision.witness.json(), **seen)

    def _ill_typed(self, text: str, problem: IllTyped) -> Verdict:
        """Well read, but the parts do not fit together; a small repair may tell which mistake it is."""
        tree = parse(text, self.task.derived.scope).tree
        found = diagnose_unfit(self._case(tree))
        message = f"{problem.message} {found.feedback}" if found else problem.message
        return wrong(found.tag if found else ILL_TYPED, message, reading=latex(tree, self.task.derived.scope))

    def _credited(self, mistake: Mistake, **seen: Any) -> Verdict:
        share = self.credit.get(mistake.tag, 0.0) if mistake.earns else 0.0
        if share >= 1:
            return correct(**seen)
        if share > 0:
            return partial(share, mistake.tag, mistake.feedback, **seen)
        return wrong(mistake.tag, mistake.feedback, **seen)

    def _case(self, tree: Tree) -> Case:
        return Case(self.asked, self.graph, tree, self._reread, self.task.derived.scope)

    def _reread(self, tree: Tree) -> Node | None:
        try:
            shape = self.truth.node.shape
            scope, index = self.task.derived.scope, self.task.index
            answer = elaborate(tree, scope, self.graph, expected=shape, index=index, kept=self.kept, remarks=False)
        except (LanguageError, IllTyped, ShapeError):
            return None
        return None if answer.open else answer.node


def _read(task: Expression, graph: Graph, value: object, kept: Kept | None = None) -> Answer:
    if value is None:
        raise nothing()
    if not isinstance(value, str):
        raise Unreadable(UNPARSABLE, "Please type a formula.")
    try:
        answer = read(bare(value), task.derived.scope, graph, task.derived.node.shape, task.index, kept)
    except LanguageError as problem:
        raise unreadable(problem) from None
    if answer.open:
        raise Unreadable(AMBIGUOUS, OPEN)
    return answer


def _variables(derived: Derived) -> list[Node]:
    """What else one might differentiate by: the symbols, and definitions that stand for an array."""
    scope, graph = derived.scope, derived.graph
    found = [graph.input(name, declared.shape) for name, declared in scope.symbols.items() if not declared.is_index]
    for name, made in scope.definitions.items():
        try:
            found.append(author(name if not made.indices else f"{name}_{{{','.join(made.indices)}}}", scope, graph))
        except (LanguageError, IllTyped, ShapeError):
            continue
    return found


def _scalar(derived: Derived) -> Node | None:
    return derived.graph.input(derived.scope.scalar) if derived.scope.scalar else None
