"""Settings, people, questions and the audit, as an instructor meets them: by keyboard, checked by axe, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.browser.looks import problems, problems_of_looks

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

COURSE = "/courses/deep-learning"
PAGES = (
    "/desk/backprop-practice/settings",
    "/desk/assignment-3/questions",
    "/desk/assignment-3/questions/2.2",
    f"{COURSE}/people",
    f"{COURSE}/people/import",
    f"{COURSE}/audit",
)


def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(visit: Visit) -> None:
    desk = visit()
    desk.sign_in("grace")
    for path in PAGES:
        desk.go(path)
        assert problems_of_looks(desk) == [], path


def test_a_student_is_given_time_and_looked_as(visit: Visit, student: str, tmp_path: Path) -> None:
    desk = visit()
    page = desk.page
    desk.sign_in("grace")
    desk.go(f"{COURSE}/people/import")
    page.get_by_label("The roster, as CSV").fill(f"name,labels\n{student},Section A\nfresh {student},Section A\n")
    page.get_by_role("button", name="Show what it would change").press("Enter")
    assert "1 new account, 1 other change" in page.inner_text("main")
    assert problems(desk) == []
    page.get_by_role("button", name="Make these changes").press("Enter")
    with page.expect_download() as waited:
        page.get_by_role("link", name="Download the passwords").press("Enter")
    waited.value.save_as(tmp_path / "passwords.csv")
    name, password = (tmp_path / "passwords.csv").read_text().splitlines()[1].split(",")
    assert (name, password.count("-")) == (f"fresh {student}", 2)

    desk.go(f"{COURSE}/people?label=Section+A")
    page.get_by_role("link", name=student, exact=True).press("Enter")
    page.get_by_label("In", exact=True).select_option(label="Practice: backpropagation piece by piece")
    page.get_by_label("Minutes on top").fill("5")
    page.get_by_role("button", name=f"Set it for {student}").press("Enter")
    assert "5 minutes more (own, this quiz)" in page.inner_text("main")
    assert problems(desk) == []

    page.get_by_role("button", name="See the pages as").press("Enter")
    assert f"You see this as {student}" in page.inner_text("body")
    assert problems(desk) == []
    page.get_by_role("button", name="Back to grace").press("Enter")
    desk.go(f"{COURSE}/audit")
    acts = page.inner_text("tbody")
    for act in ("end view as student", "view as student", "accommodate", "import roster"):
        assert act in acts


def test_a_question_is_tried_on_stored_answers_then_published(visit: Visit, student: str) -> None:
    pupil = visit()
    pupil.start(student)
    pupil.open_question("2.2")
    pupil.page.locator("[name=shape]").fill("1 x d")
    pupil.page.locator("[name=expression]").fill("2 w")
    pupil.check()

    desk = visit(java_script_enabled=False)
    page = desk.page
    desk.sign_in("grace")
    desk.go("/desk/assignment-3/questions/2.2")
    text = page.locator("#text").input_value()
    page.locator("#text").fill(text.replace("points = 2", "pints = 2"))
    page.get_by_role("button", name="Check it and try it").press("Enter")
    assert "unknown field `pints`" in page.inner_text("[role=alert]")
    assert [fault for fault in desk.faults if "400" not in fault] == []  # the browser notes the refusal
    desk.faults.clear()
    page.locator("#text").fill(text.replace("Give the shape", "State the shape"))
    page.get_by_role("button", name="Check it and try it").press("Enter")
    assert "stored answers would be judged as they are" in page.inner_text("#change")
    page.get_by_role("button", name="Publish it").press("Enter")
    assert "Published" in page.inner_text("[role=status]")

    pupil.open_question("2.2")
    assert "Give the shape" in pupil.page.inner_text("main")
    name = f"later {student}"
    desk.site.add(name)
    later = visit()
    later.start(name)
    later.open_question("2.2")
    assert "State the shape" in later.page.inner_text("main")
    desk.go("/desk/assignment-3/questions/2.2")  # as it was, for whoever comes after
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Check it and try it").press("Enter")
    page.get_by_role("button", name="Publish it").press("Enter")
    assert "as in its bank file" in page.inner_text("main")
