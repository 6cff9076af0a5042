"""The sixteen functions of two bits, by what they give at (0,0), (0,1), (1,0), (1,1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

GATES: Mapping[tuple[int, ...], str] = {
    (0, 0, 0, 0): "the constant 0",
    (1, 1, 1, 1): "the constant 1",
    (0, 0, 0, 1): "AND",
    (0, 1, 1, 1): "OR",
    (1, 1, 1, 0): "NAND",
    (1, 0, 0, 0): "NOR",
    (0, 1, 1, 0): "XOR",
    (1, 0, 0, 1): "XNOR",
    (0, 0, 1, 1): "the first input alone",
    (0, 1, 0, 1): "the second input alone",
    (1, 1, 0, 0): "NOT of the first input",
    (1, 0, 1, 0): "NOT of the second input",
    (0, 0, 1, 0): "“the first and not the second”",
    (0, 1, 0, 0): "“the second and not the first”",
    (1, 1, 0, 1): "“the first implies the second”",
    (1, 0, 1, 1): "“the second implies the first”",
}
CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
THRESHOLD = 0.5


def gate(inputs: Sequence[Sequence[float]], outputs: Sequence[float]) -> str | None:
    """The gate that outputs on the four corners compute, 1 above the threshold; None where these are not the inputs."""
    corners = {tuple(row): output for row, output in zip(inputs, outputs, strict=True)}
    if corners.keys() != set(CORNERS):
        return None
    return GATES[tuple(int(corners[corner] > THRESHOLD) for corner in CORNERS)]
