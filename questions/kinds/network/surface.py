"""The output of a network over the plane of its two inputs, as a heat map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from graders.gates import THRESHOLD
from graders.network_model import Matrix, Network, Weights, run
from graders.networks import ACTIVATIONS
from questions.charts import Border, Html, Spot, figure, heat_map, short

GRID = 41  # values along a side
ROOM = 0.5  # beyond the inputs of the table, as a share of their spread
MOST_SPOTS, MOST_BORDERS, MOST_SURFACES = 32, 12, 3

Range = tuple[float, float]


def surfaces(network: Network, weights: Weights, outputs: Matrix, names: Sequence[str]) -> Iterator[Html]:
    """A heat map for each of the first outputs; `outputs` are those over the table."""
    x, y = (_range(column) for column in network.inputs)
    binary = all(target in (0.0, 1.0) for targets in network.targets for target in targets)
    borders = _borders(network, weights)
    for name, grid, at_table in list(zip(names, _grids(network, weights, x, y), outputs, strict=False))[:MOST_SURFACES]:
        spots = [
            Spot(a, b, short(value), filled=value > THRESHOLD)
            for a, b, value in list(zip(*network.inputs, at_table, strict=True))[:MOST_SPOTS]
        ]
        drawn = heat_map(
            f"{name} over both inputs",
            grid.tolist(),
            x,
            y,
            level=THRESHOLD if binary else None,
            borders=borders,
            spots=spots,
            x_label="x1",
            y_label="x2",
            description=_described(name, grid, x, y, spots),
        )
        solid = f"Solid: {name} = {THRESHOLD}. " if binary else ""
        dashed = "Dashed: where a hidden unit receives 0." if borders else ""
        yield figure(drawn, caption=solid + dashed)


def _grids(network: Network, weights: Weights, x: Range, y: Range) -> list[np.ndarray[tuple[int, int]]]:
    """Each output over the plane, from the lowest y up."""
    across, up = np.linspace(*x, GRID), np.linspace(*y, GRID)
    plane = replace(network, inputs=([np.tile(across, GRID)], [np.repeat(up, GRID)]))
    with np.errstate(all="ignore"):
        return [np.broadcast_to(unit[0], GRID * GRID).reshape(GRID, GRID) for unit in run(plane, weights, ACTIVATIONS)]


def _range(column: Sequence[float]) -> Range:
    low, high = min(column), max(column)
    room = ROOM * (high - low) or 1.0
    return low - room, high + room


def _borders(network: Network, weights: Weights) -> list[Border]:
    """For each of the first hidden units the line on which it receives nothing."""
    first = network.layers[0]
    if len(network.layers) < 2:
        return []
    rows = weights[first.weight][:MOST_BORDERS]
    biases = weights[first.bias] if first.bias else [0.0] * len(rows)
    return [Border(f"h{at + 1}", a, b, bias) for at, ((a, b), bias) in enumerate(zip(rows, biases, strict=False))]


def _described(name: str, grid: np.ndarray[tuple[int, int]], x: Range, y: Range, spots: Sequence[Spot]) -> str:
    """The surface in words: its ends and the marked points."""
    marked = ", ".join(f"{spot.label} at ({short(spot.x)}, {short(spot.y)})" for spot in spots)
    low, high = float(grid.min()), float(grid.max())
    if low == high:
        return f"{name} is {short(high)} everywhere."
    across, up = np.linspace(*x, GRID), np.linspace(*y, GRID)
    lowest, highest = (
        f"{short(float(grid.flat[at]))} at ({short(float(across[at % GRID]))}, {short(float(up[at // GRID]))})"
        for at in (int(grid.argmin()), int(grid.argmax()))
    )
    return f"{name} rises from {lowest} to {highest}. It is {marked}."
