"""Watching a network train after an answer: a plain form, so with script or without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_after_an_answer_one_chooses_f_and_the_start_and_sees_what_is_learned(
    visit: Visit, student: str, script: bool
) -> None:
    visitor = visit(java_script_enabled=script)
    page = visitor.page
    visitor.start(student)
    visitor.open_question("4.4")
    assert page.locator("#replay").count() == 0
    page.locator("[name=proof]").fill("A")
    page.locator("[name=why]").fill("All units stay equal.")
    visitor.check()
    told = page.locator("#replay")
    assert "the table is not learned" in told.inner_text()
    told.get_by_label("f(z)").select_option("z^2")
    told.get_by_label("start").select_option("0.5")
    told.get_by_role("button", name="Run").click()
    page.wait_for_url("**#replay")
    assert "the table is learned" in told.inner_text()
    assert told.get_by_label("f(z)").input_value() == "z^2"
    assert told.locator("svg").count() == 2


@pytest.mark.parametrize("width", [320, 1180])
def test_from_zero_only_the_last_bias_moves(visit: Visit, student: str, width: int) -> None:
    visitor = visit(viewport={"width": width, "height": 640})
    page = visitor.page
    visitor.start(student)
    visitor.open_question("4.3")
    page.locator("[name=gradients]").fill("all zero except db2 = g")
    page.locator("[name=proof]").fill("A")
    page.locator("[name=final]").first.check()
    visitor.check()
    told = page.locator("#replay")
    assert "Only b2 moves" in told.inner_text()
    moved = told.locator("tbody:has(math) tr").filter(has_text="yes")
    assert moved.count() == 1
    assert visitor.width_beyond_screen() == 0
    page.locator("#replay summary").first.click()
    assert visitor.width_beyond_screen() == 0


def test_a_graph_is_drawn_where_it_was_answered_and_named_in_what_follows(visit: Visit, student: str) -> None:
    visitor = visit()
    page = visitor.page
    visitor.start(student)
    visitor.open_question("5.1")
    page.locator("textarea").fill("a = exp(y)\nb = a z\nc = ln x\nf = c + b")
    visitor.check()
    assert "Correct" in visitor.verdict("graph")
    assert page.locator(".computation rect").count() == 7
    assert page.locator(".computation tbody tr").count() == 4
    visitor.open_question("5.2")
    assert [said[0] for said in page.locator("form .label math").all_text_contents()] == ["c", "a", "b", "f"]
    page.locator("[name=h3]").fill("a*z")
    visitor.check()
    assert "Correct" in visitor.verdict("h3")
