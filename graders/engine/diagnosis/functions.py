"""Functions of one number: the reciprocal or inverse, branches exchanged or leaking, an inner derivative left out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graders.engine.build import value_of
from graders.engine.derive import jacobian
from graders.engine.diagnosis.case import Case, Claim, Mistake
from graders.engine.evaluate import Tape
from graders.engine.graph import Node, tape
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array

INVERSE = Mistake("inverse-function", "That is the inverse function or the reciprocal of what is asked.")
BRANCH = Mistake("wrong-branch", "The branches do not fit: compare the values at 2 and at −2.")
LEAKY = Mistake("leaky", "That leaks: for negative inputs the function asked for is exactly 0.")
INNER = Mistake("missing-inner-derivative", "The chain rule also needs the derivative of the inner function.")


def reciprocal(case: Case, answer: Node) -> Iterator[Claim]:
    """1 / truth."""
    if answer.shape == case.truth.node.shape == () and value_of(case.truth.node) is None:
        yield Claim(INVERSE, case.build.multiply(answer, case.truth.node), case.build.constant(1))


def inverse(case: Case, answer: Node) -> Mistake | None:
    """Whether the truth undoes the answer, as σ undoes ln(z/(1−z))."""
    name = _only_input(case, answer)
    if name is None or value_of(case.truth.node) is not None:
        return None
    sample = case.place.sample
    inner = np.linspace(0.1, 0.9, sample.count) if sample.count else sample.inputs[name]
    given = _at(answer, name, inner)
    back = _at(case.truth.node, name, given)
    with np.errstate(all="ignore"):
        undone = np.abs(back - inner) < 1e-9
    return INVERSE if undone.all() and not np.allclose(given, inner) else None


def branches(case: Case, answer: Node) -> Mistake | None:
    """For a function with two branches: exchanged, mirrored, one branch for both, or a leak below zero."""
    name = _only_input(case, answer)
    if name is None or not case.truth.kinks:
        return None
    x = np.array([0.375, 1.25, 2.0, 3.5])
    right, left = _at(case.truth.node, name, x), _at(case.truth.node, name, -x)
    given_right, given_left = _at(answer, name, x), _at(answer, name, -x)
    if np.array_equal(given_right, right):
        slope = given_left / -x
        if 0 < np.abs(slope[0]) < 1 and np.allclose(slope, slope[0]) and not left.any():
            return LEAKY
    exchanged = np.array_equal(given_right, left) and np.array_equal(given_left, right)
    mirrored = np.array_equal(given_right, -left) and np.array_equal(given_left, -right)
    one = value_of(answer) is not None and (np.array_equal(given_right, right) or np.array_equal(given_left, left))
    return BRANCH if exchanged or mirrored or one else None


def inner_derivative(case: Case, answer: Node) -> Iterator[Claim]:
    """answer · g′ = ± truth for some g inside the answer."""
    if case.output is None or case.by is None or answer.shape != () or case.by.shape != ():
        return
    nodes = list(tape([answer]))
    for inner in nodes:
        if not case.effort.spend(len(nodes)):
            return
        if inner.primitive in ("input", "constant") or inner is answer or inner.shape != ():
            continue
        slope = jacobian(case.graph, inner, case.by)
        if value_of(slope) in (0, 1):
            continue
        product = case.build.multiply(answer, slope)
        yield Claim(INNER, product, case.truth.node)
        yield Claim(INNER, case.build.negate(product), case.truth.node)


def _only_input(case: Case, answer: Node) -> str | None:
    """The one scalar that everything is a function of."""
    symbols = case.truth.points.symbols
    if len(symbols) == 1 and symbols[0].shape == case.truth.node.shape == answer.shape == ():
        return symbols[0].name
    return None


def _at(node: Node, name: str, values: Array) -> Array:
    found = Tape([node]).run(FLOATS, {name: values}, {})[0]
    return np.broadcast_to(found, values.shape)
