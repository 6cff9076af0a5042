"""Curves to match and pictures of one's own answers, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.looks import problems_of_looks

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

MATCHES = {"sigmoid": "C", "dsigmoid": "F", "relu": "B", "drelu": "D", "tanh": "E", "dtanh": "A"}
OR = "W1 = [[1, 0], [0, 1]]\nb1 = [0, 0]\nW2 = [[1, 1]]\nb2 = 0"
TYPE = "(box, text) => { box.value = text; box.dispatchEvent(new Event('input', {bubbles: true})) }"


def test_curves_are_matched_with_the_keyboard_alone(visit: Visit, student: str) -> None:
    visitor = visit()
    page = visitor.page
    visitor.start(student)
    visitor.open_question("3.2.plot")
    assert page.locator(".curves svg").count() == 6
    page.locator("[name='curves.drelu']").focus()
    for name in sorted(MATCHES):
        assert page.evaluate("document.activeElement.name") == f"curves.{name}"
        page.keyboard.press(MATCHES[name])
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first button
    page.locator(".verdict").wait_for()
    assert "Correct" in visitor.verdict("curves.tanh")


@pytest.mark.parametrize("width", [320, 1200])
def test_curves_have_names_numbers_and_room(visit: Visit, student: str, width: int) -> None:
    visitor = visit(viewport={"width": width, "height": 800}, java_script_enabled=False)
    page = visitor.page
    visitor.start(student)
    visitor.open_question("3.2.plot")
    assert visitor.width_beyond_screen() == 0
    for letter in "ABCDEF":
        assert page.get_by_role("img", name=f"Curve {letter}").is_visible()
    page.get_by_text("The curves in numbers").click()
    assert page.get_by_role("columnheader", name="F").is_visible()
    assert visitor.width_beyond_screen() == 0
    page.get_by_label("tanh").last.select_option("E")
    visitor.check()
    page.locator(".verdict").wait_for()
    assert "1 of 6 are matched right, 5 still open." in visitor.verdict("curves.tanh")
    assert page.locator("[name='curves.tanh']").input_value() == "E"


@pytest.mark.parametrize("width", [320, 1200])
def test_a_derivative_is_drawn_with_the_slope_of_the_students_own_function(
    visit: Visit, student: str, width: int
) -> None:
    visitor = visit(viewport={"width": width, "height": 800})
    page = visitor.page
    visitor.start(student)
    visitor.open_question("3.2")
    page.locator("[name=sigmoid]").fill("1/(1+e^-z)")
    page.locator("[name=dsigmoid]").fill("σ(z)")
    assert page.locator(".pictured").count() == 0
    visitor.check()
    shown = page.locator(".field:has([name=dsigmoid]) .pictured")
    shown.wait_for()
    assert "your f has the slope" in shown.inner_text()
    assert shown.locator("svg .series").count() == 3
    dashes = {path.evaluate("p => getComputedStyle(p).strokeDasharray") for path in shown.locator(".curve").all()}
    assert len(dashes) == 3
    shown.get_by_text("The numbers").click()
    assert shown.get_by_role("columnheader", name="f′ measured").is_visible()
    assert visitor.width_beyond_screen() == 0
    visitor.go(page.url.split("/questions/")[0].removeprefix(visitor.site.address) + "/results")
    assert page.locator("[id='q-3.2'] .pictured svg").count() == 1
    assert visitor.width_beyond_screen() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_network_is_drawn_over_its_inputs(visit: Visit, student: str, scheme: str) -> None:
    visitor = visit(viewport={"width": 320, "height": 800}, color_scheme=scheme, java_script_enabled=False)
    page = visitor.page
    visitor.start(student)
    visitor.open_question("4.2")
    page.locator("[name=weights]").fill(OR)
    visitor.check()
    page.get_by_role("img", name="ŷ over both inputs").wait_for()
    assert "computes OR, not XOR" in page.locator(".network-pictures").inner_text()
    assert page.get_by_role("row", name="1 1 1 1 2 0 ✗").is_visible()
    assert visitor.width_beyond_screen() == 0


def test_in_practice_it_is_drawn_while_it_is_typed(visit: Visit, student: str) -> None:
    visitor = visit()
    page = visitor.page
    visitor.sign_in(student)
    visitor.go("/quizzes/backprop-practice")
    page.get_by_role("button", name="Start").click()
    visitor.open_question("5.3")
    assert page.locator(".network-pictures").count() == 0
    page.locator("[name=weights]").evaluate(TYPE, OR)
    page.get_by_text("computes OR").wait_for()
    page.locator("[name=weights]").evaluate(TYPE, "W1 =")
    page.locator(".network-pictures").wait_for(state="detached")
    assert page.locator(".verdict").count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_the_entries_of_a_jacobian_that_are_not_zero_are_shown_after_a_check(
    visit: Visit, student: str, script: bool
) -> None:
    visitor = visit(viewport={"width": 320, "height": 800}, java_script_enabled=script)
    page = visitor.page
    visitor.start(student)
    visitor.open_question("2.7")
    page.locator("[name=expression]").fill("X_il δ_ik")
    assert page.locator(".pictured").count() == 0
    visitor.check()
    assert "Not right" in visitor.verdict("expression")
    shown = page.locator(".field:has([name=expression]) .pictured")
    assert shown.get_by_role("row", name="2, 1 0 0 ≠ 0 ≠ 0").is_visible()
    assert "Jijkl is non-zero at (1, 1, 1, 1)" in shown.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert visitor.width_beyond_screen() == 0
    assert not script or problems_of_looks(visitor) == []
