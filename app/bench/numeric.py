"""Checks beside the same by hand in NumPy, and Jacobians beside autograd's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from app.bench.measuring import Absent, Figure, Work, shown, side_by_side
from app.bench.tasks import TASKS, Array, Task
from graders.derived import Derived
from graders.engine.elaborate import read
from graders.engine.equality import Truth
from graders.engine.evaluate import Tape
from graders.engine.graph import Graph
from graders.engine.numbers.floats import FLOATS
from graders.engine.sampling import Points
from questions.grading import PUBLIC_KEY

POINTS = 16


def checks(rounds: int) -> Iterator[Figure]:
    """An answer at all points compared with cached values of the truth."""
    ratios = []
    for task in TASKS:
        ours, by_hand = _both(task)
        mine, theirs, ratio = side_by_side(ours, by_hand, rounds)
        ratios.append(1 / ratio)
        value = f"{1 / ratio:.2f}× hand-written NumPy ({shown(mine)} to {shown(theirs)})"
        yield Figure(f"check of {task.name}", value)
    yield Figure("check, worst of these", f"{max(ratios):.2f}× hand-written NumPy")


def _both(task: Task) -> tuple[Work, Work]:
    checked = Checked(task.derived(), task.answer, task.name, task.index)
    inputs, expected = checked.inputs, checked.expected
    if not np.allclose(np.broadcast_to(task.by_hand(inputs), expected.shape), expected):
        raise AssertionError(f"{task.name} by hand is not the same")

    def by_hand() -> bool:
        with np.errstate(all="ignore"):
            return same(task.by_hand(inputs), expected)

    return checked.check, by_hand


class Checked:
    """An answer laid out, beside the cached values of the truth."""

    def __init__(self, derived: Derived, answer: str, content: str, index: str | None = None) -> None:
        points = Points.of(derived.scope, PUBLIC_KEY, content)
        place = Truth(derived.graph, derived.node, points).places[0]
        self.expected = place.values
        self.inputs, self._sizes = place.sample.inputs, place.sample.sizes
        graph = Graph(derived.graph)
        self._tape = Tape([read(answer, derived.scope, graph, expected=derived.node.shape, index=index).node])

    def check(self) -> bool:
        """Whether both agree at all points, in float64."""
        return same(self._tape.run(FLOATS, self.inputs, self._sizes)[0], self.expected)


def same(given: Array, expected: Array) -> bool:
    """Whether two arrays agree but for rounding."""
    return bool((np.abs(given - expected) <= 1e-9 * (1 + np.abs(expected))).all())


def jacobians(rounds: int) -> Iterator[Figure]:
    """All entries at several points, beside autograd's `jacobian` at one point after the other."""
    try:
        import autograd.numpy as numpy_like
        from autograd import jacobian
    except ImportError:
        raise Absent("autograd is not installed: pip install 'chainrule[bench]'") from None
    for task in TASKS:
        inputs, sizes = _at_points(task)
        tape = Tape([task.derived().node])
        singles = [{name: _flat(values[..., n]) for name, values in inputs.items()} for n in range(POINTS)]
        functions = [jacobian(task.once(numpy_like, point)) for point in singles]

        def ours(tape: Tape = tape, inputs: Any = inputs, sizes: Any = sizes) -> None:
            tape.run(FLOATS, inputs, sizes)

        def theirs(functions: Any = functions, singles: Any = singles, wrt: str = task.wrt) -> None:
            for function, point in zip(functions, singles, strict=True):
                function(point[wrt])

        mine, others, ratio = side_by_side(ours, theirs, rounds)
        yield Figure(
            f"Jacobian of {task.name} at {POINTS} points",
            f"{ratio:.0f}× faster than autograd ({shown(mine)} to {shown(others)})",
        )


def _at_points(task: Task) -> tuple[Mapping[str, Array], Mapping[str, int]]:
    derived = task.derived()
    sample = Points.of(derived.scope, PUBLIC_KEY, task.name).samples[0]
    return {name: values[..., -POINTS:].copy() for name, values in sample.inputs.items()}, sample.sizes


def _flat(values: Array) -> Array:
    """A column as the list that others take for a vector."""
    return values[:, 0] if values.shape[-1] == 1 else values
