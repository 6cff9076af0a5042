"""What the script of a question page asks for: readings, drafts, the time."""

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


def send(house: House, client: FlaskClient, what: str, slug: str = "2", **typed: Any) -> TestResponse:
    form = {"csrf_token": house.token(client), **typed}
    return client.post(f"/attempts/{house.attempt}/questions/{slug}/{what}", data=form)


def test_a_draft_is_stored_and_numbered(house: House, student: FlaskClient) -> None:
    first = send(house, student, "draft", pick="A", **{"form-draft": "1"}).json
    again = send(house, student, "draft", pick="B", **{"form-draft": "2"}).json
    assert (first["seq"], again["seq"], again["state"]) == (1, 2, "running")
    assert first["saved_at"] <= again["saved_at"] <= again["now"]
    assert 'value="B" checked' in student.get(f"/attempts/{house.attempt}/questions/2").text


def test_the_same_draft_sent_twice_is_stored_once(house: House, student: FlaskClient) -> None:
    for _ in range(2):
        assert send(house, student, "draft", pick="A", **{"form-draft": "1"}).json["seq"] == 1


def test_of_two_windows_the_later_one_is_told_what_is_stored_as_its_controls_hold_it(
    house: House, student: FlaskClient
) -> None:
    send(house, student, "draft", pick="A", **{"form-draft": "1"})
    late = send(house, student, "draft", pick="B", **{"form-draft": "1"})
    assert late.status_code == 409
    assert (late.json["seq"], late.json["controls"]) == (1, {"pick": ["A"]})
    assert send(house, student, "draft", pick="B", **{"form-draft": "2"}).status_code == 200


def test_after_handing_in_no_draft_is_stored(house: House, student: FlaskClient) -> None:
    student.post(f"/attempts/{house.attempt}/finish", data={"csrf_token": house.token(student)})
    late = send(house, student, "draft", pick="A", **{"form-draft": "1"})
    assert (late.status_code, late.json["state"]) == (403, "finished")
    assert "seq" not in late.json


def test_a_draft_without_its_number_is_refused(house: House, student: FlaskClient) -> None:
    assert send(house, student, "draft", pick="A").status_code == 400


def test_the_reading_is_a_fragment_by_field_and_knows_no_verdict(house: House, student: FlaskClient) -> None:
    shown = [send(house, student, "preview", pick=letter).text for letter in "AB"]
    assert [re.findall(r'data-field="(\w+)"', page) for page in shown] == [["pick"], ["pick"]]
    assert "<html" not in shown[0]
    assert shown[0].replace(">A<", ">B<") == shown[1]
    assert send(house, student, "preview").text.strip() == ""


def test_the_clock_is_the_servers(house: House, student: FlaskClient) -> None:
    told = student.get(f"/attempts/{house.attempt}/clock").json
    assert (told["state"], told["due_at"]) == ("running", None)
    assert told["now"].endswith("+00:00")


def test_flagging_keeps_what_was_typed_and_shows_on_every_list(house: House, student: FlaskClient) -> None:
    here = f"/attempts/{house.attempt}/questions/2"
    typed = {"csrf_token": house.token(student), "form-draft": "1", "pick": "B"}
    assert student.post(here, data={**typed, "form-do": "flag"}).status_code == 303
    shown = student.get(here).text
    assert 'value="B" checked' in shown
    assert "Take the flag away" in shown
    assert "Flagged for later" in student.get(f"/attempts/{house.attempt}/review").text
    student.post(here, data={**typed, "form-draft": "2", "form-do": "unflag"})
    assert "Flagged for later" not in student.get(f"/attempts/{house.attempt}/review").text
