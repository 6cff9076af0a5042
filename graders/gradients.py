"""Grades the gradients of a network at its start, by running the engine backward from g, the derivative of the loss."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graders.engine.build import Build, value_of
from graders.engine.elaborate import IllTyped
from graders.engine.elaborate.reader import Answer, elaborate
from graders.engine.equality import Truth
from graders.engine.graph import Graph, Node
from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.language.printing.latex import to_latex
from graders.engine.shapes import dropped
from graders.engine.sizes import Shape, ShapeError
from graders.engine.syntax import Binary, Bold, Number, Postfix, Prefix, Tree
from graders.fitting import Given, misfits
from graders.gradient_task import Open, Task, equal
from graders.gradient_text import Claims, read_claims
from graders.reading import unreadable
from graders.unreadable import Unreadable
from graders.verdict import Verdict, correct, partial, undecided, wrong

HALF = 0.5
# words for a value that is no value, and the mistake behind each
WORDS = {
    "nonzero": "symmetry-only",
    "non-zero": "symmetry-only",
    "not zero": "symmetry-only",
    "≠ 0": "symmetry-only",
    "undefined": "relu-kink-panic",
    "not defined": "relu-kink-panic",
    "does not exist": "relu-kink-panic",
    "nan": "relu-kink-panic",
}
# 0, O and words for an array of zeros, in the languages that people answer in
_ZERO = r"0|o|zeros?|nul(?:le?)?|all[- ]zeros?|vanish(?:es)?|verschwindet|zéro"
_ARRAY = r"matrix|matri[cx]e|vectors?|vekt(?:or|eur)|vecteur|row|column|array|tensor"
ZEROS = re.compile(
    rf"(?:(?:the|an?|die|der|la|le)\s+)?(?:(?:{_ZERO})[-\s]?(?:{_ARRAY})?|(?:{_ARRAY})\s+nul(?:le?)?)", re.IGNORECASE
)


def preview(task: Task, value: object) -> tuple[str | None, tuple[str, ...]]:
    """How the gradients are read, in LaTeX, and what cannot be read; never a verdict."""
    try:
        return _Reading(task, read_claims(value, task.names)).latex, ()
    except Unreadable as problem:
        return None, (problem.feedback,)


def grade(task: Task, value: object, secret: bytes) -> Verdict:
    """Full marks for all gradients right, half when all are given and one is wrong."""
    try:
        reading = _Reading(task, read_claims(value, task.names))
    except Unreadable as problem:
        return problem.verdict()
    seen: dict[str, Any] = {"reading": reading.latex}
    if missing := [name for name in task.names if name not in reading.trees]:
        return wrong(
            "stops-early", f"Give all gradients: {', '.join(f'd{name}' for name in missing)} left out.", **seen
        )
    truths = task.prepared(secret)
    judging = _Judging(task, reading, Graph(task.graph), secret)
    try:
        bad = judging.mistakes(truths)
    except Open as problem:
        return undecided(f"I could not settle this one ({problem}); a person will look at it.", **seen)
    if not bad:
        return correct(**seen)
    tags = list(bad.values())
    tag = "symmetry-only" if tags.count("symmetry-only") > 1 else tags[0]
    if len(bad) == 1:
        return partial(
            HALF, tag, f"All but one are right: look again at d{next(iter(bad))}. {_said(tag)}".strip(), **seen
        )
    return wrong(tag, f"{len(bad)} of the gradients are not right. {_said(tag)}".strip(), **seen)


class _Reading:
    """The claims as trees: for each parameter the sides of its equation, or the mistake that a word stands for."""

    def __init__(self, task: Task, claims: Claims) -> None:
        self.trees: dict[str, list[Tree] | str] = {}
        shown = []
        for name, sides in claims.named.items():
            last = sides[-1].strip().lower()
            if last in WORDS:
                self.trees[name] = WORDS[last]
                shown.append(rf"d{_subscripted(name)}: \text{{{last.replace('≠', 'not')}}}")
                continue
            trees = [tree for side in sides[:-1] if (tree := _readable(task, side))]
            trees.append(_tree(task, "0" if ZEROS.fullmatch(last) else sides[-1]))
            self.trees[name] = trees
            shown.append(f"d{_subscripted(name)} = {to_latex(trees[-1])}")
        self.latex = r",\quad ".join(shown)


@dataclass(frozen=True)
class _Judging:
    """The claims being judged, one after the other."""

    task: Task
    reading: _Reading
    graph: Graph
    secret: bytes
    shapes: dict[str, Given] = field(default_factory=dict)  # of the claims that are right but for their shapes

    def mistakes(self, truths: Mapping[str, Truth]) -> Mapping[str, str]:
        """The tags of what is wrong about the claims; raises Open."""
        tags = {name: self._mistake(name, truths[name]) for name in self.task.names}
        tags |= dict.fromkeys(misfits(self.shapes), "wrong-shape")
        return {name: tag for name, tag in tags.items() if tag}

    def _mistake(self, name: str, truth: Truth) -> str | None:
        """The tag of what is wrong about a claim; None if it is right."""
        claimed = self.reading.trees[name]
        if isinstance(claimed, str):
            return claimed
        zero = self.task.vanishes(name, self.secret)
        shape: Shape = ()
        for tree in claimed:
            try:
                names = self.task.values
                answer = elaborate(tree, self.task.scope, self.graph, expected=truth.node.shape, names=names)
            except (IllTyped, ShapeError, LanguageError):
                return "ill-typed"
            null = self._is_zero(answer)
            if not (null if zero else not answer.open and _same(truth, answer.node, self.graph)):
                return _named(self.task, name, zero, null)
            shape = () if answer.open or _any_shape(tree) else answer.shape
        self.shapes[name] = Given(shape, truth.node.shape)
        return None

    def _is_zero(self, answer: Answer) -> bool:
        if value_of(answer.node) == 0:
            return True
        return not answer.open and equal(self.task.zero(answer.node.shape, self.secret), answer.node, self.graph)


def _any_shape(tree: Tree) -> bool:
    """Whether this is a zero of no shape of its own: a bold 0, or a 0 in the place of a factor, as in 0 xᵀ."""
    while isinstance(tree, Postfix | Prefix):
        tree = tree.operand
    factors = (tree.left, tree.right) if isinstance(tree, Binary) and tree.operator not in ("+", "-", "/") else ()
    return isinstance(tree, Bold) or any(isinstance(each, Bold) or _is_nought(each) for each in factors)


def _is_nought(tree: Tree) -> bool:
    return isinstance(tree, Number) and tree.value == 0


def _same(truth: Truth, node: Node, graph: Graph) -> bool:
    """Equal entries, axes of length 1 apart."""
    if dropped(node.shape) != dropped(truth.node.shape):
        return False
    return equal(truth, Build(graph).reshape(node, truth.node.shape), graph)


def _named(task: Task, name: str, zero: bool, null: bool) -> str:
    """Which mistake it is to claim zero for what is none, or something for zero."""
    last = task.layers[-1]
    if null:
        return "forgot-output-bias" if name == last.bias else "missing-factor"
    if zero:
        return "forgot-activation-factor" if name == last.weight else "forgot-upstream"
    return "wrong-function"


def _said(tag: str) -> str:
    return {
        "forgot-output-bias": "The output's bias is added to the output: what does the loss say to it?",
        "forgot-activation-factor": "The gradient of the last weights has the hidden units as a factor.",
        "forgot-upstream": "What reaches the first layer has passed through the weights of the layers behind it.",
        "symmetry-only": "The start is more than symmetric: compute each gradient at it.",
        "wrong-shape": "A gradient has the shape of its parameter.",
        "relu-kink-panic": "Whatever the slope at the kink is, look at what it is multiplied by.",
    }.get(tag, "")


def _tree(task: Task, text: str) -> Tree:
    try:
        return parse(text, task.scope).tree
    except LanguageError as problem:
        raise unreadable(problem) from None


def _readable(task: Task, text: str) -> Tree | None:
    """A side in the middle of a chain, if its names are known here."""
    try:
        return parse(text, task.scope).tree
    except LanguageError:
        return None


def _subscripted(name: str) -> str:
    return f"{name[0]}_{{{name[1:]}}}" if len(name) > 1 else name
