"""Writing a derivation: keys for lines, rules noted by menu, and a plain box where there is no script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.looks import problems_of_looks

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

FIRST, SECOND, GOAL = "(δ_ij e^{z_i} S - e^{z_i} e^{z_j}) / S^2", "δ_ij s_i - s_i s_j", "s_i (δ_ij - s_j)"


@pytest.fixture
def visitor(visit: Visit, student: str, request: pytest.FixtureRequest) -> Any:
    visitor = visit(**getattr(request, "param", {}))
    visitor.start(student)
    visitor.open_question("3.5")
    return visitor


def box(page: Any) -> Any:
    return page.locator("[name='diagonal.steps']")


def lines(page: Any) -> list[str]:
    return str(box(page).input_value()).split("\n")


def rule(page: Any) -> Any:
    return page.get_by_role("combobox", name="Rule of line").first


def test_a_keyboard_is_enough(visitor: Any) -> None:
    page = visitor.page
    page.get_by_role("radio", name="all i,j").first.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type(GOAL)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+d")
    assert lines(page) == [GOAL, GOAL]
    page.keyboard.press("Control+d")
    assert lines(page) == [GOAL, GOAL, GOAL]
    page.keyboard.press("Backspace")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert lines(page) == [GOAL[:-1], GOAL, GOAL]
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type(FIRST)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.labels[0].textContent").startswith("Rule of line 1")
    page.keyboard.press("q")
    assert lines(page) == [f"Quotient rule: {FIRST}", GOAL, GOAL]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type(SECOND)
    page.get_by_role("button", name="Check").press("Enter")
    page.locator(".verdict").first.wait_for()
    assert "Correct" in visitor.verdict("diagonal.steps")
    assert lines(page) == [f"Quotient rule: {FIRST}", SECOND, GOAL]


def test_the_menu_tells_and_changes_the_rule_of_the_line_with_the_cursor(visitor: Any) -> None:
    page = visitor.page
    box(page).fill(f"1. {FIRST}\n2. simplify: {SECOND}\n3. {GOAL}")
    box(page).press("ArrowUp")
    assert page.get_by_text("Rule of line 2").count() == 1
    assert rule(page).input_value() == "Simplify"
    rule(page).select_option("Substitute")
    assert lines(page)[1] == f"2. Substitute: {SECOND}"
    rule(page).select_option("none")
    assert lines(page)[1] == f"2. {SECOND}"
    box(page).press("Control+Home")
    page.keyboard.press("End")
    rule(page).select_option("Quotient rule")
    box(page).focus()
    page.keyboard.type("!")
    assert lines(page)[0] == f"1. Quotient rule: {FIRST}!"
    page.wait_for_selector("#saved[data-state=saved]")


def test_the_first_wrong_line_is_still_named(visitor: Any) -> None:
    page = visitor.page
    page.get_by_label("all i,j").first.check()
    box(page).fill(f"Quotient rule: {FIRST}\nSimplify: δ_ij s_i + s_i s_j\n{GOAL}")
    visitor.check()
    assert "Line 2 is the first that does not hold" in visitor.verdict("diagonal.steps")


def test_the_keys_are_told_in_every_look(visitor: Any) -> None:
    page = visitor.page
    page.get_by_text("Keys in this box").first.click()
    assert page.get_by_text("the same line once more").first.is_visible()
    assert problems_of_looks(visitor) == []


@pytest.mark.parametrize("visitor", [{"java_script_enabled": False}], indirect=True)
def test_without_script_there_is_the_box_alone(visitor: Any) -> None:
    page = visitor.page
    assert page.get_by_text("Keys in this box").first.is_hidden()
    assert page.get_by_text("Rule of line").first.is_hidden()
    page.get_by_label("all i,j").first.check()
    box(page).fill("\n".join((f"Quotient rule: {FIRST}", SECOND, GOAL)))
    visitor.check()
    assert "Correct" in visitor.verdict("diagonal.steps")
