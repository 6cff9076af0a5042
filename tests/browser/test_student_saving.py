"""Nothing that a student types is lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.lossy import Lossy, lossy

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

SAVED = re.compile(r"^saved \d")


def is_saved(page: Any) -> None:
    """Wait until everything is."""
    page.wait_for_selector("#saved[data-state=saved]", timeout=60_000)


def stored(visitor: Any, slug: str, control: str) -> str:
    """What another device sees in a box."""
    page = visitor.page.context.new_page()
    attempt = visitor.page.url.split("/questions/")[0].split("#")[0]
    page.goto(f"{attempt}/questions/{slug}")
    value = str(page.locator(f"[name='{control}']").input_value())
    page.close()
    return value


def test_what_is_typed_is_saved_at_a_pause_and_another_device_sees_it(visit: Visit, student: str) -> None:
    visitor = visit()
    visitor.start(student)
    visitor.open_question("2.2")
    visitor.page.locator("[name=expression]").press_sequentially("2 w^T")
    assert visitor.page.locator("#saved").inner_text() == "not saved yet"
    is_saved(visitor.page)
    assert SAVED.match(visitor.page.locator("#saved").inner_text())

    other = visit()
    other.sign_in(student)
    other.page.goto(visitor.page.url)
    assert other.page.locator("[name=expression]").input_value() == "2 w^T"
    assert other.page.locator(".verdict").count() == 0


def test_what_is_typed_while_going_away_is_saved_too(visit: Visit, student: str) -> None:
    visitor = visit()
    visitor.start(student)
    visitor.open_question("2.2")
    visitor.page.locator("[name=expression]").fill("w + w")
    visitor.page.get_by_role("link", name="Next: 2.3").click()
    visitor.page.wait_for_url("**/2.3")
    visitor.page.go_back()
    visitor.page.wait_for_url("**/2.2")
    assert visitor.page.locator("[name=expression]").input_value() == "w + w"
    is_saved(visitor.page)
    assert stored(visitor, "2.2", "expression") == "w + w"


def test_two_windows_that_write_in_different_boxes_keep_both(visit: Visit, student: str) -> None:
    visitor = visit()
    visitor.start(student)
    visitor.open_question("2.2")
    other = visitor.page.context.new_page()
    other.goto(visitor.page.url)
    visitor.page.locator("[name=shape]").fill("1 x d")
    is_saved(visitor.page)
    other.locator("[name=expression]").fill("2w^T")
    is_saved(other)
    assert other.locator("[name=shape]").input_value() == "1 x d"
    assert other.locator("#other").is_hidden()
    assert stored(visitor, "2.2", "shape") == "1 x d"
    assert stored(visitor, "2.2", "expression") == "2w^T"


def test_of_two_windows_that_write_in_one_box_the_newer_wins_and_the_other_text_is_shown(
    visit: Visit, student: str
) -> None:
    visitor = visit()
    visitor.start(student)
    visitor.open_question("2.2")
    other = visitor.page.context.new_page()
    other.goto(visitor.page.url)
    visitor.page.locator("[name=expression]").fill("the first")
    is_saved(visitor.page)
    other.locator("[name=expression]").fill("the second")
    is_saved(other)
    assert "the first" in other.locator("#other").inner_text()
    assert other.locator("[name=expression]").input_value() == "the second"
    assert stored(visitor, "2.2", "expression") == "the second"
    other.get_by_role("button", name="Take theirs").click()
    is_saved(other)
    assert other.locator("[name=expression]").input_value() == "the first"
    visitor.faults.clear()  # the browser reports the 409 as an error


def test_before_handing_in_one_is_told_what_is_only_in_this_browser(visit: Visit, student: str, site: Any) -> None:
    visitor = visit()
    visitor.start(student)
    review, overview = visitor.page.url + "/review", visitor.page.url
    path = visitor.page.url.removeprefix(site.address)
    for address in (overview, review):
        visitor.page.goto(address)
        assert visitor.page.locator("#unsent").is_hidden()
    kept = '{"typed": {"expression": ["2w^T"]}, "base": 0, "at": "2999-01-01T00:00:00Z", "sent": false}'
    visitor.page.evaluate("kept => localStorage.setItem(...kept)", [f"chainrule {path}/questions/2.2/draft", kept])
    for address in (overview, review):
        visitor.page.goto(address)
        assert visitor.page.locator("#unsent").is_visible()
    visitor.page.locator("#unsent").get_by_role("link", name="2.2").click()
    is_saved(visitor.page)
    assert stored(visitor, "2.2", "expression") == "2w^T"
    visitor.page.goto(review)
    assert visitor.page.locator("#unsent").is_hidden()


def test_a_double_click_on_check_is_one_try(visit: Visit, student: str) -> None:
    visitor = visit()
    visitor.start(student)
    visitor.open_question("2.2")
    visitor.page.locator("[name=expression]").fill("3 w^T")
    visitor.page.get_by_role("button", name="Check").dblclick()
    visitor.page.wait_for_selector(".verdict")
    assert "2 of 3 tries left" in visitor.page.inner_text(".field:has([name=expression])")


def test_what_was_checked_is_not_offered_again(visit: Visit, student: str) -> None:
    visitor = visit()
    visitor.start(student)
    visitor.open_question("3.5")  # a chain for all indices answers both fields, so the page holds more than was typed
    visitor.page.get_by_label("all i,j").first.check()
    visitor.page.locator("textarea").first.fill("δ_ij s_i - s_i s_j\ns_i (δ_ij - s_j)")
    visitor.check()
    assert visitor.page.locator(".verdict").count() == 2
    assert visitor.page.locator("#other").is_hidden()
    assert visitor.page.evaluate("localStorage.length") == 0


def test_what_was_refused_is_saved_as_a_draft(visit: Visit, student: str) -> None:
    visitor = visit()
    visitor.start(student)
    visitor.open_question("2.4")
    other = visitor.page.context.new_page()
    other.goto(visitor.page.url)
    other.locator("[name=expression]").fill("2X")
    other.get_by_role("button", name="Check").click()
    other.wait_for_selector(".verdict")
    visitor.page.locator("[name=expression]").fill("W")
    visitor.check()
    assert visitor.page.locator("#problem").is_visible()
    is_saved(visitor.page)
    assert stored(visitor, "2.4", "expression") == "W"
    visitor.faults.clear()  # the browser reports the 409 as an error


@pytest.fixture
def proxy(site: Any) -> Iterator[Lossy]:
    with lossy(site.address, seed=7) as passing:
        yield passing


def persist(page: Any, address: str) -> None:
    """Open a page as somebody would whose network fails: again and again."""
    for _ in range(40):
        try:
            page.goto(address, timeout=4_000)
            page.wait_for_selector("form.question[data-kept]", timeout=4_000)
        except Exception:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the page never came")


def test_a_network_that_loses_a_third_and_then_falls_silent_loses_nothing(
    visit: Visit, student: str, proxy: Lossy
) -> None:
    visitor = visit()
    visitor.start(student)
    page, attempt = visitor.page, visitor.page.url
    through = page.context.new_page()
    path = attempt.removeprefix(visitor.site.address)
    wanted = {}

    proxy.loss = 0.3
    for n, slug in enumerate(("2.2", "2.3", "2.4", "2.6")):
        persist(through, f"{proxy.address}{path}/questions/{slug}")
        through.locator("[name=shape]").press_sequentially(f"{n} x d", delay=20)
        wanted[slug] = (f"{n} x d", f"{n} w^T + w^T")
        through.locator("[name=expression]").press_sequentially(wanted[slug][1], delay=40)
        if n % 2:  # sometimes one waits, sometimes one just goes on
            is_saved(through)

    proxy.loss, proxy.silent = 0.0, True
    through.locator("[name=expression]").fill("typed in silence")
    through.wait_for_selector("#saved[data-state=failing]", timeout=15_000)
    assert "not saved" in through.locator("#saved").inner_text()
    through.wait_for_timeout(8_000)
    through.locator("[name=expression]").fill("typed in a long silence")
    through.wait_for_timeout(1_000)
    proxy.silent = False
    is_saved(through)
    wanted["2.6"] = ("3 x d", "typed in a long silence")

    for slug in wanted:  # what could not be sent on the way out waits in the browser for its page
        persist(through, f"{proxy.address}{path}/questions/{slug}")
        through.wait_for_timeout(1_500)
    for slug, (shape, expression) in wanted.items():
        assert stored(visitor, slug, "shape") == shape
        assert stored(visitor, slug, "expression") == expression
    assert proxy.lost > 5
    visitor.faults.clear()  # the browser reports every lost request


def test_a_check_is_sent_again_until_it_is_answered_and_counts_once(visit: Visit, student: str, proxy: Lossy) -> None:
    visitor = visit()
    visitor.start(student)
    through = visitor.page.context.new_page()
    persist(through, f"{proxy.address}{visitor.page.url.removeprefix(visitor.site.address)}/questions/2.4")
    through.locator("[name=expression]").fill("2X")
    is_saved(through)
    proxy.silent = True
    through.locator("[name=expression]").fill("3X")
    through.wait_for_selector("#saved[data-state=failing]")
    through.get_by_role("button", name="Check").click()
    through.get_by_text("not sent, trying again").first.wait_for()
    proxy.silent = False
    through.wait_for_selector(".verdict", timeout=30_000)
    assert "2 of 3 tries left" in through.inner_text(".field:has([name=expression])")
    visitor.faults.clear()
