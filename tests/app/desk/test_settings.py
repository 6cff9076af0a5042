"""The settings of a quiz in the web, and its release."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes

House = Any  # see conftest


@pytest.fixture
def instructor(house: House) -> FlaskClient:
    return house.signed_in("instructor")


def hidden(client: FlaskClient) -> dict[str, str]:
    page = client.get("/desk/small/settings").text
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def change(client: FlaskClient, **typed: str) -> TestResponse:
    return client.post("/desk/small/settings", data={**hidden(client), **typed})


def audited(house: House) -> dict[str, Any]:
    entry = people.audit_entries(house.db, 1)[0]
    return {"actor": entry.actor, "action": entry.action, **json.loads(entry.detail)}


def test_every_setting_can_be_changed_and_the_change_is_audited(house: House, instructor: FlaskClient) -> None:
    typed = {
        "title": "A larger quiz",
        "mode": "exam",
        "opens_at": "2030-05-01T08:00",
        "due_at": "2030-05-01 12:30",
        "minutes": "90",
        "tries": "",
        "show_score": "release",
        "show_reason": "never",
        "show_reading": "due",
        "show_solution": "release",
    }
    assert change(instructor, **typed).status_code == 303
    quiz = quizzes.any_quiz(house.db, "small")
    assert str(quiz.due_at) == "2030-05-01 12:30:00+00:00"
    assert [str(getattr(quiz, name)) for name in ("title", "mode", "minutes", "tries", "show_reading")] == [
        "A larger quiz", "exam", "90", "None", "due"
    ]  # fmt: skip
    entry = audited(house)
    assert (entry["actor"], entry["action"], entry["minutes"]) == ("instructor", "change settings", [None, 90])
    assert entry["due_at"] == [None, "2030-05-01 12:30:00+00:00"]
    page = instructor.get("/desk/small/settings").text
    assert 'value="2030-05-01T12:30"' in page
    assert re.search(r"UTC</b> by the server", page)


def test_what_stands_as_it_stood_is_no_change(house: House, instructor: FlaskClient) -> None:
    quizzes.change_settings(house.db, Person(5, "instructor", False), 1, {"due_at": "2030-05-01T12:00:59Z"})
    before = len(people.audit_entries(house.db, 1))
    assert change(instructor, due_at="2030-05-01T12:00", title="A small quiz").status_code == 303
    assert str(quizzes.any_quiz(house.db, "small").due_at) == "2030-05-01 12:00:59+00:00"
    assert len(people.audit_entries(house.db, 1)) == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": "  "}, "A quiz has a title"),
        ({"title": "t" * 201}, "at most 200"),
        ({"minutes": "0"}, "from 1 to 10,000"),
        ({"minutes": "1.5"}, "whole number"),
        ({"minutes": "٣"}, "whole number"),
        ({"tries": "-1"}, "whole number"),
        ({"due_at": "tomorrow"}, "such as 2030-05-01 22:00"),
        ({"due_at": "0001-01-01T00:00+10:00"}, "such as 2030-05-01 22:00"),
        ({"opens_at": "2030-05-02T00:00", "due_at": "2030-05-01T00:00"}, "opens before it is due"),
        ({"mode": "party"}, "party"),
        ({"show_score": "sometimes"}, "sometimes"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    house: House, instructor: FlaskClient, typed: dict[str, str], sentence: str
) -> None:
    before = quizzes.any_quiz(house.db, "small")
    refused = change(instructor, **{"title": "Kept as typed", **typed})
    assert refused.status_code == 400
    assert sentence in refused.text
    assert "title" in typed or 'value="Kept as typed"' in refused.text
    assert quizzes.any_quiz(house.db, "small") == before


def test_of_two_who_change_settings_the_later_one_is_told(house: House, instructor: FlaskClient) -> None:
    form = hidden(instructor)
    change(instructor, minutes="30")
    late = instructor.post("/desk/small/settings", data={**form, "minutes": "60"})
    assert late.status_code == 409
    assert 'value="60"' in late.text
    assert "Now it is: 30" in late.text
    assert quizzes.any_quiz(house.db, "small").minutes == 30


def sees_outcome(house: House) -> bool:
    page = house.signed_in("student").get(f"/attempts/{house.attempt}/questions/1").text
    return "A person will grade it" in page


def release(client: FlaskClient, do: str = "release", label: str = "") -> TestResponse:
    return client.post("/desk/small/release", data={**hidden(client), "do": do, "label": label})


def test_a_release_shows_and_taking_it_back_hides(house: House, instructor: FlaskClient) -> None:
    change(instructor, mode="exam")
    assert not sees_outcome(house)
    assert release(instructor).status_code == 303
    assert sees_outcome(house)
    assert audited(house)["action"] == "release"
    release(instructor, "take-back")
    assert not sees_outcome(house)
    assert audited(house)["action"] == "take back release"


def test_a_release_may_be_for_a_label_alone(house: House, instructor: FlaskClient) -> None:
    change(instructor, mode="exam")
    house.db.write(
        lambda c: (
            c.exec_driver_sql(
                "INSERT INTO labels (enrolment_id, label) SELECT e.id, CASE u.name WHEN 'student' THEN 'A' ELSE 'B' END"
                " FROM enrolments e JOIN users u ON u.id = e.user_id WHERE u.name IN ('student', 'classmate')"
            )
            and None
        )
    )
    release(instructor, label="B")
    assert not sees_outcome(house)
    release(instructor, label="A")
    assert sees_outcome(house)
    assert audited(house)["label"] == "A"
    assert instructor.get("/desk/small/settings").text.count("Take back") == 2
    release(instructor, "take-back", "A")
    assert not sees_outcome(house)


@pytest.mark.parametrize("do", ["", "hide"])
def test_nothing_is_released_that_nobody_said_to_release(house: House, instructor: FlaskClient, do: str) -> None:
    change(instructor, mode="exam")
    assert release(instructor, do).status_code == 400
    assert not sees_outcome(house)


def test_a_release_to_nobody_is_refused(house: House, instructor: FlaskClient) -> None:
    assert release(instructor, label="Z").status_code == 400
    assert house.db.write(lambda c: c.exec_driver_sql("SELECT count(*) FROM label_releases").scalar()) == 0
