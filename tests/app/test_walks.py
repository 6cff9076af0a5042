"""What holds for every address of its kind, walked over the url map, so that it holds for those that come."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from app.people import service as people
from app.people.views import Role
from app.taking import service as taking
from tests.app.test_authorisation import BODIES, FORMS, MATRIX

House = Any  # see conftest

CHANGES = [route for route in MATRIX if not route.startswith("GET ") and "/api/" not in route]
SPREADSHEETS = [route for route in MATRIX if route.endswith(".csv")]
FORMULA = re.compile(r"[=+@\t\r]|-(?![0-9.]+$)")


@pytest.mark.parametrize(
    "told",
    [
        {"form": False},
        {"headers": {"Origin": "https://evil.example"}},
        {"headers": {"Origin": "null"}},
        {"headers": {"Sec-Fetch-Site": "cross-site"}},
        {"headers": {"Sec-Fetch-Site": "same-site"}},
    ],
    ids=str,
)
def test_no_change_is_taken_from_another_site(house: House, told: dict[str, Any]) -> None:
    with house.db.read() as c:
        before = c.exec_driver_sql("SELECT count(*) FROM audit_log").scalar()
    for role in ("student", "instructor"):
        client = house.signed_in(role)
        token = {"csrf_token": house.token(client)} if told.get("form", True) else {}
        for route in CHANGES:
            method, rule = route.split(" ")
            form = {**FORMS.get(route, {}), **token}
            answered = client.open(house.fill(rule), method=method, data=form, headers=told.get("headers", {}))
            assert answered.status_code == 403, route
    with house.db.read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM audit_log").scalar() == before
    assert house.signed_in("student").get("/").status_code == 200


@pytest.mark.parametrize("route", BODIES)
def test_a_member_that_is_not_asked_for_is_refused(house: House, route: str) -> None:
    method, rule = route.split(" ")
    headers = {**house.bearer("student"), "Idempotency-Key": "i" * 16}
    for name in ("points", "score", "student", "user_id", "seed", "received_at", "role", "__class__"):
        body = {**BODIES[route], name: 1}
        answered = house.site.test_client().open(house.fill(rule), method=method, json=body, headers=headers)
        assert (answered.status_code, name in answered.text) == (400, True), name


@pytest.mark.parametrize("route", SPREADSHEETS)
def test_no_cell_is_a_formula(house: House, route: str) -> None:
    for name in ('=HYPERLINK("//evil.example")', "+1", "-1+1", "@SUM(1)"):
        people.add_user(house.db, name, "correct horse battery", role=Role.STUDENT, course="deep")
        person = people.sign_in(house.db, name, "correct horse battery", "127.0.0.1").person
        attempt = taking.start_or_resume(house.db, person, "small")
        taking.submit(house.db, person, attempt, "1", {"why": name, "pick": "A"}, key="k" * 16)
    answered = house.signed_in("instructor").get(house.fill(route.split(" ")[1]), buffered=True)
    cells = [cell for row in csv.reader(io.StringIO(answered.text)) for cell in row]
    assert any("HYPERLINK" in cell.upper() for cell in cells)
    assert [cell for cell in cells if FORMULA.match(cell)] == []
