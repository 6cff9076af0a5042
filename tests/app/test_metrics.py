"""Figures for those who watch over the service."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app import counting, metrics

House = Any  # see conftest

SAMPLE = re.compile(r'(chainrule_\w+(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})?) (\S+)')


def figures(house: House) -> dict[str, float]:
    """What an instructor's program reads."""
    answered = house.site.test_client().get("/metrics", headers=house.bearer("instructor"))
    assert answered.content_type == metrics.MEDIA_TYPE
    lines = [line for line in answered.text.splitlines() if not line.startswith("# ")]
    return {found[1]: float(found[2]) for line in lines if (found := SAMPLE.fullmatch(line))}


def test_what_is_stored_is_counted(house: House) -> None:
    found = figures(house)
    assert found["chainrule_submissions_total"] == 1
    assert found['chainrule_judgements_total{source="engine",outcome="ungraded"}'] == 1
    assert found['chainrule_answers_waiting{outcome="ungraded"}'] == 1
    assert found['chainrule_answers_waiting{outcome="undecided"}'] == 0
    assert (found["chainrule_answers_pending"], found["chainrule_attempts_running"], found["chainrule_drafts"]) == (
        0,
        1,
        0,
    )


def test_requests_are_counted_by_route_and_status(house: House) -> None:
    before = figures(house)
    client = house.site.test_client()
    client.get("/healthz")
    client.head("/healthz")
    client.get("/nowhere/ever")
    client.get("/sign-out")
    house.signed_in("student").get(house.fill("/attempts/<id:attempt>"))
    after = figures(house)

    def more(route: str, status: int) -> float:
        name = f'chainrule_requests_total{{route="{route}",status="{status}"}}'
        return after.get(name, 0) - before.get(name, 0)

    assert more("GET /healthz", 200) == 2
    assert more("GET /attempts/<id:attempt>", 200) == 1
    assert more("none", 404) == 1
    assert more("none", 405) == 1


def test_gradings_are_counted_and_timed(house: House) -> None:
    before = figures(house)
    headers = {**house.bearer("student"), "Idempotency-Key": "i" * 16}
    path = house.fill("/api/v1/attempts/<id:attempt>/answers/2/submit")
    assert house.site.test_client().post(path, json={"answer": "B"}, headers=headers).status_code == 201
    after = figures(house)
    name = "chainrule_grading_seconds"
    assert after[f"{name}_count"] - before[f"{name}_count"] == 1
    assert after[f'{name}_bucket{{le="+Inf"}}'] == after[f"{name}_count"]
    assert after[f"{name}_sum"] > before[f"{name}_sum"]
    assert after['chainrule_judgements_total{source="engine",outcome="correct"}'] == 1


@pytest.mark.parametrize("role", ["stranger", "outsider", "student", "assistant"])
def test_others_read_none_of_it(house: House, role: str) -> None:
    answered = house.site.test_client().get("/metrics", headers=house.bearer(role))
    assert answered.status_code == (401 if role == "stranger" else 404)
    assert "chainrule_" not in answered.text


def test_each_process_takes_a_slot_that_no_other_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_slot", 0)
    assert [counting.take_slot(taken) for taken in ([], [0], [0, 1], [1, 2], range(counting.SLOTS))] == [0, 1, 2, 0, 63]


def test_another_slot_adds_to_the_same_total(monkeypatch: pytest.MonkeyPatch) -> None:
    name = counting.HISTOGRAM[-1]
    before = counting.totals()[name]
    counting.add(name)
    monkeypatch.setattr(counting, "_slot", 7)
    counting.lay_out([])
    counting.add(name, 2)
    assert counting.totals()[name] == before + 3


def test_what_other_code_counted_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_slot", 9)
    start = 9 * counting.CELLS
    counting._memory[start + counting.SIGNATURE] = 5.0  # of another layout
    counting._memory[start + 1] = 1e6
    assert counting.totals()[counting.HISTOGRAM[0]] < 1e6
    counting.lay_out([])
    assert counting._memory[start + 1] == 0
