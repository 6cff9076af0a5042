"""Networks: the weights are bound, the network is run on every row of the table, and what comes out decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graders.fingerprint import Fingerprint
from graders.network_mistakes import Case, diagnose, first, transpositions
from graders.network_model import Network, fit, right, run
from graders.unreadable import Unreadable
from graders.verdict import Verdict, correct
from graders.weights import Numbers, read_weights

_CORRECT = correct()


def grade(network: Network, value: Any) -> Verdict:
    """Full marks for the table, half for the right sides of ½ or for weights that work after one transposition."""
    try:
        given = read_weights(value, network.names)
    except Unreadable as fault:
        return fault.verdict()
    reading = to_latex(given) if isinstance(value, str) else None
    try:
        weights = fit(network, given)
    except Unreadable as fault:
        finding = first(transpositions(network, given))
        return finding.verdict(reading=reading) if finding else fault.verdict()
    outputs = run(network, weights)
    if right(network, outputs):
        return _CORRECT if reading is None else correct(reading=reading)
    return diagnose(Case(network, given, weights, outputs), reading)


def fingerprint(network: Network, value: Any) -> Fingerprint | None:
    """What comes out on the table; None where the weights cannot be read or do not fit."""
    try:
        outputs = run(network, fit(network, read_weights(value, network.names)))
    except Unreadable:
        return None
    return Fingerprint("", tuple(float(value) for row in outputs for value in row))


def to_latex(given: Mapping[str, Numbers]) -> str:
    """How the weights were read."""
    return r",\quad ".join(f"{name[0]}_{{{name[1:]}}} = {_block(value)}" for name, value in given.items())


def _block(value: Numbers) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    rows: Sequence[Any] = value if value and isinstance(value[0], list) else [value]
    body = r" \\ ".join(" & ".join(f"{cell:.6g}" for cell in row) for row in rows)
    return rf"\begin{{pmatrix}}{body}\end{{pmatrix}}"
