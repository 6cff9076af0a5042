"""An instructor finds the student's work, grades a text and takes the grades home."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor


def test_grading_a_text_shows_to_the_student_and_in_the_csv(visit: Visit, student: str, tmp_path: Path) -> None:
    pupil = visit()
    pupil.start(student)
    attempt = pupil.page.url
    pupil.open_question("1.6")
    pupil.page.locator("[name=why]").fill("=All units of a layer stay the same.")
    pupil.check()

    desk = visit()
    page = desk.page
    desk.sign_in("grace")
    page.locator('a[href="/desk/assignment-3"]').first.click()
    page.get_by_role("link", name="Gradebook").click()
    row = page.locator("tr", has=page.get_by_role("link", name=student))
    assert row.locator(".todo").count() == 1
    row.get_by_role("link", name=student).click()
    page.locator("#q-1\\.6").get_by_role("link", name="Grade").click()
    assert student not in page.inner_text("main")
    page.get_by_text("=All units of a layer stay the same.").wait_for()
    page.locator("h1").click()
    page.keyboard.press("1")
    assert page.locator("[name=rubric]").first.is_checked()
    page.get_by_label("Comment to the student").fill("Say it with gradients.")
    page.get_by_role("button", name="Save and next").click()

    desk.go("/desk/assignment-3/gradebook")
    with page.expect_download() as waited:
        page.get_by_role("link", name="grades", exact=True).click()
    saved = tmp_path / "grades.csv"
    waited.value.save_as(saved)
    with saved.open(newline="") as file:
        rows = list(csv.reader(file))
    assert any(student in cell for line in rows for cell in line)

    pupil.page.goto(attempt + "/questions/1.6")
    assert "Say it with gradients." in pupil.verdict("why")


def test_what_is_live_comes_up_to_date_by_itself(visit: Visit, student: str) -> None:
    desk = visit()
    desk.sign_in("grace")
    desk.page.clock.install()
    desk.go("/desk/assignment-3/live")
    place = desk.page.locator("[data-live]")
    assert place.get_by_role("link", name=student).count() == 0
    pupil = visit()
    pupil.start(student)
    desk.page.clock.fast_forward(16_000)
    place.get_by_role("link", name=student).wait_for()
    desk.go("/desk/assignment-3/live")
    assert place.get_by_role("link", name=student).count() == 1


def test_the_desk_fits_a_phone(visit: Visit, student: str) -> None:
    pupil = visit()
    pupil.start(student)
    desk = visit(viewport={"width": 320, "height": 640})
    desk.sign_in("grace")
    for path in (
        "/",
        "/desk/assignment-3",
        "/desk/assignment-3/gradebook",
        "/desk/assignment-3/live",
        "/desk/assignment-3/grading",
    ):
        desk.go(path)
        assert desk.width_beyond_screen() == 0, path
    desk.go("/desk/assignment-3/gradebook")
    desk.page.get_by_role("link", name=student).click()
    assert desk.width_beyond_screen() == 0
