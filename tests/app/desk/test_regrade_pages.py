"""Regrading in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.desk import regrade_pages

House = Any  # see conftest


@pytest.fixture
def instructor(house: House) -> FlaskClient:
    return house.signed_in("instructor")


def test_what_would_take_too_long_for_a_page_is_left_to_the_command(
    house: House, instructor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert instructor.get("/desk/small/regrade/dry-run").status_code == 200
    monkeypatch.setattr(regrade_pages, "AT_ONCE", 0)
    page = instructor.get("/desk/small/regrade").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0] if "csrf_token" in page else ""
    seen = instructor.get("/desk/small/regrade/dry-run?question=1")
    done = instructor.post("/desk/small/regrade", data={"csrf_token": token, "question": "1", "reason": "x"})
    for refused in (seen, done):
        assert refused.status_code == 400
        assert "chainrule regrade small --question 1" in refused.text


def test_from_grading_an_instructor_finds_the_rubric(house: House, instructor: FlaskClient) -> None:
    shown = instructor.get(f"/desk/small/answers/{house.answer}").text
    assert '<a href="/desk/small/questions/1">Change the rubric</a>' in shown
    assert instructor.get("/desk/small/questions/1").status_code == 200
    assert "Change the rubric" not in house.signed_in("assistant").get(f"/desk/small/answers/{house.answer}").text
