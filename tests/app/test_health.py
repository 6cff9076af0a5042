"""Whether the process lives, and whether it can do its work."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest

from app import selftest
from app.refusals import Unavailable
from graders.engine.elaborate import reader
from questions import grading

House = Any  # see conftest


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is remembered of an earlier self-test, or of this one."""
    monkeypatch.setattr(selftest, "_last", None)


def test_a_house_in_order_is_ready(house: House) -> None:
    answered = house.site.test_client().get("/readyz")
    assert answered.get_json() == {"status": "ok", "database": "ok", "grader": "ok"}


@pytest.mark.parametrize("outcome", ["correct", "wrong", "invalid", "undecided"])
def test_a_grader_that_says_the_same_to_everything_is_found_out(
    house: House, monkeypatch: pytest.MonkeyPatch, outcome: str
) -> None:
    def says(_question: object, answer: dict[str, str]) -> dict[str, Any]:
        return {"fields": {name: {"outcome": outcome} for name in answer}}

    monkeypatch.setattr(grading, "grade", says)
    answered = house.site.test_client().get("/readyz")
    assert (answered.status_code, answered.get_json()["grader"]) == (503, "fails")


def test_a_parser_that_is_broken_is_found_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert selftest.works()  # the truths are there, as in a server that runs
    monkeypatch.setattr(selftest, "_last", None)

    def breaks(*_args: object, **_rest: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(reader, "parse", breaks)
    assert house.site.test_client().get("/readyz").status_code == 503


def test_a_result_is_believed_for_some_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert selftest.works()
    monkeypatch.setattr(grading, "grade", None)
    assert selftest.works()
    monkeypatch.setattr(selftest, "_last", (monotonic() - selftest.SECONDS - 1, True))
    assert not selftest.works()


def test_a_database_that_is_away_is_not_ready_but_the_process_lives(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise Unavailable("away")

    monkeypatch.setattr(house.db, "read", away)
    client = house.site.test_client()
    assert client.get("/healthz").status_code == 200
    answered = client.get("/readyz")
    assert (answered.status_code, answered.get_json()["database"]) == (503, "unavailable")
    assert answered.headers["Retry-After"]
