"""An instructor's evening with a whole class: its texts graded by keyboard, one decision for many, a mended question.

The server is of these tests alone; what sixty students handed in is there before, through the same services.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.db import Database
from app.demonstration.whole import Whole
from app.desk import service as grading
from app.people.views import Person, Role
from app.quizzes import service as quizzes
from app.taking import service as taking
from tests.browser.conftest import Site, serving
from tests.browser.looks import problems, problems_of_looks

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

HERE, STUDENTS = "/desk/evening", 60
BANK = """
[quiz]
title = "Evening"
mode = "homework"
tries = 3

[[question]]
id = "1.6"
title = "Same weights"
prompt = "Why must weights not begin all the same?"
[[question.field]]
name = "why"
kind = "text"
points = 3
rubric = [
  {key = "units", points = 2, text = "units stay the same"},
  {key = "why", points = 1, text = "by their gradients"},
]

[[question]]
id = "2.2"
title = "Squared norm"
prompt = "Its Jacobian."
[question.symbols]
w = "d"
[[question.field]]
name = "expression"
kind = "expression"
jacobian_of = "norm2(w)^2"
wrt = "w"
points = 2

[[question]]
id = "5.2"
title = "A value"
prompt = "The square root of two."
[[question.field]]
name = "root"
kind = "number"
value = "sqrt(2)"
points = 2
[[question.field.example]]
answer = "sqrt(2)"
score = 1
[[question.field.example]]
answer = "1.4142"
score = 1
[[question.field.example]]
answer = "2"
score = 0
outcome = "wrong"
[[question.field.example]]
answer = ""
score = 0
outcome = "invalid"
tag = "empty"
"""
JACOBIANS = ("2w^T", "2w^T", "w^T + w^T", "w^T", "w.T", "2w^(T")  # in turn; two ways to forget the factor, one typo
ROOTS = ("1.4142", "1.41")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with a small quiz that sixty students have handed in."""
    folder = tmp_path_factory.mktemp("evening")
    (folder / "bank" / "course").mkdir(parents=True)
    (folder / "bank" / "course" / "evening.toml").write_text(BANK)
    with serving(folder, str(folder / "bank")) as site:
        _hand_in(site)
        yield site


def _hand_in(site: Site) -> None:
    students = site.add(*(f"student-{number:02}" for number in range(STUDENTS)))
    with site.database() as db:
        db.write(lambda c: [_answer(Whole(db, c), *one) for one in enumerate(students)])


def _answer(db: Database, number: int, student: Person) -> None:
    attempt = taking.start_or_resume(db, student, "evening")
    answers = {
        "1.6": f"{number} units of a layer stay the same.",
        "2.2": JACOBIANS[number % len(JACOBIANS)],
        "5.2": ROOTS[number % len(ROOTS)],
    }
    for slug, answer in answers.items():
        taking.submit(db, student, attempt, slug, answer, key=f"{attempt:08}{slug:.>8}")
    taking.finish(db, student, attempt)


def _grade_the_rest(site: Site) -> None:
    """Give no points to the texts that nobody has graded yet."""
    (grader,) = site.add("pat", role=Role.ASSISTANT)
    with site.database() as db:
        quiz = quizzes.any_quiz(db, "evening")
        while (answer := grading.next_answer(db, quiz, grader, "1.6")) is not None:
            grading.grade(db, grader, quiz, answer, last_event=grading.task(db, quiz, grader, answer).last_event)


@pytest.fixture
def desk(visit: Visit) -> Any:
    """An instructor who is signed in."""
    visitor = visit()
    visitor.sign_in("grace")
    return visitor


def acts(desk: Any) -> list[str]:
    """What the audit of the course lists, newest first."""
    desk.go("/courses/course/audit")
    return [str(act) for act in desk.page.locator("tbody td:nth-child(3)").all_inner_texts()]


def row(page: Any, text: str) -> Any:
    """The line of a table with this text."""
    return page.locator("tr", has_text=text)


def test_sixty_texts_are_graded_with_digits_and_one_chord(desk: Any) -> None:
    page = desk.page
    desk.go(HERE + "/grading")
    page.get_by_role("link", name="Grade the next one").press("Enter")
    switch = page.get_by_label("Keys", exact=True)
    switch.press("Space")
    page.keyboard.press("1")
    assert page.locator("[name=rubric]:checked").count() == 0
    switch.press("Space")
    seen = set()
    for number in range(STUDENTS):
        assert f"{number} of {STUDENTS} graded" in page.inner_text(".eyebrow")
        assert "student-" not in page.inner_text("main")
        seen.add(page.inner_text(".answer"))
        page.keyboard.press("1")
        if number % 2:
            page.keyboard.press("2")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    assert len(seen) == STUDENTS
    assert "Nothing waits" in page.inner_text("main")
    assert acts(desk).count("grade") == STUDENTS
    assert "evening/1.6 why, answer 1" in page.inner_text("tbody")


def test_one_decision_reaches_all_who_forgot_the_factor(desk: Any) -> None:
    page = desk.page
    desk.go(HERE + "/statistics/2.2")
    group = page.locator(".groups tr", has=page.locator("code", has_text="w.T"))
    assert group.locator("td").first.inner_text() == "20"
    group.get_by_role("link", name="Decide for all").press("Enter")
    page.get_by_label("Points for each").fill("1")
    page.get_by_label("Comment to all of them").fill("The factor 2 is missing.")
    page.get_by_role("button", name="See what would change").press("Enter")
    page.get_by_role("heading", name="What would change").wait_for()
    assert problems(desk) == []
    page.get_by_role("button", name="Decide so").press("Enter")
    page.get_by_role("heading", name="Decided once for many").wait_for()

    desk.go(HERE + "/statistics/2.2")
    page.get_by_role("link", name="Read it as").press("Enter")
    page.get_by_label("Read it as").fill("2w^T")
    page.get_by_role("button", name="See what would change").press("Enter")
    page.get_by_role("heading", name="What would change").wait_for()
    assert page.locator(".diff tbody tr").count() == 10
    assert problems(desk) == []
    page.get_by_role("button", name="Read it so").press("Enter")
    assert "2w^(T" in page.inner_text("#rulings ~ *")
    assert problems(desk) == []
    assert {"decide for a group", "accept a reading"} <= set(acts(desk))


def test_a_wider_tolerance_is_published_regraded_and_explained(desk: Any, visit: Visit) -> None:
    page = desk.page
    desk.go(HERE + "/questions/5.2")
    source = page.locator("#text")
    source.fill(source.input_value().replace("points = 2", "points = 2\nrtol = 0.01"))
    page.get_by_role("button", name="Check it and try it").press("Enter")
    page.get_by_role("button", name="Publish it").press("Enter")
    page.get_by_role("link", name="regrade", exact=True).press("Enter")
    page.get_by_role("heading", name="What would change").wait_for()
    assert page.locator(".diff tbody tr").count() == STUDENTS // 2
    assert problems(desk) == []
    page.get_by_label("Why").fill("Two decimals are enough.")
    page.get_by_role("button", name="Apply it").press("Enter")
    assert "Two decimals are enough." in page.inner_text("main")
    assert {"publish question", "regrade"} <= set(acts(desk))

    pupil = visit()
    pupil.sign_in("student-01")
    pupil.go("/quizzes/evening")
    pupil.page.locator("a[href$='/results']").first.click()
    assert "Two decimals are enough." in pupil.page.inner_text("#q-5\\.2")
    assert problems(pupil) == []


def test_the_pages_that_change_grades_fit_a_phone_and_read_well_in_the_dark(visit: Visit) -> None:
    phone, found = visit(), {}
    phone.sign_in("grace")
    for path in _pages_that_change_grades(phone):
        phone.go(path)
        found[path] = problems_of_looks(phone)
        if "/groups/" in path or "/readings" in path:
            phone.page.locator("main .stack input:visible").fill("1" if "/groups/" in path else "2w^T")
            phone.page.get_by_role("button", name="See what would change").press("Enter")
            phone.page.get_by_role("heading", name="What would change").wait_for()
            found[path + " looked at"] = problems_of_looks(phone)
    assert {path: what for path, what in found.items() if what} == {}


def test_without_script_a_text_is_graded_and_a_regrade_seen(visit: Visit) -> None:
    plain = visit(java_script_enabled=False)
    page = plain.page
    plain.sign_in("grace")
    plain.go(HERE + "/answers/1")
    page.get_by_label("by their gradients").check()
    page.get_by_label("Comment to the student").fill("Which gradients?")
    page.get_by_role("button", name="Save and next").press("Enter")
    plain.go(HERE + "/answers/1")
    assert page.get_by_label("Comment to the student").input_value() == "Which gradients?"
    plain.go(HERE + "/regrade/dry-run")
    assert page.get_by_role("heading", name="What would change").count() == 1


def test_an_assistant_looks_again_by_keyboard_and_the_difference_is_listed(desk: Any, visit: Visit) -> None:
    desk.site.add("toni", role=Role.ASSISTANT)
    _grade_the_rest(desk.site)
    desk.go(HERE + "/second")
    desk.page.get_by_label("Percent for a second look").fill("20")
    desk.page.keyboard.press("Enter")
    second = visit(viewport={"width": 320, "height": 640})
    page = second.page
    second.sign_in("toni")
    second.go(HERE + "/second")
    page.get_by_role("link", name="Look at the next one").press("Enter")
    assert problems(second) == []
    for _ in range(12):
        page.get_by_label("by their gradients").press("Space")
        page.get_by_role("button", name="Keep it and go on").press("Enter")
    page.get_by_role("heading", name="Second looks").wait_for()
    assert page.get_by_role("link", name="Settle it").count() == 12
    assert problems(second) == []
    assert acts(desk).count("second look") == 12


def _pages_that_change_grades(visitor: Any) -> list[str]:
    visitor.go(HERE + "/statistics/2.2")
    links = [visitor.page.get_by_role("link", name="Decide for all").first]
    paths = [str(link.get_attribute("href")) for link in links]
    reading = "/readings?question=2.2&field=expression&typed=%222w%5E(T%22"
    return [*paths, *(HERE + path for path in ("/answers/1", "/grading", "/regrade", "/regrade/dry-run", reading))]
