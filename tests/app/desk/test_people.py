"""The people of a course in the web."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.people import service as people
from app.people.views import Person, Role
from app.refusals import WrongSignIn
from tests.app.conftest import PASSWORD

House = Any  # see conftest
HERE = "/courses/deep/people"


@pytest.fixture
def instructor(house: House) -> FlaskClient:
    return house.signed_in("instructor")


def id_of(house: House, name: str) -> int:
    with house.db.read() as c:
        found: int = c.exec_driver_sql(f"SELECT id FROM users WHERE name = '{name}'").scalar_one()
    return found


def act(house: House, client: FlaskClient, name: str, **typed: str) -> TestResponse:
    return client.post(f"{HERE}/{id_of(house, name)}", data={"csrf_token": house.token(client), **typed})


def page(house: House, client: FlaskClient, name: str) -> str:
    """What the page of somebody says, without its tags."""
    text: str = client.get(f"{HERE}/{id_of(house, name)}").text
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def last_act(house: House) -> tuple[str, str, str]:
    entry = people.audit_entries(house.db, 1)[0]
    return entry.action, entry.subject, entry.detail


def test_people_are_found_by_name_label_and_role(house: House, instructor: FlaskClient) -> None:
    assert act(house, instructor, "student", do="labels", labels="B 2; A1,A1").status_code == 303
    assert last_act(house) == ("label", "student", '{"labels": [[], ["A1", "B 2"]]}')
    everybody = instructor.get(HERE).text
    assert all(name in everybody for name in ("student", "classmate", "assistant"))
    assert "outsider" not in everybody
    found = instructor.get(HERE, query_string={"part": "STUD", "label": "A1", "role": "student"}).text
    assert f"{HERE}/{id_of(house, 'student')}" in found
    assert f"{HERE}/{id_of(house, 'classmate')}" not in found
    assert "Nobody is like that" in instructor.get(HERE, query_string={"part": "%"}).text


def test_more_time_is_shown_with_where_it_comes_from(house: House, instructor: FlaskClient) -> None:
    client, token = instructor, house.token(instructor)
    client.post("/desk/small/settings", data={"csrf_token": token, "minutes": "30", "due_at": "2030-05-01T12:00"})
    act(house, client, "student", do="labels", labels="slow")
    act(house, client, "classmate", do="labels", labels="slow")
    label = {"csrf_token": token, "label": "slow", "time_percent": "150"}
    assert client.post(HERE, data=label).status_code == 303
    act(house, client, "student", do="accommodate", quiz="small", extra_minutes="5", due_at="2030-05-02T12:00")
    said = page(house, client, "student")
    assert "50 min others 30" in said
    assert "Thu 2 May 2030, 12:00 UTC others Wed 1 May 2030, 12:00 UTC" in said
    assert "150 % of the minutes (label slow, whole course)" in said
    assert "5 minutes more (own, this quiz)" in said
    assert "45 min others 30" in page(house, client, "classmate")
    assert "all with slow the whole course 150 % of the minutes" in " ".join(
        re.sub(r"<[^>]+>", " ", client.get(HERE).text).split()
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"do": "accommodate", "time_percent": "50"}, "between 100 and 1000"),
        ({"do": "accommodate", "time_percent": "1e9"}, "whole number"),
        ({"do": "accommodate", "extra_minutes": "9999"}, "between 0 and 1440"),
        ({"do": "accommodate", "due_at": "2030-05-02T12:00"}, "choose which"),
        ({"do": "accommodate", "due_at": "soon", "quiz": "small"}, "such as 2030-05-01 22:00"),
        ({"do": "accommodate", "quiz": "elsewhere", "extra_minutes": "5"}, "no such quiz in this course"),
        ({"do": "labels", "labels": "x" * 61}, "at most 60"),
        ({"do": "labels", "labels": ",".join(map(str, range(21)))}, "at most 20"),
        ({"do": "role", "role": "emperor"}, "choose one of them"),
        ({"do": "party"}, "did not say"),
    ],
)
def test_what_cannot_be_is_refused_with_one_sentence(
    house: House, instructor: FlaskClient, typed: dict[str, str], sentence: str
) -> None:
    before = len(people.audit_entries(house.db, 1))
    refused = act(house, instructor, "student", **typed)
    assert refused.status_code == 400
    assert sentence in refused.text
    assert len(people.audit_entries(house.db, 1)) == before


def test_a_label_that_nobody_bears_gets_nothing(house: House, instructor: FlaskClient) -> None:
    refused = instructor.post(
        HERE, data={"csrf_token": house.token(instructor), "label": "none", "time_percent": "150"}
    )
    assert refused.status_code == 400
    assert "Choose a label" in refused.text


def test_a_role_is_changed_but_not_ones_own(house: House, instructor: FlaskClient) -> None:
    act(house, instructor, "student", do="role", role="assistant")
    assert last_act(house) == ("change role", "student", '{"role": ["student", "assistant"]}')
    assert people.role_in(house.db, Person(id_of(house, "student"), "student", False), 1) is Role.ASSISTANT
    refused = act(house, instructor, "instructor", do="role", role="student")
    assert (refused.status_code, "another instructor" in refused.text) == (400, True)


def test_a_new_password_is_shown_once_and_ends_all_sign_ins(house: House, instructor: FlaskClient) -> None:
    shown = act(house, instructor, "student", do="password")
    (password,) = re.findall(r'<code class="typed">([^<]+)</code>', shown.text)
    assert shown.headers["Cache-Control"] == "no-store"
    assert people.sign_in(house.db, "student", password, "127.0.0.1")
    assert house.signed_in("student").get(f"/attempts/{house.attempt}").status_code == 303
    assert password not in page(house, instructor, "student")
    assert last_act(house)[:2] == ("reset password", "student")
    assert password not in last_act(house)[2]


def test_a_closed_account_is_out_until_it_is_opened_again(house: House, instructor: FlaskClient) -> None:
    act(house, instructor, "student", do="disable")
    assert house.signed_in("student").get(f"/attempts/{house.attempt}").status_code == 303
    with pytest.raises(WrongSignIn):
        people.sign_in(house.db, "student", PASSWORD, "127.0.0.1")
    assert "closed since" in page(house, instructor, "student")
    act(house, instructor, "student", do="enable")
    assert people.sign_in(house.db, "student", PASSWORD, "127.0.0.1")
    assert last_act(house)[0] == "enable account"


@pytest.mark.parametrize("name", ["instructor", "both"])
@pytest.mark.parametrize("do", ["disable", "password"])
def test_accounts_of_others_are_for_admins(house: House, name: str, do: str) -> None:
    people.add_user(house.db, "second", PASSWORD, role=Role.INSTRUCTOR, course="deep")
    people.add_user(house.db, "both", PASSWORD, role=Role.STUDENT, course="deep")
    house.db.write(
        lambda c: (
            c.exec_driver_sql(
                "INSERT INTO enrolments (user_id, course_id, role, created_at)"
                " SELECT u.id, 2, 'student', u.created_at FROM users u WHERE u.name = 'both'"
            )
            and None
        )
    )
    other = name if name == "both" else "second"
    refused = act(house, house.signed_in("instructor"), other, do=do)
    assert (refused.status_code, "an admin can do that" in refused.text) == (400, True)
    assert act(house, house.signed_in("admin"), other, do=do).status_code in (200, 303)


def test_nobody_outside_the_course_is_there(house: House, instructor: FlaskClient) -> None:
    assert act(house, instructor, "outsider", do="labels", labels="A").status_code == 404
    assert instructor.get(f"{HERE}/{id_of(house, 'outsider')}").status_code == 404
    assert instructor.get("/courses/other/people").status_code == 404
