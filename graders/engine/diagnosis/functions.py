"""Functions of one number: the reciprocal or inverse, branches exchanged or leaking, an inner derivative left out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graders.engine.build import value_of
from graders.engine.derive import tangents
from graders.engine.diagnosis.asked import Asked, Expected
from graders.engine.diagnosis.case import Case, Claim, Mistake, close
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
    if answer.shape == case.truth.shape == () and value_of(case.truth) is None:
        yield Claim(INVERSE, case.build.multiply(answer, case.truth), case.asked.once(_one))


def _one(asked: Asked) -> Expected:
    return asked.expected(asked.build.constant(1))


def inverse(case: Case, answer: Node) -> Mistake | None:
    """Whether the truth undoes the answer, as σ undoes ln(z/(1−z))."""
    name = _only_input(case, answer)
    if name is None or value_of(case.truth) is not None:
        return None
    inner = np.linspace(0.1, 0.9, case.asked.place.sample.count)
    given = _at(Tape([answer]), name, inner)
    undone = np.abs(_at(case.asked.truth.tape, name, given) - inner) < 1e-9
    return INVERSE if undone.all() and not np.allclose(given, inner) else None


def branches(case: Case, answer: Node) -> Mistake | None:
    """For a function with two branches: exchanged, mirrored, one branch for both, or a leak below zero."""
    name = _only_input(case, answer)
    if name is None or not case.asked.truth.kinks:
        return None
    x = np.array([0.375, 1.25, 2.0, 3.5])
    right, left = np.split(_at(case.asked.truth.tape, name, np.concatenate([x, -x])), 2)
    given_right, given_left = np.split(_at(Tape([answer]), name, np.concatenate([x, -x])), 2)
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
    asked = case.asked
    if asked.output is None or asked.by is None or answer.shape != () or asked.by.shape != ():
        return
    slopes = tangents(case.graph, answer, asked.by, case.build.constant(1))
    given, expected = case.worth.of(answer), asked.right.values
    for inner in tape([answer]):
        slope = slopes.get(id(inner))
        if slope is None or inner is answer or inner.shape != () or value_of(slope) in (0, 1):
            continue
        if close(np.abs(given * case.worth.of(slope)), np.abs(expected), asked.place):
            product = case.build.multiply(answer, slope)
            yield Claim(INNER, product, asked.right)
            yield Claim(INNER, case.build.negate(product), asked.right)


def _only_input(case: Case, answer: Node) -> str | None:
    """The one scalar that everything is a function of."""
    symbols = case.asked.truth.points.symbols
    if len(symbols) == 1 and symbols[0].shape == case.truth.shape == answer.shape == ():
        return symbols[0].name
    return None


def _at(run: Tape, name: str, values: Array) -> Array:
    return np.broadcast_to(run.run(FLOATS, {name: values}, {})[0], values.shape)
