"""The student's pages for everybody: checked by axe, on phones, in the dark, by keyboard alone, without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.looks import OPTIONS, problems_of_looks

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

FOCUSED = "document.activeElement.matches('a, button') ? document.activeElement.innerText : ''"
SLUGS = ("1.1", "1.6", "2.2", "2.7", "3.2.plot", "3.5", "3.6", "4.1", "4.2", "4.3", "5.1", "5.2", "5.4")


def attempted(visitor: Any, student: str) -> str:
    """An attempt with a right, a wrong and an unreadable answer, a draft and a flag; its path."""
    visitor.start(student)
    path = str(visitor.page.url).removeprefix(visitor.site.address)
    for shape, expression in (("d x 1", "w"), ("1 d", "2wT w("), ("1 x d", "2w^T")):
        visitor.open_question("2.2")
        visitor.page.locator("[name=shape]").fill(shape)
        visitor.page.locator("[name=expression]").fill(expression)
        visitor.check()
    visitor.open_question("2.7")
    visitor.page.locator("[name=expression]").fill("2 wT")
    visitor.page.get_by_role("button", name="Flag for later").click()
    visitor.page.wait_for_load_state()
    return path


def test_axe_finds_nothing_on_any_page(visit: Visit, student: str) -> None:
    visitor, found = visit(), {}

    def look_at(*pages: str) -> None:
        for page in pages:
            visitor.go(page)
            found[page] = problems_of_looks(visitor, OPTIONS)

    look_at("/", "/sign-in")
    path = attempted(visitor, student)
    look_at("/", "/quizzes/assignment-3", path, f"{path}/review", f"{path}/results", "/no-such-page")
    look_at(*(f"{path}/questions/{slug}" for slug in SLUGS))
    visitor.open_question("2.2")
    visitor.page.locator("[name=expression]").fill("2wT")
    visitor.page.locator(".pointed").wait_for()
    found["while typing"] = problems_of_looks(visitor, OPTIONS)
    assert {where: what for where, what in found.items() if what} == {}
    visitor.faults.clear()  # the page that is not there


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_whole_assignment_by_keyboard_alone(visit: Visit, student: str, script: bool) -> None:
    visitor = visit(java_script_enabled=script)
    page, keys = visitor.page, visitor.page.keyboard
    visitor.go("/sign-in")
    reach(page, "name")
    keys.type(student)
    keys.press("Tab")
    keys.type("correct horse battery")
    keys.press("Enter")
    page.wait_for_url("**/")
    follow(page, "Start")
    follow(page, "Continue with 1.1")

    answered = 0
    for _ in range(40):
        slug = page.url.split("/questions/")[1].split("#")[0]
        boxes = page.locator(
            "form.question fieldset:not([disabled]) :is(input:not([type=hidden]), textarea, select)[name]"
        )
        texts = page.locator("form.question :is(input:not([type]), textarea)[name]")
        control = texts if texts.count() else boxes
        if control.count():
            reach(page, control.first.get_attribute("name") or "")
            kind = control.first.evaluate("control => control.type")
            keys.press({"radio": "Space", "checkbox": "Space", "select-one": "ArrowDown"}.get(kind, "0"))
            follow(page, "Check", wait=f"**/{slug}#answer")
            assert page.locator(".verdict").count(), slug
            answered += 1
        if page.get_by_role("link", name="Review and hand in").count():
            break
        follow(page, "Next:")
    assert answered >= 30
    follow(page, "Review and hand in")
    follow(page, "Hand in", wait="**/results")
    assert page.locator(".verdict").count() >= 30


def reach(page: Any, name: str) -> None:
    """Press Tab until the control with this name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    pytest.fail(f"the keyboard does not reach {name} on {page.url}")


def follow(page: Any, words: str, wait: str | None = None) -> None:
    """Press Tab until a link or button with these words has the focus, then Enter."""
    before = page.url
    for _ in range(160):
        page.keyboard.press("Tab")
        if str(page.evaluate(FOCUSED)).strip().startswith(words):
            page.keyboard.press("Enter")
            page.wait_for_url(wait or (lambda now: now != before))
            return
    pytest.fail(f"the keyboard does not reach “{words}” on {before}")
