"""A student's own formula as a curve; a derivative beside the function it belongs to and that function's own slope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graders.curves import Curve, Values, curve
from graders.engine.language.scope import Scope
from questions.charts import Html, Series, figure, line_chart, line_table, short
from questions.kind import JSON, Setting, SpecError

SAMPLES = 241
ALIKE = 1e-3  # a slope this near, as a share, is the same to the eye


@dataclass(frozen=True)
class Role:
    """What a curve is: its label, its dash and marker, and what the caption says of it."""

    label: str
    look: int
    said: str


FUNCTION = Role("f", 0, "f is your function")
TYPED = Role("f′ typed", 1, "f′ typed is the derivative you gave")
MEASURED = Role("f′ measured", 2, "f′ measured is the slope of your f")


@dataclass(frozen=True)
class Plot:
    """What an author asked to be drawn: formulas of one symbol over a range, `beside` the field of their function."""

    scope: Scope
    symbol: str
    reach: tuple[float, float]
    beside: str | None

    def picture(self, own: JSON, answers: Mapping[str, JSON], reasons: bool) -> Html | None:
        """The curves of what was answered; the slope that the function itself shows only where reasons may be."""
        typed = curve(own, self.scope, self.symbol)
        function = curve(answers.get(self.beside), self.scope, self.symbol) if self.beside else None
        places = np.linspace(*self.reach, SAMPLES)
        drawn: list[tuple[Role, Values]] = []
        if function:
            drawn.append((FUNCTION, function.drawn(places)))
        if typed:
            drawn.append((TYPED if self.beside else FUNCTION, typed.drawn(places)))
        if function and reasons:
            drawn.append((MEASURED, function.slopes(places)))
        said = _compared(places, typed, function) if typed and function and reasons else ""
        return _figure(places, drawn, self.symbol, said) if drawn else None


def plot_of(setting: Setting, reach: tuple[float, float] | None, beside: str | None, wrt: str | None) -> Plot | None:
    """The plot that a spec asks for; raises SpecError."""
    if reach is None:
        if beside is not None:
            raise SpecError("`beside` goes with `plot`")
        return None
    symbol = wrt or setting.scope.scalar
    declared = setting.scope.symbols.get(symbol) if symbol else None
    if symbol is None or declared is None or declared.shape or declared.is_index:
        raise SpecError("`plot` needs one scalar to draw over: the question's only one, or `wrt`")
    if beside is not None and beside not in setting.fields:
        raise SpecError(f"`beside` names {beside}, which is no field of the question")
    if not reach[0] < reach[1]:
        raise SpecError("`plot` goes from a smaller number to a larger one")
    return Plot(setting.scope, symbol, reach, beside)


def _figure(places: Values, drawn: Sequence[tuple[Role, Values]], symbol: str, said: str) -> Html:
    series = [Series(role.label, values.tolist(), role.look) for role, values in drawn]
    return figure(
        line_chart("What you typed, drawn", places.tolist(), series, x_label=symbol),
        line_table("What you typed, in numbers", places.tolist(), series, x_label=symbol),
        caption=f"{', '.join(role.said for role, _ in drawn)}. {said}".strip(),
    )


def _compared(places: Values, typed: Curve, function: Curve) -> str:
    """Where the derivative that was typed is farthest from the slope of the function that was typed."""
    given, measured = typed.values(places), function.slopes(places)
    with np.errstate(all="ignore"):
        apart = np.nan_to_num(np.abs(given - measured) / (1.0 + np.abs(measured)), posinf=0.0)
    at = int(apart.argmax())
    if apart[at] <= ALIKE:
        return "The last two agree."
    where, gave, has = (short(float(values[at])) for values in (places, given, measured))
    return f"At {where} you gave {gave}, and your f has the slope {has}."
