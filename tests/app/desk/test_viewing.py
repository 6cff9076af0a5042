"""Looking at the pages as a student sees them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.people import service as people
from tests.app.conftest import PASSWORD

House = Any  # see conftest


def id_of(house: House, name: str) -> int:
    with house.db.read() as c:
        found: int = c.exec_driver_sql(f"SELECT id FROM users WHERE name = '{name}'").scalar_one()
    return found


def enrol_elsewhere(house: House, name: str) -> None:
    enrol = (
        "INSERT INTO enrolments (user_id, course_id, role, created_at)"
        f" SELECT id, 2, 'student', created_at FROM users WHERE name = '{name}'"
    )
    house.db.write(lambda c: c.exec_driver_sql(enrol) and None)


@pytest.fixture
def looking(house: House) -> FlaskClient:
    """The instructor's browser, looking as the student, who is in another course too."""
    enrol_elsewhere(house, "student")
    client = house.signed_in("instructor")
    form = {"csrf_token": house.token(client), "do": "view"}
    assert client.post(f"/courses/deep/people/{id_of(house, 'student')}", data=form).location == "/"
    return client


def test_one_sees_what_the_student_sees_with_a_banner(house: House, looking: FlaskClient) -> None:
    for path in ("/", "/quizzes/small", f"/attempts/{house.attempt}", f"/attempts/{house.attempt}/questions/1"):
        shown = looking.get(path)
        assert shown.status_code == 200
        assert "You see this as <b>student</b>" in shown.text
    assert "Because it is this." in shown.text
    assert "Gradebook" not in looking.get("/").text


def test_nothing_can_be_done_as_the_student(house: House, looking: FlaskClient) -> None:
    before = house.db.write(lambda c: c.exec_driver_sql("SELECT count(*) FROM submissions").scalar())
    posts = [rule.rule for rule in house.site.url_map.iter_rules() if "POST" in (rule.methods or ())]
    form = {"csrf_token": house.token(looking), "pick": "A", "form-do": "check", "form-seq": "2", "form-key": "f" * 20}
    for rule in posts:
        if rule.startswith("/api/") or rule in ("/viewing/end", "/sign-out", "/sign-in"):
            continue
        assert looking.post(house.fill(rule), data=form).status_code == 403, rule
    assert house.db.write(lambda c: c.exec_driver_sql("SELECT count(*) FROM submissions").scalar()) == before


def test_only_the_one_course_is_seen_and_no_desk(house: House, looking: FlaskClient) -> None:
    student = house.signed_in("student")
    student.post("/quizzes/elsewhere/attempts", data={"csrf_token": house.token(student)})
    other = house.db.write(lambda c: c.exec_driver_sql("SELECT max(id) FROM attempts").scalar())
    assert student.get(f"/attempts/{other}").status_code == 200
    for path in (f"/attempts/{other}", "/quizzes/elsewhere", "/desk/small", "/courses/deep/people"):
        assert looking.get(path).status_code == 404, path


def test_one_click_ends_it_and_both_are_audited(house: House, looking: FlaskClient) -> None:
    assert looking.post("/viewing/end", data={"csrf_token": house.token(looking)}).status_code == 303
    assert "You see this as" not in looking.get("/").text
    assert looking.get("/desk/small").status_code == 200
    acts = [(one.actor, one.action, one.subject) for one in people.audit_entries(house.db, 1)][:2]
    assert acts == [
        ("instructor", "end view as student", "student"),
        ("instructor", "view as student", "student"),
    ]


def test_it_ends_with_the_sign_in_and_with_the_role(house: House, looking: FlaskClient) -> None:
    house.db.write(lambda c: c.exec_driver_sql("UPDATE enrolments SET role = 'assistant' WHERE user_id = 5") and None)
    assert "You see this as" not in looking.get("/").text
    assert house.signed_in("student").get("/").status_code == 200
    assert not re.search("You see this as", house.signed_in("student").get("/").text)


@pytest.mark.parametrize("name", ["assistant", "instructor"])
def test_only_students_are_looked_as(house: House, name: str) -> None:
    client = house.signed_in("admin")
    refused = client.post(
        f"/courses/deep/people/{id_of(house, name)}", data={"csrf_token": house.token(client), "do": "view"}
    )
    assert (refused.status_code, "Only students" in refused.text) == (400, True)


def test_a_new_sign_in_looks_as_nobody(house: House, looking: FlaskClient) -> None:
    again = people.sign_in(house.db, "instructor", PASSWORD, "127.0.0.1")
    found = people.session(house.db, again.session_id)
    assert found is not None
    assert found.viewed is None
