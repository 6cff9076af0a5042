"""Parameters that follow from those drawn, worked out by the engine: `{value = "n - k + 1"}`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from graders.derived import expression
from graders.engine.elaborate import IllTyped
from graders.engine.language.errors import LanguageError, ScopeError
from graders.engine.language.scope import Scope
from graders.engine.sizes import ShapeError
from graders.number import Number
from questions.kind import SpecError
from questions.parameters import Draw, Parameters, Value, is_number

PLACES: Final = 6
BITS: Final = 512


def named(parameters: Parameters, draw: Draw) -> Mapping[str, Value]:
    """The values of a draw by name, with those computed from them; raises SpecError where a formula has none."""
    values = parameters.values(draw)
    numbers = {name: value for name, value in values.items() if is_number(value)}
    for name, formula in parameters.computed.items():
        try:
            values[name] = _compute(formula, numbers)
        except SpecError as problem:
            raise SpecError(f"`{name}`: {problem}") from None
    return values


def _compute(formula: str, values: Mapping[str, float]) -> int | float:
    """The value of a formula in other numbers; raises SpecError unless it is a decimal of at most six places."""
    try:
        scope = Scope.from_question(dict.fromkeys(values, "scalar"), {})
        derived = expression(scope, formula)
    except (LanguageError, IllTyped) as problem:
        raise SpecError(problem.message) from None
    except (ScopeError, ShapeError, ValueError) as problem:
        raise SpecError(str(problem)) from None
    if derived.node.shape:
        raise SpecError("this is no single number")
    task = Number(derived, {name: Fraction(str(value)) for name, value in values.items()})
    try:
        found = (task.value(derived.node, BITS) * 10**PLACES).unique_fmpz()
    except KeyError as missing:
        raise SpecError(f"{missing.args[0]} has no value") from None
    if found is None:
        raise SpecError(f"{formula} is no decimal of at most {PLACES} places here")
    exact = Fraction(int(found), 10**PLACES)
    return int(exact) if exact.denominator == 1 else float(exact)
