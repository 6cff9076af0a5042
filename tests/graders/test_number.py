"""Numbers: decimals or formulas, within a tolerance that is decided, not estimated."""

from __future__ import annotations

from fractions import Fraction

import pytest

from graders import derived
from graders.carried import carried
from graders.engine.language.scope import Scope
from graders.number import Number, grade, preview
from graders.number_text import with_points
from graders.unreadable import Unreadable
from graders.verdict import Outcome

SCOPE = Scope.from_question(
    {"x": "scalar positive", "y": "scalar", "z": "scalar"},
    {"h1": "ln(x)", "h2": "exp(y)", "h3": "h2 z", "f": "h1 + h3"},
)
AT = {"x": Fraction(1), "y": Fraction(3), "z": Fraction(2)}


def value(text):
    return Number(derived.expression(SCOPE, text), AT, half_rtol=Fraction(1, 100))


def slope(text, wrt):
    return Number(derived.derivative_of(SCOPE, text, wrt), AT, half_rtol=Fraction(1, 100))


@pytest.mark.parametrize(
    "answer",
    [
        "40.17",
        "40,17",
        "2e^3",
        "2 exp(3)",
        "2*math.exp(3)",
        "20.0855*2",
        "4.017e1",
        "≈ 40.17",
        "z e^y",
        "h3",
        "h1 + h3",
        "h2 z",
        "ln 1 + 2e^3",
    ],
)
def test_it_accepts_the_value_in_any_form(answer):
    verdict = grade(value("f"), answer)
    assert verdict.outcome is Outcome.CORRECT, verdict


@pytest.mark.parametrize(
    ("task", "answer"),
    [(value("f"), "f"), (value("h2"), "h2"), (slope("sigmoid(y)", "y"), "σ'(3)"), (slope("sigmoid(y)", "y"), "σ'(y)")],
)
def test_to_name_the_number_that_is_asked_for_is_no_answer(task, answer):
    verdict = grade(task, answer)
    assert (verdict.outcome, verdict.tag) == (Outcome.WRONG, "restated-question")


def test_what_another_name_stands_for_is_an_answer():
    assert grade(slope("exp(y)", "y"), "h2").outcome is Outcome.CORRECT
    assert grade(slope("h2 z", "h2"), "z").outcome is Outcome.CORRECT


@pytest.mark.parametrize(("answer", "outcome"), [(2, Outcome.CORRECT), (2.0, Outcome.CORRECT), (2.01, Outcome.PARTIAL)])
def test_it_accepts_plain_numbers(answer, outcome):
    assert grade(slope("h3", "h2"), answer).outcome is outcome


@pytest.mark.parametrize("answer", ["40", "40.3", "39.9"])
def test_what_is_rounded_too_far_earns_half(answer):
    verdict = grade(value("f"), answer)
    assert (verdict.outcome, verdict.score, verdict.tag) == (Outcome.PARTIAL, 0.5, "rounding")
    assert grade(Number(value("f").derived, AT), answer).outcome is Outcome.WRONG


def test_the_tolerance_is_exact_at_its_edge():
    task = Number(derived.expression(SCOPE, "1000"), AT)
    assert grade(task, "1001").outcome is Outcome.CORRECT
    assert grade(task, "1001.0000000000000000001").outcome is Outcome.WRONG


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("1e900 - 1e900", Outcome.WRONG),
        ("(1e900 + 1) - 1e900", Outcome.WRONG),
        ("sin(1e900)", Outcome.WRONG),
        ("(1e990 + 40.17) - 1e990", Outcome.CORRECT),
    ],
)
def test_what_cancels_is_worked_out_to_the_last_digit(answer, outcome):
    assert grade(value("f"), answer).outcome is outcome


@pytest.mark.parametrize(("task", "answer"), [(value("f"), "40 + sin(e^(1e5))"), (value("h1"), "cos(e^(1e5))")])
def test_what_cannot_be_worked_out_is_undecided(task, answer):
    assert grade(task, answer).outcome is Outcome.UNDECIDED


@pytest.mark.parametrize(
    ("answer", "outcome"), [("0.000", Outcome.CORRECT), ("1e-9", Outcome.CORRECT), ("1e-8", Outcome.WRONG)]
)
def test_a_key_of_zero_needs_zero(answer, outcome):
    assert grade(value("h1"), answer).outcome is outcome


@pytest.mark.parametrize(
    ("task", "answer", "tag"),
    [
        (value("f"), "2e3", "scientific-notation"),
        (value("f"), "2000", "scientific-notation"),
        (value("h2"), "1000", "log-base"),
        (value("h2"), "3e", "exp-vs-product"),
        (value("h2"), "3^e", "exp-vs-product"),
        (value("h2"), "e^-3", "sign"),
        (value("f"), "-2e^3", "sign"),
        (value("h3"), "20.09", "swapped-nodes"),
        (value("h2"), "e^2", "wrong-point"),
        (value("h1"), "1", "derivative-not-function"),
        (slope("f", "y"), "2", "local-not-global"),
        (slope("f", "y"), "(2e)^3", "precedence"),
        (slope("f", "y"), "6e^2", "derivative-of-exp"),
        (slope("f", "z"), "40.17", "value-not-derivative"),
        (slope("h3", "z"), "2", "index-swap"),
        (slope("h2", "y"), "40.17", "global-not-local"),
        (slope("h3", "h2"), "1/2", "inverse-function"),
        (slope("h3", "h2"), "17.3", "wrong-function"),
    ],
)
def test_it_names_the_mistake(task, answer, tag):
    verdict = grade(task, answer)
    assert (verdict.outcome, verdict.tag) == (Outcome.WRONG, tag), verdict
    assert "40.17" not in verdict.feedback


@pytest.mark.parametrize(
    ("answer", "tag"),
    [
        ("40,171", "ambiguous"),
        ("", "empty"),
        (None, "empty"),
        ("forty", "natural-language"),
        ("20..09", "unparsable"),
        ("1/0", "nonfinite"),
        ("(0,0): " * 9000, "hostile"),
        ("ln(-1)", "nonfinite"),
        (float("inf"), "nonfinite"),
        (True, "unparsable"),
        ([40.17], "unparsable"),
    ],
)
def test_it_asks_back_what_is_no_number(answer, tag):
    verdict = grade(value("f"), answer)
    assert (verdict.outcome, verdict.tag) == (Outcome.INVALID, tag), verdict


def test_a_value_carried_on_from_an_earlier_mistake_earns_half():
    task = slope("f", "y")
    earlier = {"df_dh3": "1", "dh3_dh2": "3", "dh2_dy": "20", "dh1_dx": "1", "df_dh2": "5"}
    verdict = grade(task, "60", carried(task, earlier))
    assert (verdict.outcome, verdict.score, verdict.tag) == (Outcome.PARTIAL, 0.5, "carried-forward")


def test_only_what_follows_from_the_earlier_values_is_carried_on():
    task = slope("f", "y")
    assert grade(task, "60", carried(task, {"df_dh3": "1", "dh3_dh2": "2"})).outcome is Outcome.WRONG
    assert grade(task, "100", carried(task, {"df_dh2": "5", "dh2_dy": "20"})).outcome is Outcome.PARTIAL
    assert [carried(task, earlier) for earlier in (None, [], {}, {"dh2_dy": "?"}, {"x": None})] == [[]] * 5


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("40,17", "40.17"),
        ("0,125", "0.125"),
        ("1,5*2,25", "1.5*2.25"),
        ("max(1,2)", "max(1,2)"),
        ("2.5", "2.5"),
        ("-0,5e^3", "-0.5e^3"),
    ],
)
def test_it_reads_decimal_commas_outside_brackets(text, read):
    assert with_points(text) == read


@pytest.mark.parametrize(("given", "reading"), [(20.0855, "20.0855"), (-0.5, "-0.5"), (3, "3"), (1e-7, "10000000")])
def test_a_number_of_json_is_read_back_as_it_was_given(given, reading):
    assert reading in preview(value("f"), given)[0]


@pytest.mark.parametrize("text", ["40,171", "1,234.5", "1,000*2"])
def test_it_asks_back_commas_that_may_group_thousands(text):
    with pytest.raises(Unreadable):
        with_points(text)


def test_the_preview_judges_nothing():
    reading, problems, _ = preview(value("f"), "2e3")
    assert reading
    assert not problems
    assert preview(value("f"), "40,171")[1]
