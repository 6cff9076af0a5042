"""A roster from a file in the web."""

from __future__ import annotations

import html
import io
import re
from base64 import b64decode
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.people import service as people

House = Any  # see conftest
HERE = "/courses/deep/people/import"
FILE = "name,role,labels\nEmmy,student,A\nclassmate,assistant,\n"


@pytest.fixture
def instructor(house: House) -> FlaskClient:
    return house.signed_in("instructor")


def send(house: House, client: FlaskClient, **form: Any) -> TestResponse:
    data = {"csrf_token": house.token(client), **form}
    return client.post(HERE, data=data, content_type="multipart/form-data")


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(seen|text)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def test_nothing_changes_before_it_is_confirmed_and_passwords_are_shown_once(
    house: House, instructor: FlaskClient
) -> None:
    preview = send(house, instructor, file=(io.BytesIO(FILE.encode("utf-8-sig")), "roster.csv"))
    assert "1 new account, 1 other change" in preview.text
    assert "<del>student</del> assistant" in preview.text
    assert not people.has_user(house.db, "Emmy")
    done = send(house, instructor, do="confirm", **hidden(preview.text))
    assert done.headers["Cache-Control"] == "no-store"
    (file,) = re.findall(r'href="data:text/csv;base64,([^"]+)"', done.text)
    name, password = b64decode(file).decode().splitlines()[1].split(",")
    assert name == "Emmy"
    assert people.sign_in(house.db, "Emmy", password, "127.0.0.1")
    again = send(house, instructor, do="confirm", **hidden(preview.text))
    assert again.status_code == 409
    assert "has changed since" in again.text


def test_lines_with_faults_are_named_and_the_text_stays(house: House, instructor: FlaskClient) -> None:
    shown = send(house, instructor, text=FILE + "=evil,,\n")
    assert "Line 4: “=evil” begins like a formula" in html.unescape(shown.text)
    assert "Make these changes" not in shown.text
    assert "classmate,assistant" in shown.text
    with house.db.read() as c:
        seen = people.plan(c, people.person_of_token(house.db, house.tokens["instructor"]), 1, FILE).seen
    forced = send(house, instructor, do="confirm", text=FILE + "=evil,,\n", seen=seen)
    assert forced.status_code == 400
    assert not people.has_user(house.db, "Emmy")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [(b"\xff\xfe\x00", "not UTF-8"), (b"first\nada\n", "names the columns"), (b"", "names the columns")],
)
def test_a_file_that_is_none_is_refused_kindly(
    house: House, instructor: FlaskClient, file: bytes, sentence: str
) -> None:
    refused = send(house, instructor, file=(io.BytesIO(file), "roster.csv"))
    assert (refused.status_code, sentence in refused.text) == (400, True)
