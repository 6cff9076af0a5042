"""What privileged people did, as a page and as a file."""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.desk import service as desk
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes

House = Any  # see conftest
HERE = "/courses/deep/audit"


@pytest.fixture
def instructor(house: House) -> FlaskClient:
    return house.signed_in("instructor")


def rows(client: FlaskClient, **wanted: str) -> list[str]:
    """The acts on the page, without their tags."""
    page = client.get(HERE, query_string=wanted).text
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("<tr>")[1:]]


def busy(house: House) -> None:
    """Some acts, of several people."""
    actor = Person(5, "instructor", False)
    quizzes.change_settings(house.db, actor, 1, {"minutes": 30, "tries": 2})
    quizzes.release(house.db, actor, 1)
    assistant = Person(4, "assistant", False)
    last = desk.task(house.db, quizzes.any_quiz(house.db, "small"), assistant, house.answer).last_event
    quiz = quizzes.any_quiz(house.db, "small")
    desk.grade(house.db, assistant, quiz, house.answer, ticked=["a"], comment="Good.", last_event=last)


def test_acts_are_told_with_what_things_were(house: House, instructor: FlaskClient) -> None:
    busy(house)
    grade, release, change = rows(instructor)[:3]
    assert "assistant grade small/1 why, answer 1 points: 1 before: 0" in grade
    assert "instructor release small released at: nothing → " in release
    assert "instructor change settings small minutes: nothing → 30 tries: 3 → 2" in change


def test_what_the_command_line_did_is_there_too(house: House, instructor: FlaskClient) -> None:
    said = " / ".join(rows(instructor))
    for act in ("load small", "add account instructor role: instructor", "issue token student"):
        assert f"the command line {act}" in said
    assert "elsewhere" not in said
    assert "outsider" not in said


def test_acts_are_found_by_who_what_and_quiz(house: House, instructor: FlaskClient) -> None:
    busy(house)
    assert len(rows(instructor, actor="assistant")) == 1
    assert len(rows(instructor, action="change settings", actor="instructor")) == 1
    assert len(rows(instructor, quiz="small")) == 4
    assert rows(instructor, quiz="smal") == ["Nothing like that has been done here."]
    assert rows(instructor, actor="' OR 1=1 --") == ["Nothing like that has been done here."]


def test_the_page_turns(house: House, instructor: FlaskClient) -> None:
    for n in range(120):
        people.record(house.db, None, 1, "test", f"act {n}")
    assert len(rows(instructor)) == 100
    assert "Older" in instructor.get(HERE).text
    assert "act 0" in " ".join(rows(instructor, page="1"))
    assert instructor.get(HERE, query_string={"page": 10**30}).status_code == 200


def test_the_file_has_everything_and_says_that_it_was_taken(house: House, instructor: FlaskClient) -> None:
    people.record(house.db, None, 1, "test", "=1+1")
    response = instructor.get(f"{HERE}.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="audit-deep.csv"'
    lines = list(csv.reader(response.text.splitlines()))
    assert lines[0] == ["at", "who", "what", "subject", "details"]
    assert lines[1][3] == "'=1+1"
    assert "export deep file: audit-deep.csv" in rows(instructor)[0]
    assert len(list(csv.reader(instructor.get(f"{HERE}.csv?action=test").text.splitlines()))) == 2


def test_grades_that_were_taken_home_are_there(house: House, instructor: FlaskClient) -> None:
    instructor.get("/desk/small/grades.csv")
    assert "instructor export small file: grades-small.csv" in rows(instructor)[0]
