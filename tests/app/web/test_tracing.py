"""Requests have ids, and the log tells of them without telling what was in them."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.logs import JsonLines
from app.web.headers import ALWAYS
from app.web.last_resort import SENTENCE

House = Any  # see conftest


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The entries of the log, as they are written."""
    return [json.loads(JsonLines().format(record)) for record in caplog.records]


def test_an_answer_and_its_line_bear_the_same_id(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    answered = house.signed_in("student").get("/quizzes/small?secret=1")
    (entry,) = [entry for entry in told(caplog) if entry["message"] == "request"]
    assert entry["request"] == answered.headers["X-Request-ID"]
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/quizzes/small", 200)
    assert entry["ms"] >= 0


@pytest.mark.parametrize(
    ("given", "address", "taken"),
    [("ab" * 16, "127.0.0.1", True), ("ab" * 16, "10.0.0.9", False), ("a\N{BELL}" * 9, "127.0.0.1", False)],
)
def test_only_a_trusted_proxy_may_give_the_id(house: House, given: str, address: str, taken: bool) -> None:
    answered = house.site.test_client().get(
        "/", headers={"X-Request-ID": given}, environ_overrides={"REMOTE_ADDR": address}
    )
    assert (answered.headers["X-Request-ID"] == given) is taken


def test_what_watches_asks_without_a_line(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert house.site.test_client().get("/healthz").headers["X-Request-ID"]
    assert told(caplog) == []


def test_a_path_of_any_length_and_content_is_one_short_line(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    house.site.test_client().get("/%0a%ff" + "x" * 5000)
    (record,) = [record for record in caplog.records if record.getMessage() == "request"]
    line = JsonLines().format(record)
    assert len(line.splitlines()) == 1
    assert len(line) < 1000


def test_the_log_holds_no_answer_password_token_or_cookie(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    student = house.signed_in("student")
    token = house.token(student)
    typed, place = "remarkable words", f"/attempts/{house.attempt}/questions/1"
    for do in ("", "/draft", "/preview", "/regrade"):
        form = {"why": typed, "form-text": typed, "form-field": "why", "form-do": "check", "form-seq": "2"}
        student.post(place + do, data={**form, "form-key": "remarkable" * 2, "csrf_token": token})
    student.get(f"{place}?remarkable=1")
    stranger = house.site.test_client()
    stranger.post("/sign-in", data={"name": "remarkable", "password": typed, "csrf_token": house.token(stranger)})
    headers = {**house.bearer("student"), "Idempotency-Key": "remarkable" * 2}
    for body in ({"answer": {"why": typed}}, {"remarkable": typed}):
        house.site.test_client().post(f"/api/v1/attempts/{house.attempt}/answers/1/submit", json=body, headers=headers)
    written = json.dumps(told(caplog))
    assert written.count('"request"') > 8
    for secret in ("remarkable", house.cookies["student"], house.tokens["student"], token):
        assert secret not in written


def test_when_the_error_page_breaks_too_there_is_a_sentence_left(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.application.jinja_env.globals.clear()
    answered = client.get("/breaks")
    assert (answered.status_code, answered.data) == (500, SENTENCE)
    assert answered.headers["Content-Security-Policy"] == ALWAYS["Content-Security-Policy"]
    assert "the error page broke too" in caplog.text
