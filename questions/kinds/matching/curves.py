"""What is matched: texts with a key, or curves, whose key is found by comparing functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from graders.curves import Curve, of_node
from graders.engine.elaborate import IllTyped, author
from graders.engine.equality import Equal, Truth, decide
from graders.engine.graph import Graph, Node
from graders.engine.language.errors import LanguageError
from graders.engine.sampling import Points
from graders.engine.sizes import ShapeError
from questions.charts import Html, Series, data_table, line_chart
from questions.kind import Setting, SpecError

SAMPLES = 241
ROWS = 13  # of the table
WIDTH, HEIGHT = 180, 132
NO_SECRET = b""  # both sides are the author's: nobody could gain by knowing the points


class Prepared(Protocol):
    """What is asked and what is right."""

    @property
    def items(self) -> Mapping[str, str]:
        """What is shown of each item, by name."""

    @property
    def choices(self) -> Mapping[str, str]:
        """What is shown of each choice, by letter: Markdown, or a picture."""

    @property
    def key(self) -> Mapping[str, str]:
        """The right choice for each item; raises SpecError where there is none."""

    @property
    def table(self) -> Html | None:
        """The numbers of the curves."""


@dataclass(frozen=True)
class Texts:
    """Choices in words, with the author's key."""

    items: Mapping[str, str]
    choices: Mapping[str, str]
    key: Mapping[str, str]
    table: None = None


class Curves:
    """Functions to be found among drawn curves. Nothing that is drawn names a function."""

    def __init__(
        self,
        items: Mapping[str, str],
        functions: Mapping[str, str],
        curves: Mapping[str, str],
        over: str,
        reach: tuple[float, float],
        setting: Setting,
    ) -> None:
        if over not in setting.scope.symbols:
            raise SpecError("`over` names the symbol that the curves are drawn over")
        if not reach[0] < reach[1]:
            raise SpecError("`range` goes from a smaller number to a larger one")
        self.items = items
        self._over, self._setting, self._graph = over, setting, Graph()
        self._places = np.linspace(*reach, SAMPLES)
        self._functions = {name: self._read(text, f"functions.{name}") for name, text in functions.items()}
        self._curves = {letter: self._read(text, f"curves.{letter}") for letter, text in curves.items()}

    @cached_property
    def key(self) -> Mapping[str, str]:
        """For each item the one curve that is its function."""
        found = {}
        for name, function in self._functions.items():
            truth = Truth(self._graph, function.node, Points.of(self._setting.scope, NO_SECRET, name))
            same = [letter for letter, curve in self._curves.items() if self._equal(truth, curve.node)]
            if len(same) != 1:
                which = " and ".join(same) if same else "none"
                raise SpecError(f"`{name}` is to be one of the curves, and it is {which}")
            found[name] = same[0]
        return found

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The pictures, each to its own scale."""
        return {letter: self._picture(letter, curve) for letter, curve in self._curves.items()}

    @cached_property
    def table(self) -> Html:
        """The same for those who read numbers."""
        places = self._places[:: (SAMPLES - 1) // (ROWS - 1)]
        values = [[round(value, 2) for value in curve.values(places)] for curve in self._curves.values()]
        return data_table(
            "Values of the curves", [self._over, *self._curves], list(zip(map(float, places), *values, strict=True))
        )

    def _picture(self, letter: str, curve: Curve) -> Html:
        series = Series("", [float(value) for value in curve.drawn(self._places)])
        places = [float(place) for place in self._places]
        return line_chart(f"Curve {letter}", places, [series], width=WIDTH, height=HEIGHT)

    def _equal(self, truth: Truth, node: Node) -> bool:
        return node is truth.node or isinstance(decide(truth, node, self._graph), Equal)

    def _read(self, text: str, where: str) -> Curve:
        try:
            node = author(text, self._setting.scope, self._graph)
        except (LanguageError, IllTyped) as problem:
            raise SpecError(f"`{where}`: {problem.message}") from None
        except ShapeError as problem:
            raise SpecError(f"`{where}`: {problem}") from None
        curve = of_node(node, self._over) if node.shape == () else None
        if curve is None:
            raise SpecError(f"`{where}` is no number that depends on {self._over} alone")
        return curve
