"""What a student's network does: a truth table with its hidden units, the gate it computes, and its surface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graders.gates import THRESHOLD, gate
from graders.network_model import Matrix, Network, Weights, fit, run
from graders.unreadable import Unreadable
from graders.weights import read_weights
from questions.charts import Html, element, scrolled, short
from questions.kind import JSON
from questions.kinds.network.surface import surfaces

CAPTION = "Your network on the table"
MOST_ROWS, MOST_UNITS = 32, 8


def picture(network: Network, value: JSON, reasons: bool) -> Html | None:
    """The table, a sentence and the surface, with targets only where reasons may be shown; None without a network."""
    try:
        weights = fit(network, read_weights(value, network.names))
    except Unreadable:
        return None
    outputs = run(network, weights)
    names = ["ŷ"] if len(outputs) == 1 else [f"ŷ{at + 1}" for at in range(len(outputs))]
    said = _gate(network, outputs) if reasons else None
    table = scrolled(_table(network, weights, outputs, names, reasons), CAPTION)
    words = element("p", said, class_="help") if said else Html()
    plane = surfaces(network, weights, outputs, names) if len(network.inputs) == 2 else ()
    return element("div", element("div", table, words), *plane, class_="network-pictures")


def _table(network: Network, weights: Weights, outputs: Matrix, names: Sequence[str], reasons: bool) -> Html:
    columns = [*_columns("x", network.inputs), *_columns("h", _hidden(network, weights))]
    columns += zip(names, ([short(y) for y in unit] for unit in outputs), strict=True)
    if reasons:
        for name, unit, targets in zip(names, outputs, network.targets, strict=True):
            said = [_target(network, y, target) for y, target in zip(unit, targets, strict=True)]
            columns.append((name.replace("ŷ", "target ").strip(), said))
    rows = range(min(MOST_ROWS, len(network.inputs[0])))
    return element(
        "table",
        element("caption", CAPTION),
        element("thead", element("tr", *(element("th", name, scope="col") for name, _ in columns))),
        element("tbody", *(element("tr", *(element("td", cells[row]) for _, cells in columns)) for row in rows)),
        class_="values truth",
    )


def _columns(letter: str, units: Sequence[Sequence[float]]) -> list[tuple[str, list[str]]]:
    return [(f"{letter}{at + 1}", [short(value) for value in unit]) for at, unit in enumerate(units)]


def _target(network: Network, output: float, target: float) -> str:
    return f"{short(target)} {'✓' if abs(output - target) <= network.tolerance else '✗'}"


def _hidden(network: Network, weights: Weights) -> Matrix:
    """What the units of the first layer give, where there are few."""
    units = weights[network.layers[0].weight]
    if len(network.layers) < 2 or len(units) > MOST_UNITS:
        return []
    return run(replace(network, layers=network.layers[:1]), weights)


def _gate(network: Network, outputs: Matrix) -> str | None:
    """Which gate the network computes, where its table is one."""
    targets = network.targets[0]
    if len(outputs) > 1 or not {*targets} <= {0.0, 1.0}:
        return None
    rows = list(zip(*network.inputs, strict=True))
    computed, asked = gate(rows, outputs[0]), gate(rows, targets)
    if computed is None:
        return None
    but = "" if computed == asked else f", not {asked}"
    return f"With everything above {THRESHOLD} counted as 1, this network computes {computed}{but}."
