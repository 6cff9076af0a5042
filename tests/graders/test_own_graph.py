"""A student's own graph in place of the question's."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from graders.carried import carried
from graders.derived import derivative_of, expression
from graders.engine.language.scope import Scope
from graders.number import Number, grade
from graders.own_graph import OwnGraph, own_graph
from graders.verdict import Outcome

SCOPE = Scope.from_question(
    {"x": "scalar positive", "y": "scalar", "z": "scalar"},
    {"h1": "ln(x)", "h2": "exp(y)", "h3": "h2 z", "f": "h1 + h3"},
)
POINT = {"x": Fraction(1), "y": Fraction(3), "z": Fraction(2)}
OWN = ["a = exp(y)", "b = a*z", "c = ln(x)", "f = b + c"]
SWAPPED = "h1 = e^y; h2 = ln x; h3 = z h1; f = h3 + h2"


def number(text: str) -> Number:
    return Number(expression(SCOPE, text), POINT)


def own(earlier: Any) -> OwnGraph:
    found = own_graph(SCOPE, earlier)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("graph", "names"),
    [
        (OWN, {"h1": "c", "h2": "a", "h3": "b", "f": "f"}),
        (SWAPPED, {"h1": "h2", "h2": "h1", "h3": "h3", "f": "f"}),
        ("x→ln→u_1; y→exp→u_2; u_2,z→*→u_3; u_1,u_3→+→f", {"h1": "u1", "h2": "u2", "h3": "u3", "f": "f"}),
        ({"graph": OWN, "dh1_dx": "1"}, {"h1": "c", "h2": "a", "h3": "b", "f": "f"}),
    ],
)
def test_nodes_are_told_apart_by_what_they_compute(graph: Any, names: dict[str, str]) -> None:
    assert own(graph).names == names


@pytest.mark.parametrize(
    "earlier",
    [
        None, "", [], {}, 7, "no graph at all", {"dh1_dx": "1", "dh2_dy": ["2"]}, [None], {"graph": {"a": None}},
        ["h1 = ln(x)", "h2 = exp(y) z", "f = h1 + h2"],  # two operations in a node
        ["a = ln(x)", "b = exp(y)", "c = b*z", "d = x + y", "f = a + c"],  # a node too many
        ["a = ln(x)", "b = exp(y)", "c = b + z", "f = a + c"],  # another function
        ["a = ln(x)", "b = exp(y)", "c = b*z", "f = c + f"],  # a circle
    ],
)  # fmt: skip
def test_what_is_no_right_graph_changes_nothing(earlier: Any) -> None:
    assert own_graph(SCOPE, earlier) is None


def test_the_last_node_keeps_the_question_s_name() -> None:
    assert own(["a = exp(y)", "b = a*z", "c = ln(x)", "out = b + c"]).called == {"h1": "c", "h2": "a", "h3": "b"}
    assert own(SWAPPED).called == {"h1": "h_{2}", "h2": "h_{1}"}


@pytest.mark.parametrize("typed", ["a z", "z*a", "2e^3", "h2 z", "f - c"])
def test_names_stand_for_the_student_s_nodes_and_for_the_question_s(typed: str) -> None:
    assert grade(number("h3"), typed, own=own(OWN).scope).outcome is Outcome.CORRECT


@pytest.mark.parametrize("typed", ["b", "h3"])
def test_the_name_of_the_number_that_is_asked_for_is_no_answer(typed: str) -> None:
    assert grade(number("h3"), typed, own=own(OWN).scope).tag == "restated-question"


def test_a_name_that_both_use_is_the_student_s() -> None:
    assert grade(number("h3"), "h1 z", own=own(SWAPPED).scope).outcome is Outcome.CORRECT
    assert grade(number("h3"), "h1 z").outcome is Outcome.WRONG
    assert grade(number("h3"), "h2 z", own=own(SWAPPED).scope).outcome is Outcome.CORRECT  # as the question has it


def test_a_name_that_neither_has_cannot_be_read() -> None:
    verdict = grade(number("h3"), "q z", own=own(OWN).scope)
    assert verdict.outcome is Outcome.INVALID


def test_slopes_in_one_s_own_names_are_carried_on() -> None:
    task = Number(derivative_of(SCOPE, "f", "z"), POINT)
    slopes = {"df_dh3": "2", "dh3_dz": "a"}  # the first is wrong
    earlier = {"graph": OWN, **slopes}
    names = own(earlier).scope
    verdict = grade(task, "2a", carried(task, earlier, names), names)
    assert (verdict.outcome, verdict.score, verdict.tag) == (Outcome.PARTIAL, 0.5, "carried-forward")
