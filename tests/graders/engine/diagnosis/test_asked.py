"""What depends on a truth alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from graders.engine.diagnosis.asked import Asked, Expected


def _doubled(asked: Asked) -> Expected:
    return asked.expected(asked.build.multiply(asked.build.constant(2), asked.node))


def test_it_is_made_once_whoever_asks(ask) -> None:
    _, asked = ask({"X": "n x d", "w": "d"}, "X w")
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: asked.once(_doubled), range(64)))
    assert len(set(map(id, made))) == 1


def test_it_comes_with_its_values_where_the_truth_has_them(ask) -> None:
    _, asked = ask({"X": "n x d", "w": "d"}, "X w")
    assert np.array_equal(asked.once(_doubled).values, 2 * asked.right.values)
    assert asked.once(_doubled).node.shape == asked.node.shape
