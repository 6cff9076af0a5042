"""Which values there are, and which of them a seed draws."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.computed import named
from questions.kind import SpecError
from questions.parameters import MOST_VALUES, Parameters, Steps, read_values

SEEDS = st.text(max_size=40)
NAMES = st.text("abcdefgh", min_size=1, max_size=3)
PARAMETERS = st.dictionaries(NAMES, st.lists(st.integers(-9, 9), min_size=1, max_size=7, unique=True), max_size=4)


def values(given: Any) -> list[Any]:
    found = read_values(given)
    assert not isinstance(found, str)
    return list(found)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ([2, 3, 5], [2, 3, 5]),
        (["tanh(z)", "sin(z)"], ["tanh(z)", "sin(z)"]),
        ({"from": 2, "to": 6}, [2, 3, 4, 5, 6]),
        ({"from": 2, "to": 6, "step": 2}, [2, 4, 6]),
        ({"from": 1, "to": 6, "step": 2}, [1, 3, 5]),
        ({"from": -1, "to": 1}, [-1, 0, 1]),
        ({"from": 0.1, "to": 0.4, "step": 0.1}, [0.1, 0.2, 0.3, 0.4]),
        ({"from": 3, "to": 3}, [3]),
        ([{"a": 1, "b": "x"}, {"a": 2, "b": "y"}], [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]),
    ],
)
def test_values_are_listed_or_counted_in_steps(written: Any, meant: list[Any]) -> None:
    assert values(written) == meant
    assert [type(value) for value in values(written)] == [type(value) for value in meant]


def test_a_long_range_takes_no_room() -> None:
    steps = read_values({"from": 0, "to": MOST_VALUES - 1})
    assert isinstance(steps, Steps)
    assert (len(steps), steps[MOST_VALUES - 1]) == (MOST_VALUES, MOST_VALUES - 1)
    assert steps[1:3] == [1, 2]
    assert steps == read_values({"from": 0.0, "to": MOST_VALUES - 1})
    assert steps != read_values({"from": 1, "to": MOST_VALUES})
    with pytest.raises(IndexError):
        steps[MOST_VALUES]


@pytest.mark.parametrize(
    "written",
    [
        [],
        5,
        "tanh(z)",
        None,
        [True, False],
        [float("nan")],
        [None],
        [1, 1],
        [{"a": 1}, {"b": 1}],
        [{"a": 1}, 2],
        ["x" * 10_001],
        {},
        {"from": 2},
        {"from": 6, "to": 2},
        {"from": 2, "to": 6, "step": 0},
        {"from": 2, "to": 6, "step": -1},
        {"from": 0, "to": MOST_VALUES},
        {"from": 0, "to": float("inf")},
        {"from": 0, "to": 1, "other": 2},
        {"value": 3},
    ],
)
def test_what_gives_no_values_is_refused(written: Any) -> None:
    with pytest.raises(SpecError):
        read_values(written)


@given(PARAMETERS, SEEDS, NAMES)
def test_a_draw_has_a_value_of_each_and_is_the_same_again(drawn: dict[str, list[int]], seed: str, name: str) -> None:
    parameters = Parameters(drawn)
    draw = parameters.draw(seed, name)
    assert draw == Parameters(dict(drawn)).draw(seed, name)
    assert all(value in drawn[key] for key, value in parameters.values(draw).items())


@given(PARAMETERS, SEEDS, NAMES)
def test_a_value_does_not_depend_on_the_other_parameters(drawn: dict[str, list[int]], seed: str, name: str) -> None:
    together = Parameters(drawn)
    found = together.values(together.draw(seed, name))
    for key, choices in drawn.items():
        alone = Parameters({key: choices})
        assert alone.values(alone.draw(seed, name)) == {key: found[key]}


def test_values_come_up_equally_often_and_independently() -> None:
    parameters = Parameters({"a": range(5), "b": range(3)})
    draws = Counter(parameters.draw(str(seed), "1.1") for seed in range(6_000))
    assert len(draws) == 15
    assert all(300 < count < 500 for count in draws.values())  # 400 each; beyond this once in a million times


def test_questions_of_an_attempt_are_drawn_independently() -> None:
    parameters = Parameters({"a": range(4)})
    pairs = Counter((parameters.draw(str(n), "1.1"), parameters.draw(str(n), "1.2")) for n in range(3_200))
    assert len(pairs) == 16
    assert all(120 < count < 290 for count in pairs.values())  # 200 each


def test_every_process_draws_the_same() -> None:
    code = (
        "from questions.parameters import Parameters\n"
        "parameters = Parameters({'a': range(1000), 'b': range(7)})\n"
        "print([parameters.draw(str(n), 'x') for n in range(20)], parameters.draws(50))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "77")
    }
    parameters = Parameters({"a": range(1000), "b": range(7)})
    assert said == {f"{[parameters.draw(str(n), 'x') for n in range(20)]} {parameters.draws(50)}\n"}


def test_the_seed_of_today_draws_what_it_draws_for_ever() -> None:
    assert Parameters({"a": range(1000), "b": range(7)}).draw("seed", "1.1") == (49, 0)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=3), st.integers(1, 60))
def test_what_is_tried_is_everything_or_covers_all_values(lengths: list[int], count: int) -> None:
    parameters = Parameters({f"p{n}": range(length) for n, length in enumerate(lengths)})
    draws = parameters.draws(count)
    assert len(set(draws)) == len(draws) <= max(count, 1)
    for n, length in enumerate(lengths):
        tried = {draw[n] for draw in draws}
        assert tried <= set(range(length))
        if length <= count:
            assert tried == set(range(length))


def test_a_draw_is_found_by_some_of_its_values() -> None:
    parameters = Parameters({"a": [2, 3], "g": [{"name": "AND", "y": 1}, {"name": "OR", "y": 2}]})
    assert parameters.find({}) == (0, 0)
    assert parameters.find({"a": 3}) == (1, 0)
    assert parameters.find({"g": "OR"}) == (0, 1)
    for stated in ({"a": 4}, {"b": 1}, {"g": "XOR"}):
        with pytest.raises(SpecError):
            parameters.find(stated)


def test_a_parameter_may_follow_from_others() -> None:
    parameters = Parameters({"n": [7, 8], "s": [1, 2], "f": ["x"]}, {"m": "(n - 3)/s + 1", "half": "n/2"})
    assert named(parameters, (0, 1, 0)) == {"n": 7, "s": 2, "f": "x", "m": 3, "half": 3.5}
    assert isinstance(named(parameters, (0, 1, 0))["m"], int)


@pytest.mark.parametrize("formula", ["n/3", "sqrt(n)", "n/(n - 7)", "q", "n +", "f", "ones(3)", "n_j"])
def test_what_a_formula_does_not_give_is_said(formula: str) -> None:
    parameters = Parameters({"n": [7], "f": ["x"]}, {"m": formula})
    with pytest.raises(SpecError, match="`m`"):
        named(parameters, (0, 0))
