"""Charts as inline SVG, made on the server: classes only, styled by `pictures.css`, each with its numbers in a table.

What these functions return is markup in which everything was escaped; a template puts it in as it is.
"""

from questions.charts.bars import Bar, bar_chart
from questions.charts.heat import Border, Spot, heat_map
from questions.charts.lines import Series, line_chart, line_table
from questions.charts.markup import Html, element
from questions.charts.scale import short
from questions.charts.tables import data_table, figure, scrolled
from questions.charts.tiles import tile

__all__ = [
    "Bar",
    "Border",
    "Html",
    "Series",
    "Spot",
    "bar_chart",
    "data_table",
    "element",
    "figure",
    "heat_map",
    "line_chart",
    "line_table",
    "scrolled",
    "short",
    "tile",
]
