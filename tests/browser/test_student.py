"""A student takes the assignment in a real browser and is graded by a real server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

XOR = "W1 = [[1, 1], [1, 1]]\nb1 = [0, -1]\nW2 = [[1, -2]]\nb2 = 0"
NOT_XOR = "W1 = [[1, 1], [1, 1]]\nb1 = [0, 0]\nW2 = [[1, -2]]\nb2 = 0"
RAGGED = "W1 = [[1, 1], [1]]\nb1 = [0, -1]\nW2 = [[1, -2]]\nb2 = 0"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_one_question_of_every_kind_right_wrong_and_unreadable(visit: Visit, student: str, script: bool) -> None:
    visitor = visit(java_script_enabled=script)
    page = visitor.page
    visitor.start(student)

    visitor.open_question("1.2")
    page.get_by_label("true", exact=False).check()
    visitor.check()
    assert "Not right" in visitor.verdict("choice")
    page.get_by_label("false", exact=False).check()
    visitor.check()
    assert "Correct" in visitor.verdict("choice")

    visitor.open_question("1.6")
    page.locator("[name=why]").fill("Units that start equal get equal gradients, so they stay equal for ever.")
    visitor.check()
    assert "A person will grade it" in visitor.verdict("why")

    visitor.open_question("2.2")
    for shape, expression, said in (
        ("d x 1", "w", ("Partly right", "Not right")),
        ("1 d", "2wT w(", ("Could not be read", "Could not be read")),
        ("1 x d", "w^T + w^T", ("Correct", "Correct")),
    ):
        page.locator("[name=shape]").fill(shape)
        page.locator("[name=expression]").fill(expression)
        visitor.check()
        assert said[0] in visitor.verdict("shape")
        assert said[1] in visitor.verdict("expression")
    assert page.locator(".reading math").count() >= 1

    visitor.open_question("4.2")
    for weights, said in ((NOT_XOR, "Not right"), (RAGGED, "Could not be read"), (XOR, "Correct")):
        page.locator("[name=weights]").fill(weights)
        visitor.check()
        assert said in visitor.verdict("weights")

    visitor.open_question("5.2")
    for number, said in (("2e3", "Not right"), ("40,171", "Could not be read"), ("2*exp(3)", "Correct")):
        page.locator("[name=f]").fill(number)
        visitor.check()
        assert said in visitor.verdict("f")

    visitor.open_question("1.4")
    page.get_by_label("none", exact=False).check()
    page.get_by_role("button", name="Save").click()
    assert "saved" in page.locator("#saved").inner_text()

    page.get_by_role("link", name="All questions").click()
    page.get_by_role("link", name="Review and hand in").click()
    assert page.get_by_role("heading", name="Saved, not checked").is_visible()
    page.get_by_role("button", name="Hand in").click()
    assert "/results" in page.url
    assert "No answer." in page.inner_text("main")
    assert page.locator(".verdict.correct").count() >= 6


def test_what_was_typed_survives_an_unreadable_answer_and_a_second_window(visit: Visit, student: str) -> None:
    visitor = visit()
    page = visitor.page
    visitor.start(student)
    visitor.open_question("2.4")
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("[name=expression]").fill("X")
    other.get_by_role("button", name="Check").click()
    assert "Correct" in other.inner_text("main")

    page.locator("[name=expression]").fill("W")
    page.get_by_role("button", name="Check").click()
    assert page.locator("[name=expression]").input_value() == "W"
    assert page.locator("#problem").is_visible()
    assert "Correct" in visitor.verdict("expression")
    visitor.faults.clear()  # the browser reports the 409 as an error


def test_a_keyboard_is_enough(visit: Visit, student: str) -> None:
    visitor = visit()
    page = visitor.page
    visitor.start(student)
    visitor.open_question("2.2")
    page.locator("[name=shape]").focus()
    page.keyboard.type("1 x d")
    page.keyboard.press("Tab")
    page.keyboard.type("2w^T")
    page.keyboard.press("Enter")
    page.wait_for_selector(".verdict")
    assert "Correct" in visitor.verdict("shape")
    assert "Correct" in visitor.verdict("expression")


def test_on_a_phone_nothing_runs_off_the_side(visit: Visit, student: str) -> None:
    visitor = visit(viewport={"width": 320, "height": 640})
    page = visitor.page
    visitor.go("/")
    assert visitor.width_beyond_screen() == 0
    visitor.start(student)
    attempt = page.url
    assert visitor.width_beyond_screen() == 0
    visitor.open_question("5.1")
    page.locator("textarea").fill("a = ln x\nb = exp y\nc = b z\nf = a + c")
    visitor.check()
    assert "Correct" in visitor.verdict("graph")
    page.goto(attempt)
    links = page.locator(".index a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) > 20
    for path in (*links, "/", "/quizzes/assignment-3"):
        visitor.go(path)
        assert visitor.width_beyond_screen() == 0, path
    for end in ("/review", "/results"):
        page.goto(attempt + end)
        assert visitor.width_beyond_screen() == 0, end


def test_signing_out_closes_the_door(visit: Visit, student: str) -> None:
    visitor = visit()
    page = visitor.page
    visitor.start(student)
    attempt = page.url
    page.get_by_role("button", name="Sign out").click()
    page.goto(attempt)
    assert "/sign-in?next=" in page.url
    page.get_by_label("Name").fill(student)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    assert page.url == attempt
