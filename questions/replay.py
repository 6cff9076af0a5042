"""Gradient descent as a question lets its students watch it, once they have answered all of it: `[question.replay]`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import msgspec
import numpy as np

from graders.descent import Descent, Trainer, trainer
from graders.engine.elaborate import IllTyped
from graders.engine.language.errors import LanguageError
from graders.engine.numbers.system import Array
from graders.engine.sizes import ShapeError
from graders.network_model import Layer
from questions.charts import Html, Series, figure, line_chart, line_table, short
from questions.kind import SpecError
from questions.layers import read_layers

FREE: Final = "f"  # the activation that students choose
MOST_STEPS, MOST_ROWS, MOST_UNITS, MOST_OFFERED = 300, 16, 16, 12
LEARNED = 0.05
MOVED = 1e-12
KEPT = 512  # replays that a process remembers


class Replay(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The network, the table it is trained on, and what there is to choose: where it starts, what `f` makes of z."""

    network: str
    table: tuple[tuple[tuple[float, ...], float], ...]
    width: int = 2
    starts: tuple[float, ...] = (0.0,)
    choices: tuple[str, ...] = ()
    rate: float = 0.1
    steps: int = MOST_STEPS


@dataclass(frozen=True)
class Parameter:
    """What became of one parameter; all but its name is LaTeX."""

    name: str
    symbol: str
    started: str
    ended: str
    moved: bool


@dataclass(frozen=True)
class Replayed:
    """A replay to look at. Of `choices` and `starts`, `choice` and `start` were taken."""

    choices: Sequence[str]
    starts: Sequence[str]
    choice: str
    start: str
    said: str
    figures: Sequence[Html]
    parameters: Sequence[Parameter]


def refuse_nonsense(replay: Replay) -> None:
    """Raise SpecError where a replay cannot be run."""
    layers = _layers(replay)
    widths = {len(inputs) for inputs, _ in replay.table}
    if not 1 <= len(replay.table) <= MOST_ROWS or len(widths) != 1 or not next(iter(widths)):
        raise SpecError(f"`table` has 1 to {MOST_ROWS} rows [[inputs], target], all with as many inputs")
    if not (1 <= replay.steps <= MOST_STEPS and 1 <= replay.width <= MOST_UNITS and replay.rate > 0):
        raise SpecError(f"`steps` are 1 to {MOST_STEPS}, `width` is 1 to {MOST_UNITS}, and `rate` is positive")
    if not 1 <= len(replay.starts) <= MOST_OFFERED or len(replay.choices) > MOST_OFFERED:
        raise SpecError(f"1 to {MOST_OFFERED} `starts`, and at most {MOST_OFFERED} `choices`")
    if any(layer.activation == FREE for layer in layers) != bool(replay.choices):
        raise SpecError("`choices` say what `f` may make of z, as in `z^2`, where `network` applies f, and only there")
    for choice in replay.choices or ("",):
        try:
            _trainer(replay, choice)
        except (LanguageError, IllTyped) as problem:
            raise SpecError(f"`{choice or replay.network}`: {problem.message}") from None
        except ShapeError as problem:
            raise SpecError(f"`{choice or replay.network}`: {problem}") from None


@lru_cache(maxsize=KEPT)
def replayed(replay: Replay, choice: str = "", start: str = "") -> Replayed:
    """The replay with a choice and a start that it offers; the first where it does not offer them."""
    starts = {f"{number:g}": number for number in replay.starts}
    start = start if start in starts else next(iter(starts))
    choice = choice if choice in replay.choices else next(iter(replay.choices), "")
    done = _trainer(replay, choice).descend(replay.table, starts[start], replay.rate, replay.steps)
    parameters = [_parameter(name, done.started[name], done.ended[name]) for name in done.started]
    return Replayed(
        choices=replay.choices,
        starts=list(starts),
        choice=choice,
        start=start,
        said=_said(replay, done, parameters),
        figures=_figures(replay, done),
        parameters=parameters,
    )


def _layers(replay: Replay) -> tuple[Layer, ...]:
    return read_layers(replay.network, {FREE})


@lru_cache(maxsize=KEPT)
def _trainer(replay: Replay, choice: str) -> Trainer:
    return trainer(_layers(replay), {FREE: choice} if choice else {}, len(replay.table[0][0]), replay.width)


def _said(replay: Replay, done: Descent, parameters: Sequence[Parameter]) -> str:
    """What there is to see, in words."""
    if not done.losses:
        return "At this start the network has no value."
    steps = len(done.losses) - 1
    if steps < replay.steps:
        return f"After {steps} steps the numbers run away: the steps are too long for this start."
    moved = [parameter.name for parameter in parameters if parameter.moved]
    what = "All parameters move" if len(moved) == len(parameters) else "Nothing moves"
    if 0 < len(moved) < len(parameters):
        what = f"Only {' and '.join(moved)} move{'s' if len(moved) == 1 else ''}"
    ends = [row[-1] for row in done.outputs]
    off = max(abs(end - target) for end, (_, target) in zip(ends, replay.table, strict=True))
    if off <= LEARNED:
        return f"{what}. After {steps} steps every output is within {LEARNED} of its target: the table is learned."
    same = f"the output is {short(ends[0])} for every row and" if np.ptp(ends) < 1e-9 else "the output"
    return f"{what}. After {steps} steps {same} misses a target by {short(off)}: the table is not learned."


def _figures(replay: Replay, done: Descent) -> list[Html]:
    if not done.losses:
        return []
    steps = list(map(float, range(len(done.losses))))
    rows = [
        Series(f"({', '.join(short(one) for one in inputs)})", outputs)
        for (inputs, _), outputs in zip(replay.table, done.outputs, strict=True)
    ]
    first, last = done.losses[0], done.losses[-1]
    highest = min(max(done.losses), 2 * max(first, last)) or 1.0
    targets = [target for _, target in replay.table]
    shown = [*targets, *(row[at] for row in done.outputs for at in (0, -1))]
    air = (max(targets) - min(targets) or 1.0) / 4
    low, high = min(shown), max(shown)
    return [
        _figure("The loss, step by step", steps, [Series("loss", done.losses)], (0.0, 1.1 * highest)),
        _figure("The output for each row of the table, step by step", steps, rows, (low - air, high + air)),
    ]


def _figure(title: str, steps: Sequence[float], series: Sequence[Series], heights: tuple[float, float]) -> Html:
    drawn = line_chart(title, steps, series, x_label="steps", y_range=heights)
    return figure(drawn, line_table(title, steps, series, x_label="steps"))


def _parameter(name: str, started: Array, ended: Array) -> Parameter:
    moved = bool(np.abs(ended - started).max() > MOVED)
    symbol = f"{name[0]}_{{{name[1:]}}}" if len(name) > 1 else name
    return Parameter(name, symbol, _latex(started), _latex(ended), moved)


def _latex(array: Array) -> str:
    cells = [[f"{cell:.3g}" for cell in row] for row in array]
    if array.size == 1:
        return cells[0][0]
    body = r" \\ ".join(" & ".join(row) for row in cells)
    return rf"\begin{{pmatrix}}{body}\end{{pmatrix}}"
