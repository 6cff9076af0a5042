"""Building a computation graph as a table: by keyboard, from a text, and as a text where there is no script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.looks import problems_of_looks

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

GRAPH = "h1 = ln(x)\nh2 = exp(y)\nh3 = h2*z\nf = h1 + h3"


@pytest.fixture
def visitor(visit: Visit, student: str, request: pytest.FixtureRequest) -> Any:
    visitor = visit(**getattr(request, "param", {}))
    visitor.start(student)
    visitor.open_question("5.1")
    return visitor


def text(page: Any) -> str:
    return str(page.locator("[name=graph]").input_value())


def rows(page: Any) -> list[list[str]]:
    """What stands in the controls of each row that are shown."""
    found = page.locator(".nodes tbody tr").all()
    return [[box.input_value() for box in row.locator("input:visible, select:visible").all()] for row in found]


def choose(page: Any, wanted: str) -> None:
    """Arrow keys in the menu that has the focus, until it shows this."""
    page.keyboard.press("Home")
    for _ in range(40):
        if page.evaluate("document.activeElement.selectedOptions[0].text") == wanted:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{wanted} is not offered")


def test_a_keyboard_is_enough(visitor: Any) -> None:
    page = visitor.page
    page.get_by_label("Name of node 1").focus()
    wanted = [("h1", "ln", "x"), ("h2", "exp", "y"), ("h3", "×", "h2", "z"), ("f", "+", "h1", "h3")]
    for number, (name, *choices) in enumerate(wanted, 1):
        if number > 1:
            page.get_by_role("button", name="+ node").press("Enter")
            assert page.evaluate("document.activeElement.ariaLabel") == f"Name of node {number}"
        page.keyboard.press("Control+A")
        page.keyboard.type(name)
        for choice in choices:
            page.keyboard.press("Tab")
            choose(page, choice)
    assert text(page) == GRAPH
    page.get_by_role("button", name="Check").press("Enter")
    page.locator(".verdict").wait_for()
    assert "Correct" in visitor.verdict("graph")
    assert (
        page.get_by_label("Second input of node 4", exact=True).evaluate("menu => menu.selectedOptions[0].text") == "h3"
    )


def test_the_preview_and_the_draft_hear_of_the_table(visitor: Any) -> None:
    page = visitor.page
    page.get_by_label("Operation of node 1").select_option("sqrt")
    page.get_by_text("Node 1 (h1) is not finished").wait_for()
    page.get_by_label("Input of node 1", exact=True).select_option(label="x")
    page.locator(".preview math").wait_for()
    page.wait_for_selector("#saved[data-state=saved]")
    page.get_by_role("button", name="+ node").click()
    page.get_by_label("Operation of node 2").select_option("×")
    page.get_by_label("Second input of node 2", exact=True).select_option(label="number")
    page.get_by_label("Second input of node 2, the number").fill("-2")
    assert text(page) == "h1 = sqrt(x)\nh2 = ?*(-2)"
    page.wait_for_selector("#saved[data-state=saved]")
    page.reload()
    assert rows(page) == [["h1", "sqrt", "input 0"], ["h2", "×", "", "#", "-2"]]


def test_what_is_typed_fills_the_table(visitor: Any) -> None:
    page = visitor.page
    page.locator("[name=graph]").fill("a_1 = \\ln(x); b = e^{y}\nc = b z\nd=-c\nf = a1 \\cdot d")
    assert [row[:2] for row in rows(page)] == [["a_1", "ln"], ["b", "exp"], ["c", "×"], ["d", "negative"], ["f", "×"]]
    page.get_by_label("Name of node 1").fill("first")
    assert text(page) == "first = ln(x)\nb = exp(y)\nc = b*z\nd = -c\nf = first*d"
    page.get_by_role("button", name="Remove node 3").click()
    assert text(page) == "first = ln(x)\nb = exp(y)\nd = -?\nf = first*d"
    assert page.evaluate("document.activeElement.ariaLabel") == "Remove node 3"
    assert page.get_by_text("Node c is removed.").count() == 1


NO_TABLE = (
    "f = ln(x) + exp(y)*z",
    "x → ln → h1; h1, z → + → f",
    "a = b + x\nb = ln(x)",
    "ln = -x\nf = ln(x)",
    "see below",
)


@pytest.mark.parametrize("typed", NO_TABLE)
def test_a_text_that_no_table_could_show_is_left_alone(visitor: Any, typed: str) -> None:
    page = visitor.page
    page.locator("[name=graph]").fill(typed)
    page.get_by_text("What you wrote stays as it is").wait_for()
    assert page.locator(".nodes").evaluate("table => table.inert")
    page.keyboard.press("Tab")
    assert page.locator(".nodes").is_hidden()
    page.wait_for_selector("#saved[data-state=saved]")
    page.reload()
    assert text(page).split() == typed.split()
    assert page.locator(".nodes").is_hidden()
    page.locator("[name=graph]").fill(GRAPH)
    assert len(rows(page)) == 4
    assert page.get_by_text("What you wrote stays as it is").is_hidden()


def test_one_comes_from_the_text_to_the_table_by_keyboard(visitor: Any) -> None:
    page = visitor.page
    page.locator("[name=graph]").fill(GRAPH)
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == "+ node"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "Remove node 4"


MEANINGS = {  # what is written, and the same as the table writes it
    "a = ln x": "a = ln(x)",
    "a = Exp(-2)": "a = exp(-2)",
    "a = log(x)\nb = a^{2}": "a = ln(x)\nb = a^2",
    "a = x - -2": "a = x - (-2)",
    "a_{1} = σ(x); b = a_1 ** y": "a_{1} = sigmoid(x)\nb = a_{1}^y",
    "a = −x\nb = max(a, .5)": "a = -x\nb = max(a, .5)",
}


def test_the_table_writes_what_was_meant(visitor: Any) -> None:
    page = visitor.page
    for typed, meant in MEANINGS.items():
        page.locator("[name=graph]").fill(typed)
        name = page.get_by_label("Name of node 1")
        name.fill(name.input_value())
        assert text(page) == meant


@pytest.mark.parametrize("visitor", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
def test_the_table_fits_on_a_phone_and_every_look(visitor: Any) -> None:
    page = visitor.page
    page.locator("[name=graph]").fill(GRAPH.replace("h1 + h3", "h1 + 2"))
    for control in page.locator(".nodes :is(input, select, button):visible").all():
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 320
    assert problems_of_looks(visitor) == []


@pytest.mark.parametrize("visitor", [{"java_script_enabled": False}], indirect=True)
def test_without_script_the_text_does(visitor: Any) -> None:
    page = visitor.page
    page.locator("[name=graph]").fill(GRAPH)
    visitor.check()
    assert "Correct" in visitor.verdict("graph")
    assert text(page) == GRAPH
    assert page.locator(".nodes").count() == 0
    assert page.get_by_text("What you wrote stays as it is").is_hidden()
