"""Putting the lines of a proof in order: by buttons, by keyboard, and with letters where there is no script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

PROOF = (  # of question 4.4, by words that stand in one line only
    "All hidden units have",
    "Equal outgoing weights",
    "Hence the gradients",
    "After the step",
    "one effective unit",
    "is monotone",
    "No half-plane separates",
)


def line(page: Any, words: str) -> Any:
    return page.locator("[data-letter]").filter(has_text=words)


def letters(page: Any) -> list[str]:
    return [str(line(page, words).get_attribute("data-letter")) for words in PROOF]


def order(page: Any) -> list[str]:
    """The lines of the proof as they stand."""
    return [said.strip() for said in page.locator("ol.blocks .letter").all_inner_texts()]


@pytest.fixture
def visitor(visit: Visit, student: str, request: pytest.FixtureRequest) -> Any:
    visitor = visit(**getattr(request, "param", {}))
    visitor.start(student)
    visitor.open_question("4.4")
    return visitor


def test_buttons_build_the_proof_and_say_where_a_line_stands(visitor: Any) -> None:
    page = visitor.page
    for words in PROOF:
        line(page, words).get_by_role("button", name="use").click()
    line(page, PROOF[0]).get_by_role("button", name="Move down").click()
    said = page.locator("[aria-live]", has_text="line 2 of 7")
    assert "line 2 of 7: All hidden units have" in said.inner_text()
    assert page.locator("[name=proof]").input_value() == ", ".join(order(page))
    visitor.check()
    assert "Correct" in visitor.verdict("proof")
    assert order(page)[1] == letters(page)[0]

    line(page, PROOF[6]).get_by_role("button", name="leave out").click()
    line(page, "gives a half-plane").get_by_role("button", name="use").click()
    visitor.check()
    assert "Not right" in visitor.verdict("proof")
    wrong = line(page, "gives a half-plane").get_attribute("data-letter")
    assert f"Line {wrong} does not hold" in visitor.verdict("proof")


def test_a_keyboard_is_enough(visitor: Any) -> None:
    page = visitor.page
    backwards = list(reversed(PROOF))
    for words in backwards:
        line(page, words).get_by_role("button", name="use").focus()
        page.keyboard.press("1")
    assert order(page) == letters(page)
    page.keyboard.press("Alt+ArrowDown")
    assert order(page)[:2] == [letters(page)[1], letters(page)[0]]
    assert page.evaluate("document.activeElement.closest('li').dataset.letter") == letters(page)[0]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Delete")
    assert len(order(page)) == 6
    page.keyboard.press("3")
    assert order(page) == [letters(page)[n] for n in (1, 0, 2, 3, 4, 5, 6)]
    page.locator("[name=proof]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".verdict")
    assert "Correct" in visitor.verdict("proof")


def test_typing_letters_moves_the_lines(visitor: Any) -> None:
    page = visitor.page
    wanted = letters(page)
    page.locator("[name=proof]").fill(" → ".join(wanted).lower())
    assert order(page) == wanted


@pytest.mark.parametrize("visitor", [{"java_script_enabled": False}], indirect=True)
def test_without_script_letters_do(visitor: Any) -> None:
    page = visitor.page
    page.locator("[name=proof]").fill(" ".join(letters(page)))
    visitor.check()
    assert "Correct" in visitor.verdict("proof")
    assert page.locator("[name=proof]").input_value() == ", ".join(letters(page))
    visitor.go(page.url.split("/questions/")[0].removeprefix(visitor.site.address) + "/results")
    shown = page.locator("#q-4\\.4 .blocks li").all_inner_texts()
    assert len(shown) == len(PROOF)
    assert all(words in text for words, text in zip(PROOF, shown, strict=True))


@pytest.mark.parametrize("visitor", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
def test_lines_and_buttons_fit_on_a_phone(visitor: Any) -> None:
    page = visitor.page
    for words in PROOF:
        line(page, words).get_by_role("button", name="use").click()
    assert visitor.width_beyond_screen() == 0
    for button in page.locator(".moves button:visible").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 320


def test_two_students_have_letters_of_their_own(visit: Visit, site: Any, student: str) -> None:
    other = f"{student}-b"
    site.add(other)
    dealt = []
    for name in (student, other):
        visitor = visit()
        visitor.start(name)
        visitor.open_question("4.4")
        dealt.append(letters(visitor.page))
    assert dealt[0] != dealt[1]
    assert sorted(dealt[0]) != dealt[0] or sorted(dealt[1]) != dealt[1]
