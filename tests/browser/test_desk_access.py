"""The desk's pages for everybody: checked by axe, at 320 pixels, in the dark, without script, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.looks import problems_of_looks

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

HERE = "/desk/assignment-3"
PAGES = ("", "/live", "/gradebook", "/statistics", "/statistics/3.5", "/wall", "/steps")


@pytest.fixture
def answered(visit: Visit, student: str) -> str:
    """Somebody has given weights, a derivation that breaks, and an answer that cannot be read."""
    pupil = visit()
    pupil.start(student)
    answers = {"4.2": ("weights", "[[1,1],[1,1]] | [0,-1] | [1,-2] | 0"), "2.2": ("expression", "2w^(T")}
    for slug, (name, text) in {**answers, "3.5": ("'diagonal.steps'", "δ_ij s_i + s_i s_j")}.items():
        pupil.open_question(slug)
        if slug == "3.5":
            pupil.page.get_by_label("all i,j").first.check()
        pupil.page.locator(f"[name={name}]").fill(text)
        pupil.check()
    return student


def test_axe_finds_nothing_and_every_page_fits(visit: Visit, answered: str) -> None:
    desk, found = visit(), {}
    desk.sign_in("grace")
    for path in PAGES:
        desk.go(HERE + path)
        for details in desk.page.locator("main details").all():
            details.evaluate("one => { one.open = true }")
        found[path] = problems_of_looks(desk)
    assert {path: what for path, what in found.items() if what} == {}


def test_without_script_the_gradebook_sorts_filters_and_leads_on(visit: Visit, answered: str) -> None:
    desk = visit(java_script_enabled=False)
    page = desk.page
    desk.sign_in("grace")
    desk.go(HERE)
    page.get_by_role("link", name="Gradebook").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name").last.fill(answered)
    page.keyboard.press("Enter")
    page.get_by_text("Show all").wait_for()
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="Total").click()
    assert page.locator("tbody tr").count() == 1
    assert page.locator("[aria-sort=descending]").inner_text().startswith("Total")
    page.get_by_role("link", name=answered).click()
    assert page.locator("h1").inner_text() == answered


def test_the_wall_and_the_broken_lines_lead_to_the_attempt(visit: Visit, answered: str) -> None:
    desk = visit()
    desk.sign_in("grace")
    desk.go(HERE + "/statistics")
    desk.page.get_by_role("link", name="Where chains break").click()
    desk.page.get_by_text("δ_ij s_i + s_i s_j").first.wait_for()
    desk.go(HERE + "/wall")
    desk.page.locator(".wall summary").first.click()
    desk.page.locator(".wall").get_by_role("link", name=answered).click()
    assert desk.page.locator("h1").inner_text() == answered
