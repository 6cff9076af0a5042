"""Another quantity altogether: the value, another derivative, a product with the input, the norm itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graders.engine.build import value_of
from graders.engine.derive import jacobian
from graders.engine.diagnosis.case import Case, Claim, Mistake, inputs
from graders.engine.evaluate import Tape
from graders.engine.graph import Node, tape
from graders.engine.layout import numerator
from graders.engine.numbers.floats import FLOATS
from graders.engine.sizes import ONE

VALUE = Mistake("value-not-derivative", "That is the function itself, not its derivative.")
DERIVATIVE = Mistake("derivative-not-function", "That is the derivative; the function itself is asked here.")
PRODUCT = Mistake(
    "product-not-derivative", "That multiplies by the input once more: differentiating lowers the degree by one."
)
NORM = Mistake("norm-not-squared", "That is the derivative of the norm itself; here the norm is squared.")


def other_variable(case: Case, answer: Node) -> Iterator[Claim]:
    """The derivative of the same function by something else, in either layout."""
    if case.output is None or case.by is None:
        return
    for variable in case.variables:
        if variable is case.by or id(variable) not in set(map(id, tape([case.output]))):
            continue
        name = f"{variable.parameters[0]}" if variable.primitive == "input" else "another part of the expression"
        mistake = Mistake("wrong-variable", f"That is the derivative by {name}: look again at what the input is here.")
        raw = jacobian(case.graph, case.output, variable)
        other = numerator(case.graph, raw, case.output.shape, variable.shape)
        yield Claim(mistake, answer, other)
        if len(other.shape) == 2:
            yield Claim(mistake, answer, case.build.transpose(other))


def foreign_inputs(case: Case, answer: Node) -> Mistake | None:
    """An answer that has none of the symbols the derivative depends on, but others."""
    expected, given = inputs(case.truth.node), inputs(answer)
    if case.output is not None and given and expected and not given & expected:
        names = " and ".join(sorted(given))
        return Mistake("wrong-variable", f"The derivative does not depend on {names}: what is the input here?")
    return None


def value(case: Case, answer: Node) -> Iterator[Claim]:
    """The function where its derivative is asked, as it is, transposed, or put on a diagonal."""
    if case.output is None:
        return
    output, build = case.output, case.build
    yield Claim(VALUE, answer, output)
    if len(output.shape) == 2:
        yield Claim(VALUE, answer, build.transpose(output))
        if output.shape[1] == ONE:
            eye = build.apply("eye", parameters=(output.shape[0],))
            yield Claim(VALUE, answer, build.multiply(output, eye))


def derivative(case: Case, answer: Node) -> Iterator[Claim]:
    """The derivative where the function is asked."""
    if case.output is None and case.by is not None and case.truth.node.shape == ():
        yield Claim(DERIVATIVE, answer, jacobian(case.graph, case.truth.node, case.by))


def degree_too_high(case: Case, answer: Node) -> Mistake | None:
    """An answer homogeneous in a symbol, of a higher degree than the derivative."""
    truth = case.truth.node
    if case.output is None or value_of(truth) == 0:
        return None
    for name in sorted(inputs(answer)):
        given, expected = _degree(case, answer, name), _degree(case, truth, name)
        if given is not None and expected is not None and given > expected:
            return PRODUCT
    return None


def norm(case: Case, answer: Node) -> Iterator[Claim]:
    """The derivative of the root of a function that is never negative: answer · 2√f = truth."""
    output = case.output
    if output is not None and output.shape == () and answer.shape == case.truth.node.shape:
        twice = case.build.multiply(case.build.constant(2), case.build.apply("sqrt", output))
        yield Claim(NORM, case.build.multiply(answer, twice), case.truth.node)


def _degree(case: Case, node: Node, name: str) -> int | None:
    """The power of 2 by which the node grows when an input is doubled, if it is the same everywhere."""
    if name not in inputs(node):
        return 0
    sample = case.place.sample
    run = Tape([node])
    once = run.run(FLOATS, sample.inputs, sample.sizes)[0]
    twice = run.run(FLOATS, {**sample.inputs, name: 2 * sample.inputs[name]}, sample.sizes)[0]
    with np.errstate(all="ignore"):
        ratios = (twice / once).ravel()
    ratios = ratios[np.isfinite(ratios) & (ratios != 0)]
    if ratios.size < 3 or np.ptp(ratios) > 1e-9 * np.abs(ratios).max() or ratios[0] <= 0:
        return None
    power = round(float(np.log2(ratios[0])))
    return power if abs(ratios[0] - 2.0**power) < 1e-6 * ratios[0] else None
