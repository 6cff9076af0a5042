"""The numbers of a chart as a plain table, folded away beneath it."""

from __future__ import annotations

from collections.abc import Sequence

from questions.charts.markup import Html, element
from questions.charts.scale import short


def data_table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str | float | None]]) -> Html:
    """A table whose first column names the rows; a number is written short, None as a dash."""
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *(element("th", name, scope="col") for name in head))),
        element("tbody", *(_row(row) for row in rows)),
        class_="values",
    )


def figure(picture: Html, table: Html | None = None, *, caption: str = "", summary: str = "The numbers") -> Html:
    """A picture with what is to be said of it, and its table, which opens on request."""
    folded = element("details", element("summary", summary), scrolled(table, summary)) if table else Html()
    said = element("figcaption", caption) if caption else Html()
    return element("figure", picture, said, folded, class_="pictured")


def scrolled(table: Html, name: str) -> Html:
    """A table that scrolls by itself, by keyboard too, where it is wider than the page."""
    return element("div", table, class_="scroll", tabindex="0", role="group", aria_label=name)


def _row(cells: Sequence[str | float | None]) -> Html:
    first, *others = map(_cell, cells)
    return element("tr", element("th", first, scope="row"), *(element("td", other) for other in others))


def _cell(content: str | float | None) -> str:
    if content is None:
        return "–"
    return content if isinstance(content, str) else short(content)
