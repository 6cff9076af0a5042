"""Which values are defined everywhere: only those may be dropped when they are multiplied by 0."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graders.engine.graph import Node, table, tape


def is_total(nodes: Iterable[Node]) -> bool:
    """Whether no input makes any of the nodes undefined."""
    return not any(_partial(node) for node in tape(nodes))


def _partial(node: Node) -> bool:
    if node.primitive == "integer_power":
        exponent: Any = node.parameters[0]
        return bool(exponent < 0)
    return bool(table()[node.primitive].domain)
