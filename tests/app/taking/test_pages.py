"""The student's pages, as posts of plain forms."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

House = Any  # see conftest


@pytest.fixture
def student(house: House) -> FlaskClient:
    return house.signed_in("student")


def hidden(page: str) -> dict[str, str]:
    """What the form of a page carries without being asked."""
    form = page[page.index('class="question"') :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


def answer(house: House, client: FlaskClient, slug: str, do: str = "check", **typed: str) -> TestResponse:
    address = f"/attempts/{house.attempt}/questions/{slug}"
    return client.post(address, data={**hidden(client.get(address).text), "form-do": do, **typed})


def page(house: House, client: FlaskClient, end: str) -> str:
    return client.get(f"/attempts/{house.attempt}{end}").text


def test_checking_shows_the_verdict_with_its_reason(house: House, student: FlaskClient) -> None:
    assert answer(house, student, "1", pick="B").status_code == 303
    shown = page(house, student, "/questions/1")
    assert "Not right" in shown
    assert "Not that, since it is not this." in shown
    assert "2 of 3 tries left" in shown


@pytest.mark.parametrize(("tries", "said"), [("3", "3 tries"), ("1", "1 try"), ("", None)])
def test_the_tries_are_told_before_the_first_one(
    house: House, student: FlaskClient, tries: str, said: str | None
) -> None:
    instructor = house.signed_in("instructor")
    settings = instructor.get("/desk/small/settings").text
    typed = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', settings))
    quiz = {"title": "A small quiz", "mode": "homework", "tries": tries}
    assert instructor.post("/desk/small/settings", data={**typed, **quiz}).status_code == 303
    told = re.findall(r"<span>([^<]*tr(?:y|ies)[^<]*)</span>", page(house, student, "/questions/2"))
    assert told == ([said] if said else [])


def test_the_key_and_the_rubric_are_in_no_page_before_they_may_be(house: House, student: FlaskClient) -> None:
    answer(house, student, "1", pick="A")
    everything = "".join(
        page(house, student, end) for end in ("", "/questions/1", "/questions/2", "/review", "/results")
    )
    assert "Not that, since it is not this." not in everything
    assert "names it" not in everything


def test_saving_keeps_what_was_typed_without_judging_it(house: House, student: FlaskClient) -> None:
    answer(house, student, "2", do="save", pick="B")
    shown = page(house, student, "/questions/2")
    assert re.search(r'value="B" checked', shown)
    assert "Correct" not in shown
    assert "saved, not checked" in page(house, student, "")


def test_sending_the_same_form_twice_makes_one_submission(house: House, student: FlaskClient) -> None:
    address = f"/attempts/{house.attempt}/questions/1"
    form = {**hidden(student.get(address).text), "form-do": "check", "pick": "B"}
    assert [student.post(address, data=form).status_code for _ in range(2)] == [303, 303]
    assert "2 of 3 tries left" in page(house, student, "/questions/1")


def test_checking_the_same_answer_again_costs_no_try(house: House, student: FlaskClient) -> None:
    for _ in range(5):
        assert answer(house, student, "1", pick="B").status_code == 303
    assert "2 of 3 tries left" in page(house, student, "/questions/1")


def test_of_two_windows_the_later_one_keeps_its_text_and_sees_the_stored_result(
    house: House, student: FlaskClient
) -> None:
    address = f"/attempts/{house.attempt}/questions/1"
    late = hidden(student.get(address).text)
    answer(house, student, "1", pick="A")
    refused = student.post(address, data={**late, "form-do": "check", "pick": "B", "why": "My other words."})
    assert refused.status_code == 409
    assert "My other words." in refused.text
    assert "Correct" in refused.text
    assert re.search(r'value="B" checked', refused.text)


def test_after_the_last_try_the_field_is_closed_and_the_rest_stays_open(house: House, student: FlaskClient) -> None:
    for pick in ("B", "A", "B"):
        answer(house, student, "1", pick=pick)
    shown = page(house, student, "/questions/1")
    assert "no tries left" in shown
    assert shown.count(" disabled>") == 1
    assert answer(house, student, "1", why="Another text.").status_code == 303


def test_an_empty_form_is_asked_back(house: House, student: FlaskClient) -> None:
    refused = answer(house, student, "2")
    assert refused.status_code == 403
    assert "all boxes are empty" in refused.text


def test_a_form_without_its_numbers_is_refused_in_words(house: House, student: FlaskClient) -> None:
    token = hidden(page(house, student, "/questions/2"))["csrf_token"]
    refused = student.post(
        f"/attempts/{house.attempt}/questions/2", data={"csrf_token": token, "form-do": "check", "pick": "A"}
    )
    assert refused.status_code == 400
    assert "did not arrive whole" in refused.text


def test_handing_in_takes_the_drafts_along_and_closes_the_attempt(house: House, student: FlaskClient) -> None:
    answer(house, student, "2", do="save", pick="B")
    assert "handed in as they stand" in page(house, student, "/review")
    token = hidden(page(house, student, "/questions/2"))["csrf_token"]
    done = student.post(f"/attempts/{house.attempt}/finish", data={"csrf_token": token})
    assert done.location == f"/attempts/{house.attempt}/results"
    assert "Correct" in page(house, student, "/results")
    assert "Check</button>" not in page(house, student, "/questions/2")


def test_what_students_type_is_shown_escaped(house: House, student: FlaskClient) -> None:
    hostile = '</textarea><script>alert("x")</script>{{ 7 * 7 }}'
    answer(house, student, "1", why=hostile)
    for shown in (page(house, student, "/questions/1"), page(house, student, "/results")):
        assert "<script>alert" not in shown
        assert "{{ 7 * 7 }}" in shown


def test_the_pages_have_no_inline_script_or_style(house: House, student: FlaskClient) -> None:
    answer(house, student, "1", pick="B")
    for end in ("", "/questions/1", "/review", "/results"):
        shown = page(house, student, end)
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! type=\"module\" src=)", shown)


def test_the_home_page_leads_to_the_quiz_and_the_attempt(house: House, student: FlaskClient) -> None:
    home = student.get("/").text
    assert 'href="/quizzes/small"' in home
    assert f'href="/attempts/{house.attempt}"' in home
    assert "/desk/" not in home
    assert "elsewhere" not in home.lower()
