"""Where a student's own Jacobian is not zero, as a table: a row an output entry, a column an input entry."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from graders.expression import Expression
from graders.nonzero import SIDE, Mask, nonzero
from questions.charts import Html, element, figure, scrolled
from questions.charts.markup import join
from questions.kind import JSON

AXES = 4
NAME = "Where your formula is not zero"
MOST_NAMED = 8  # entries; of more than half of them the others are named

NO_BREAK = "\N{NO-BREAK SPACE}"

Place = tuple[int, ...]


def grid(task: Expression, value: JSON) -> Html | None:
    """The entries of an answer by four indices; None for any other, and where nothing plain can be said of them."""
    if task.index is None or len(task.index) != AXES:
        return None
    mask = nonzero(task, value)
    if mask is None or mask.ndim != AXES:
        return None
    sizes = " = ".join([*sorted(task.derived.scope.sizes), str(SIDE)])
    where = f" for {sizes}" if task.derived.scope.sizes else ""
    said = join(f"What you typed{where}: ", _said(task.index, mask))
    return figure(scrolled(_table(task.index, mask), NAME), caption=said)


def _table(index: str, mask: Mask) -> Html:
    rows, columns = (list(product(*map(range, lengths))) for lengths in (mask.shape[:2], mask.shape[2:]))
    corner = element("th", f"{index[0]}, {index[1]} ↓ {index[2]}, {index[3]} →", scope="col")
    return element(
        "table",
        element("thead", element("tr", corner, *(element("th", _spelt(column), scope="col") for column in columns))),
        element("tbody", *(_row(row, columns, mask) for row in rows)),
        class_="values",
    )


def _row(row: Place, columns: Sequence[Place], mask: Mask) -> Html:
    cells = (
        element("td", "≠ 0", class_="heat-2") if mask[row + column] else element("td", "0", class_="heat-0")
        for column in columns
    )
    return element("tr", element("th", _spelt(row), scope="row"), *cells)


def _said(index: str, mask: Mask) -> Html:
    """The same in a sentence."""
    entry = join(element("i", "J"), element("sub", index))
    if mask.all():
        return join(entry, " is non-zero at every place.")
    if not mask.any():
        return join(entry, " is zero at every place.")
    some = mask.sum() <= mask.size / 2
    places = [f"({_spelt(place)})".replace(" ", NO_BREAK) for place in np.argwhere(mask if some else ~mask).tolist()]
    if len(places) > MOST_NAMED:
        return join(entry, f" is non-zero at {mask.sum()} of {mask.size} places.")
    return join(entry, " is non-zero at " if some else " is non-zero except at ", f"{', '.join(places)}.")


def _spelt(place: Sequence[int]) -> str:
    return ", ".join(str(number + 1) for number in place)
