"""The instructor's pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

House = Any  # see conftest


@pytest.fixture
def instructor(house: House) -> FlaskClient:
    return house.signed_in("instructor")


def judge(house: House, client: FlaskClient, **typed: Any) -> TestResponse:
    address = f"/desk/small/answers/{house.answer}"
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', client.get(address).text))
    return client.post(address, data={**form, **typed})


def test_grading_goes_by_the_rubric_and_reaches_the_student(house: House, instructor: FlaskClient) -> None:
    done = judge(house, instructor, rubric=["a"], comment="Say why.")
    assert done.location == "/desk/small/grading"
    student = house.signed_in("student").get(f"/attempts/{house.attempt}/questions/1").text
    assert "Say why." in student
    assert "1 of 2" in student


def test_points_may_be_given_instead_of_the_sum(house: House, instructor: FlaskClient) -> None:
    assert judge(house, instructor, points="1,5").status_code == 303
    assert "1½ of 2" in house.signed_in("student").get(f"/attempts/{house.attempt}/questions/1").text


@pytest.mark.parametrize("points", ["many", "-1", "NaN", "1e999", "0.0001", "٣"])
def test_points_that_are_none_are_asked_back(house: House, instructor: FlaskClient, points: str) -> None:
    refused = judge(house, instructor, points=points, comment="Kept words.")
    assert refused.status_code == 400
    assert "Kept words." in refused.text


def test_of_two_graders_the_later_one_is_told(house: House, instructor: FlaskClient) -> None:
    address = f"/desk/small/answers/{house.answer}"
    late = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', instructor.get(address).text))
    judge(house, instructor, rubric=["a", "b"])
    assert instructor.post(address, data={**late, "comment": "Mine."}).status_code == 409


def test_the_one_who_grades_does_not_see_the_name(house: House, instructor: FlaskClient) -> None:
    shown = instructor.get(f"/desk/small/answers/{house.answer}").text
    assert "Because it is this." in shown
    assert not re.search(r"\bstudent\b", re.sub(r"Comment to the student", "", shown))


def test_the_next_answer_is_one_click_away(house: House, instructor: FlaskClient) -> None:
    assert instructor.get("/desk/small/grading/next").location == f"/desk/small/answers/{house.answer}"
    assert instructor.get("/desk/small/grading/next?question=1&field=why").location.endswith(f"/{house.answer}")


def test_the_csv_is_a_download(house: House, instructor: FlaskClient) -> None:
    response = instructor.get("/desk/small/grades.csv")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == 'attachment; filename="grades-small.csv"'
    assert "student" in response.text
