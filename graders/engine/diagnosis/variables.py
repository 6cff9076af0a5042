"""Another quantity altogether: the value, another derivative, a product with the input, the norm itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from graders.engine.build import value_of
from graders.engine.derive import jacobian
from graders.engine.diagnosis.asked import Asked, Expected
from graders.engine.diagnosis.case import Case, Claim, Mistake, close, inputs
from graders.engine.diagnosis.worth import Worth
from graders.engine.graph import Node, tape
from graders.engine.layout import numerator
from graders.engine.numbers.system import Array
from graders.engine.sampling import Sample
from graders.engine.sizes import ONE

VALUE = Mistake("value-not-derivative", "That is the function itself, not its derivative.")
DERIVATIVE = Mistake("derivative-not-function", "That is the derivative; the function itself is asked here.")
PRODUCT = Mistake(
    "product-not-derivative", "That multiplies by the input once more: differentiating lowers the degree by one."
)
NORM = Mistake("norm-not-squared", "That is the derivative of the norm itself; here the norm is squared.")


def other_variable(case: Case, answer: Node) -> Iterator[Claim]:
    """The derivative of the same function by something else, in either layout."""
    for name, expected in case.asked.once(_other_derivatives):
        mistake = Mistake("wrong-variable", f"That is the derivative by {name}: look again at what the input is here.")
        yield Claim(mistake, answer, expected)


def _other_derivatives(asked: Asked) -> list[tuple[str, Expected]]:
    """Each with what it is by."""
    if asked.output is None or asked.by is None:
        return []
    graph, found = asked.truth.graph, []
    inside = set(tape([asked.output]))
    for variable in asked.variables:
        if variable is asked.by or variable not in inside:
            continue
        name = f"{variable.parameters[0]}" if variable.primitive == "input" else "another part of the expression"
        raw = jacobian(graph, asked.output, variable)
        node = numerator(graph, raw, asked.output.shape, variable.shape)
        found.append((name, asked.expected(node)))
        if len(node.shape) == 2:
            found.append((name, asked.expected(asked.build.transpose(node))))
    return found


def foreign_inputs(case: Case, answer: Node) -> Mistake | None:
    """An answer that has none of the symbols the derivative depends on, but others."""
    expected, given = case.asked.once(_inputs), inputs(answer)
    if case.asked.output is not None and given and expected and not given & expected:
        names = " and ".join(sorted(given))
        return Mistake("wrong-variable", f"The derivative does not depend on {names}: what is the input here?")
    return None


def _inputs(asked: Asked) -> set[str]:
    return inputs(asked.node)


def value(case: Case, answer: Node) -> Iterator[Claim]:
    """The function where its derivative is asked, as it is, transposed, or put on a diagonal."""
    for expected in case.asked.once(_values):
        yield Claim(VALUE, answer, expected)


def _values(asked: Asked) -> list[Expected]:
    output, build = asked.output, asked.build
    if output is None:
        return []
    nodes = [output]
    if len(output.shape) == 2:
        nodes.append(build.transpose(output))
        if output.shape[1] == ONE:
            nodes.append(build.multiply(output, build.apply("eye", parameters=output.shape[:1])))
    return [asked.expected(node) for node in nodes]


def derivative(case: Case, answer: Node) -> Iterator[Claim]:
    """The derivative where the function is asked."""
    asked = case.asked
    if asked.output is None and asked.by is not None and asked.node.shape == ():
        yield Claim(DERIVATIVE, answer, asked.once(_slope))


def _slope(asked: Asked) -> Expected:
    assert asked.by is not None  # noqa: S101 - whoever asks has looked
    return asked.expected(jacobian(asked.truth.graph, asked.node, asked.by))


def norm(case: Case, answer: Node) -> Iterator[Claim]:
    """The derivative of the root of a function that is never negative: answer · 2√f = truth."""
    asked, output = case.asked, case.asked.output
    if output is not None and output.shape == () and answer.shape == asked.node.shape:
        twice = asked.once(_twice_root)
        if close(case.worth.of(answer) * twice.values, asked.right.values, asked.place):
            yield Claim(NORM, case.build.multiply(answer, twice.node), asked.right)


def _twice_root(asked: Asked) -> Expected:
    assert asked.output is not None  # noqa: S101 - whoever asks has looked
    return asked.expected(asked.build.multiply(asked.build.constant(2), asked.build.apply("sqrt", asked.output)))


def degree_too_high(case: Case, answer: Node) -> Mistake | None:
    """An answer homogeneous in a symbol, of a higher degree than the derivative."""
    asked = case.asked
    if asked.output is None or value_of(asked.node) == 0:
        return None
    degrees = asked.once(_degrees)
    for name in sorted(inputs(answer)):
        expected = degrees.get(name, 0)
        if expected is None:
            continue
        doubled = Worth(_doubled(asked.place.sample, name), case.effort, {})
        given = _degree(case.worth.of(answer), doubled.of(answer))
        if given is not None and given > expected:
            return PRODUCT
    return None


def _degrees(asked: Asked) -> dict[str, int | None]:
    """The degree of the truth in each of its symbols, None where it is not homogeneous in it."""
    sample = asked.place.sample
    return {
        name: _degree(asked.right.values, asked.truth.values_at(_doubled(sample, name)).values)
        for name in inputs(asked.node)
    }


def _doubled(sample: Sample, name: str) -> Sample:
    return replace(sample, inputs={**sample.inputs, name: 2 * sample.inputs[name]})


def _degree(once: Array, twice: Array) -> int | None:
    """The power of 2 by which values grow when an input is doubled, if it is the same everywhere."""
    ratios = (twice / once).ravel()
    ratios = ratios[np.isfinite(ratios) & (ratios != 0)]
    if ratios.size < 3 or np.ptp(ratios) > 1e-9 * np.abs(ratios).max() or ratios[0] <= 0:
        return None
    power = round(float(np.log2(ratios[0])))
    return power if abs(ratios[0] - 2.0**power) < 1e-6 * ratios[0] else None
