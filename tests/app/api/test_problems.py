"""Where programs ask, every error is a problem detail."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from werkzeug.test import TestResponse

from app.refusals import Throttled, Unavailable
from app.taking import service
from tests.app.api.conftest import Api


def is_problem(answered: TestResponse, status: int) -> bool:
    """Whether it is the problem of a status, with nothing beside it."""
    body = answered.get_json()
    assert answered.content_type == "application/problem+json"
    assert set(body) == {"type", "title", "status", "detail"}
    assert (body["type"], body["title"]) == ("about:blank", HTTPStatus(status).phrase)
    return answered.status_code == body["status"] == status


def test_an_address_that_is_not_there(api: Api) -> None:
    for path in ("/nowhere", "/attempts/x", f"/attempts/{2**31}", "/", "//", "/quizzes/", "/../../etc/passwd"):
        assert is_problem(api.ask("GET", path), 404), path


def test_a_method_that_is_not_there_names_those_that_are(api: Api) -> None:
    for method in ("DELETE", "PATCH", "POST", "TRACE", "OPTIONS"):
        refused = api.ask(method, "/attempts/1")
        assert is_problem(refused, 405), method
        assert set(refused.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_another_host(api: Api) -> None:
    refused = api.ask("GET", "/quizzes", headers={"Host": "evil.example"})
    assert is_problem(refused, 400)
    assert "evil" not in refused.text


def raising(error: Exception) -> object:
    """A service that fails."""

    def fails(*_args: object, **_rest: object) -> None:
        raise error

    return fails


def test_a_database_that_is_busy_or_full_says_when_to_come_back(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "attempt", raising(Unavailable("database or disk is full")))
    refused = api.ask("GET", "/attempts/1")
    assert is_problem(refused, 503)
    assert refused.headers["Retry-After"] == "5"
    assert "disk" not in refused.text


def test_what_nobody_foresaw_says_nothing_of_itself(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "attempt", raising(RuntimeError("the secret key is 7")))
    refused = api.ask("GET", "/attempts/1")
    assert is_problem(refused, 500)
    assert "secret" not in refused.text


def test_a_refusal_of_a_throttle_says_how_long(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "attempt", raising(Throttled(30)))
    refused = api.ask("GET", "/attempts/1")
    assert is_problem(refused, 429)
    assert refused.headers["Retry-After"] == "30"


def test_no_answer_sets_a_cookie_or_may_be_kept(api: Api) -> None:
    for answered in (api.ask("GET", "/quizzes"), api.ask("GET", "/quizzes", who=None), api.ask("GET", "/nowhere")):
        assert "Set-Cookie" not in answered.headers
        assert answered.headers["Cache-Control"] == "no-store"
        assert answered.headers["X-Content-Type-Options"] == "nosniff"
