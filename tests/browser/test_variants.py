"""Two students practise with numbers of their own, in two browsers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor


def practise(visit: Visit, name: str, slug: str, **options: Any) -> Any:
    """Somebody in front of a question of the practice quiz."""
    visitor = visit(**options)
    visitor.sign_in(name)
    visitor.go("/quizzes/backprop-practice")
    visitor.page.get_by_role("button", name=re.compile("Start|Continue|Practi[sc]e")).first.click()
    visitor.open_question(slug)
    return visitor


def numbers(visitor: Any) -> list[int]:
    """What the question says: filters, size, stride, pixels, padding."""
    prompt = visitor.page.locator(".prompt").first.inner_text()
    found = re.search(
        r"slides (\d+) filters of size (\d+) × \d+ with stride (\d+) over an image of (\d+) ×.*that is (\d+) pixels",
        prompt,
        re.DOTALL,
    )
    assert found, prompt
    return [int(number) for number in found.groups()]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_each_student_is_asked_and_graded_with_numbers_of_their_own(
    visit: Visit, site: Any, student: str, script: bool
) -> None:
    other = f"{student}-b"
    site.add(other)
    visitors = [practise(visit, name, "5.4", java_script_enabled=script) for name in (student, other)]
    asked = [numbers(visitor) for visitor in visitors]
    assert asked[0] != asked[1]
    for visitor, (filters, size, stride, pixels, padding) in zip(visitors, asked, strict=True):
        visitor.page.reload()
        assert numbers(visitor) == [filters, size, stride, pixels, padding]
        visitor.page.locator("[name=positions]").fill(str((pixels + 2 * padding - size) // stride + 1))
        visitor.page.locator("[name=parameters]").fill(f"{filters}*{size}^2*3")
        visitor.check()
        assert "Correct" in visitor.verdict("positions")
        assert "Not right" in visitor.verdict("parameters")
        visitor.page.locator("[name=parameters]").fill(f"{filters}*({size}^2*3 + 1)")
        visitor.check()
        assert "Correct" in visitor.verdict("parameters")
        assert numbers(visitor) == [filters, size, stride, pixels, padding]


def test_no_page_of_the_practice_shows_braces_or_formulas_that_cannot_be_set(visit: Visit, student: str) -> None:
    visitor = practise(visit, student, "1.1")
    slugs = [
        "1.1",
        "2.1",
        "2.5",
        "3.3",
        "3.5",
        "3.6",
        "3.7",
        "4.6",
        "5.3",
        "5.5",
        "5.6",
        "6.1",
        "6.2",
        "6.3",
        "6.4",
        "6.5",
    ]
    for slug in slugs:
        visitor.open_question(slug)
        text = visitor.page.locator("main").inner_text()
        assert "{{" not in text, slug
        assert "$" not in text, slug
        assert visitor.width_beyond_screen() == 0, slug
