"""The pages of the desk that tell something."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from app.people import service as people
from app.quizzes import service as quizzes
from app.taking import service as taking
from tests.app.conftest import House


@pytest.fixture
def instructor(house: House) -> FlaskClient:
    return house.signed_in("instructor")


def test_the_overview_says_what_waits(instructor: FlaskClient) -> None:
    shown = instructor.get("/desk/small").text
    assert "answer waits for a person" in shown
    assert "has not begun" in shown or "have not begun" in shown


def test_the_overview_leads_instructors_to_the_course(house: House, instructor: FlaskClient) -> None:
    shown = instructor.get("/desk/small").text
    for path in ("/courses/deep/people", "/courses/deep/audit"):
        assert f'href="{path}"' in shown
        assert instructor.get(path).status_code == 200
    assert "/courses/" not in house.signed_in("assistant").get("/desk/small").text


def test_the_gradebook_has_every_student_and_says_what_waits(instructor: FlaskClient) -> None:
    shown = instructor.get("/desk/small/gradebook").text
    assert "student" in shown
    assert "classmate" in shown
    assert "waits for a person" in shown


def test_the_gradebook_keeps_what_was_chosen_in_its_ways(instructor: FlaskClient) -> None:
    shown = instructor.get("/desk/small/gradebook?name=class&sort=-score").text
    assert "classmate" in shown
    assert 'href="?sort=score&amp;name=class"' in shown
    assert 'aria-sort="descending"' in shown
    assert "1 of " in shown


def test_nobody_like_that_is_said_with_a_way_back(instructor: FlaskClient) -> None:
    shown = instructor.get("/desk/small/gradebook?name=nobody").text
    assert "Nobody is like that." in shown
    assert 'href="/desk/small/gradebook"' in shown


@pytest.mark.parametrize("path", ["grades.csv", "canvas.csv", "questions/1.csv"])
def test_files_are_downloads(instructor: FlaskClient, path: str) -> None:
    answer = instructor.get(f"/desk/small/{path}")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.text.count("\n") >= 2


def test_what_is_too_long_for_an_address_is_shown_without_a_link(house: House, instructor: FlaskClient) -> None:
    student = people.person_of_token(house.db, house.tokens["student"])
    assert student
    for key, typed in (("short", "neither"), ("long", "neither " * 1000)):
        taking.submit(house.db, student, house.attempt, "1", {"pick": typed}, key=key.ljust(16, "."))
    shown = instructor.get("/desk/small/statistics/1").text
    assert (shown.count("<code>neither"), shown.count("Read it as")) == (2, 1)
    (address,) = re.findall(r'href="(/desk/small/readings[^"]*)"', shown)
    assert instructor.get(html.unescape(address)).status_code == 200


def test_a_question_there_is_not_is_no_file(instructor: FlaskClient) -> None:
    assert instructor.get("/desk/small/questions/99.csv").status_code == 404


def test_live_says_who_is_at_work(house: House, instructor: FlaskClient) -> None:
    shown = instructor.get("/desk/small/live").text
    assert "data-live" in shown
    assert ">student</a>" in shown
    assert "no limit" in shown
    assert "More time" not in shown


def test_more_time_without_a_limit_is_refused_with_words(house: House, instructor: FlaskClient) -> None:
    token = house.token(instructor)
    answer = instructor.post("/desk/small/live/minutes", data={"csrf_token": token, "minutes": "5", "student": ""})
    assert answer.status_code == 400
    assert "no time limit" in answer.text


@pytest.mark.parametrize("student", ["x", "-1", "9" * 19, "٣"])
def test_minutes_for_somebody_there_is_not_are_for_nobody(house: House, instructor: FlaskClient, student: str) -> None:
    seen = re.findall(r'name="seen" value="([^"]*)"', instructor.get("/desk/small/settings").text)
    timed = {"minutes": "30", "seen": seen, "csrf_token": house.token(instructor)}
    assert instructor.post("/desk/small/settings", data=timed).status_code == 303
    form = {"minutes": "10", "student": student, "csrf_token": house.token(instructor)}
    refused = instructor.post("/desk/small/live/minutes", data=form)
    assert refused.status_code == 400
    assert "Choose one of the students" in refused.text
    assert quizzes.any_quiz(house.db, "small").minutes == 30


@pytest.mark.parametrize(("page", "words"), [("wall", "asks for a network"), ("steps", "asks for a derivation")])
def test_a_quiz_without_such_questions_says_so(instructor: FlaskClient, page: str, words: str) -> None:
    assert words in instructor.get(f"/desk/small/{page}").text


def test_one_student_gives_words_and_dashes_never_nan(instructor: FlaskClient) -> None:
    shown = instructor.get("/desk/small/statistics").text
    assert "1 student answered something." in shown
    assert "So few say little:" in shown
    assert "stands where nothing can be said" in shown
    assert "nan" not in shown.casefold().replace("finance", "")
    assert "None" not in shown
