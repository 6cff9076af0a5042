"""Who may ask for what: every address and method of the application against every role.

A new route fails here until it has a row. The answers are those of somebody who sends a well-formed request:
303 to the sign-in form for strangers, 404 for what is not one's own, whether it exists or not. Programs show a token
instead of a cookie, and get 401 without one.
"""

from __future__ import annotations

import gc
from itertools import product
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.web.access import Access

House = Any  # see conftest

ROLES = ("stranger", "outsider", "student", "classmate", "assistant", "instructor", "admin")

# fmt: off
MATRIX = {
    #                                                    stranger outsider student classmate assistant instructor admin
    "GET /":                                            (200,    200,     200,    200,      200,      200,       200),
    "GET /healthz":                                     (200,    200,     200,    200,      200,      200,       200),
    "GET /readyz":                                      (200,    200,     200,    200,      200,      200,       200),
    "GET /metrics":                                     (401,    404,     404,    404,      404,      200,       200),
    "GET /sign-in":                                     (200,    303,     303,    303,      303,      303,       303),
    "POST /sign-in":                                    (403,    403,     403,    403,      403,      403,       403),
    "POST /viewing/end":                                (303,    303,     303,    303,      303,      303,       303),
    "POST /sign-out":                                   (303,    303,     303,    303,      303,      303,       303),
    "GET /quizzes/<quiz>":                              (303,    404,     200,    200,      200,      200,       200),
    "POST /quizzes/<quiz>/attempts":                    (303,    404,     303,    303,      303,      303,       303),
    "GET /attempts/<id:attempt>":                      (303,    404,     200,    404,      404,      404,       404),
    "GET /attempts/<id:attempt>/questions/<slug>":     (303,    404,     200,    404,      404,      404,       404),
    "POST /attempts/<id:attempt>/questions/<slug>":    (303,    404,     303,    404,      404,      404,       404),
    "POST /attempts/<id:attempt>/questions/<slug>/preview": (303, 404,     200,    404,      404,      404,       404),
    "POST /attempts/<id:attempt>/questions/<slug>/draft": (303, 404,       200,    404,      404,      404,       404),
    "GET /attempts/<id:attempt>/clock":                (303,    404,     200,    404,      404,      404,       404),
    "GET /attempts/<id:attempt>/review":               (303,    404,     200,    404,      404,      404,       404),
    "POST /attempts/<id:attempt>/finish":              (303,    404,     303,    404,      404,      404,       404),
    "GET /attempts/<id:attempt>/results":              (303,    404,     200,    404,      404,      404,       404),
    "GET /desk/<quiz>":                                 (303,    404,     404,    404,      200,      200,       200),
    "GET /desk/<quiz>/gradebook":                       (303,    404,     404,    404,      200,      200,       200),
    "GET /desk/<quiz>/live":                            (303,    404,     404,    404,      200,      200,       200),
    "GET /desk/<quiz>/wall":                            (303,    404,     404,    404,      200,      200,       200),
    "GET /desk/<quiz>/steps":                           (303,    404,     404,    404,      200,      200,       200),
    "POST /desk/<quiz>/live/minutes":                   (303,    404,     404,    404,      404,      400,       400),
    "GET /desk/<quiz>/attempts/<id:attempt>":          (303,    404,     404,    404,      200,      200,       200),
    "POST /attempts/<id:attempt>/questions/<slug>/regrade": (303, 404,     303,    404,      404,      404,       404),
    "GET /attempts/<id:attempt>/data.json":            (303,    404,     200,    404,      404,      404,       404),
    "GET /desk/<quiz>/requests":                        (303,    404,     404,    404,      200,      200,       200),
    "POST /desk/<quiz>/requests/<id:item>":            (303,    404,     404,    404,      303,      303,       303),
    "GET /desk/<quiz>/grading":                         (303,    404,     404,    404,      200,      200,       200),
    "GET /desk/<quiz>/grading/next":                    (303,    404,     404,    404,      303,      303,       303),
    "GET /desk/<quiz>/answers/<id:answer>":            (303,    404,     404,    404,      200,      200,       200),
    "POST /desk/<quiz>/answers/<id:answer>":           (303,    404,     404,    404,      303,      303,       303),
    "GET /desk/<quiz>/second":                           (303,    404,     404,    404,      200,      200,       200),
    "POST /desk/<quiz>/second":                          (303,    404,     404,    404,      404,      400,       400),
    "GET /desk/<quiz>/second/next":                      (303,    404,     404,    404,      303,      303,       303),
    "GET /desk/<quiz>/second/<id:answer>":               (303,    404,     404,    404,      404,      404,       404),
    "POST /desk/<quiz>/second/<id:answer>":              (303,    404,     404,    404,      404,      404,       404),
    "GET /desk/<quiz>/grades.csv":                      (303,    404,     404,    404,      404,      200,       200),
    "GET /desk/<quiz>/canvas.csv":                      (303,    404,     404,    404,      404,      200,       200),
    "GET /desk/<quiz>/questions/<slug>.csv":            (303,    404,     404,    404,      404,      200,       200),
    "GET /desk/<quiz>/statistics":                      (303,    404,     404,    404,      200,      200,       200),
    "GET /desk/<quiz>/statistics/<slug>":              (303,    404,     404,    404,      200,      200,       200),
    "POST /desk/<quiz>/attempts/<id:attempt>/items/<id:item>": (303, 404,  404,    404,      404,      303,       303),
    "GET /desk/<quiz>/groups/<id:answer>":             (303,    404,     404,    404,      404,      404,       404),
    "POST /desk/<quiz>/groups/<id:answer>":            (303,    404,     404,    404,      404,      404,       404),
    "GET /desk/<quiz>/readings":                        (303,    404,     404,    404,      404,      400,       400),
    "POST /desk/<quiz>/readings":                       (303,    404,     404,    404,      404,      400,       400),
    "POST /desk/<quiz>/rulings/withdraw":               (303,    404,     404,    404,      404,      404,       404),
    "GET /desk/<quiz>/regrade":                          (303,    404,     404,    404,      404,      200,       200),
    "GET /desk/<quiz>/regrade/dry-run":                  (303,    404,     404,    404,      404,      200,       200),
    "POST /desk/<quiz>/regrade":                         (303,    404,     404,    404,      404,      409,       409),
    "POST /desk/<quiz>/regrade/<id:regrade>/undo":      (303,    404,     404,    404,      404,      404,       404),
    "GET /desk/<quiz>/questions":                        (303,    404,     404,    404,      404,      200,       200),
    "GET /desk/<quiz>/questions/<slug>":                 (303,    404,     404,    404,      404,      200,       200),
    "POST /desk/<quiz>/questions/<slug>":                (303,    404,     404,    404,      404,      400,       400),
    "GET /desk/<quiz>/settings":                         (303,    404,     404,    404,      404,      200,       200),
    "POST /desk/<quiz>/settings":                        (303,    404,     404,    404,      404,      303,       303),
    "POST /desk/<quiz>/release":                         (303,    404,     404,    404,      404,      400,       400),
    "GET /courses/<course>/people":                      (303,    404,     404,    404,      404,      200,       200),
    "POST /courses/<course>/people":                     (303,    404,     404,    404,      404,      400,       400),
    "GET /courses/<course>/audit":                       (303,    404,     404,    404,      404,      200,       200),
    "GET /courses/<course>/audit.csv":                   (303,    404,     404,    404,      404,      200,       200),
    "GET /courses/<course>/people/import":               (303,    404,     404,    404,      404,      200,       200),
    "POST /courses/<course>/people/import":              (303,    404,     404,    404,      404,      200,       200),
    "GET /courses/<course>/people/<id:user>":            (303,    404,     404,    404,      404,      200,       200),
    "POST /courses/<course>/people/<id:user>":           (303,    404,     404,    404,      404,      303,       303),
    "GET /api/v1/openapi.json":                          (200,    200,     200,    200,      200,      200,       200),
    "GET /api/v1/quizzes":                              (401,    200,     200,    200,      200,      200,       200),
    "POST /api/v1/quizzes/<quiz>/attempts":             (401,    404,     200,    200,      200,      200,       200),
    "GET /api/v1/quizzes/<quiz>/gradebook":             (401,    404,     404,    404,      404,      200,       200),
    "GET /api/v1/attempts/<id:attempt>":                (401,    404,     200,    404,      404,      404,       404),
    "PUT /api/v1/attempts/<id:attempt>/answers/<question>":
                                                        (401,    404,     200,    404,      404,      404,       404),
    "POST /api/v1/attempts/<id:attempt>/answers/<question>/submit":
                                                        (401,    404,     201,    404,      404,      404,       404),
    "POST /api/v1/attempts/<id:attempt>/finish":        (401,    404,     200,    404,      404,      404,       404),
    "POST /api/v1/preview":                             (401,    404,     200,    200,      200,      200,       200),
}
# fmt: on

FORMS = {
    "POST /sign-in": {"name": "nobody", "password": "wrong"},
    "POST /attempts/<id:attempt>/questions/<slug>": {
        "pick": "A",
        "form-do": "check",
        "form-seq": "2",
        "form-key": "f" * 20,
    },
    "POST /attempts/<id:attempt>/questions/<slug>/preview": {"pick": "A"},
    "POST /attempts/<id:attempt>/questions/<slug>/draft": {"pick": "A", "form-draft": "1"},
    "POST /attempts/<id:attempt>/questions/<slug>/regrade": {"form-field": "why", "form-text": "Look again."},
    "POST /desk/<quiz>/attempts/<id:attempt>/items/<id:item>": {"points": "1", "reason": "So.", "last_event": "1"},
    "POST /desk/<quiz>/regrade": {"digest": "of something else", "reason": "The key was wrong."},
    "POST /desk/<quiz>/regrade/<id:regrade>/undo": {"reason": "It was right."},
    "POST /desk/<quiz>/requests/<id:item>": {"text": "It stands."},
    "POST /courses/<course>/people/import": {"text": "name,role\nnobody new,student\n"},
    "POST /courses/<course>/people/<id:user>": {"do": "labels", "labels": "A, B"},
    "POST /desk/<quiz>/answers/<id:answer>": {"rubric": "a", "comment": "Good.", "last_event": "1"},
}

BODIES = {
    "PUT /api/v1/attempts/<id:attempt>/answers/<question>": {"answer": {"pick": "A"}, "seq": 1},
    "POST /api/v1/attempts/<id:attempt>/answers/<question>/submit": {"answer": {"pick": "A"}},
    "POST /api/v1/preview": {"question": "small/1", "field": "pick", "value": "A"},
}
FOR_PROGRAMS = [route for route in MATRIX if route.split(" ")[1].startswith(("/api/", "/metrics"))]


def ask(house: House, route: str, role: str, path: str | None = None) -> TestResponse:
    """A well-formed request."""
    method, rule = route.split(" ")
    if route in FOR_PROGRAMS:
        headers = {**house.bearer(role), "Idempotency-Key": "i" * 16}
        client = house.site.test_client()
        return client.open(path or house.fill(rule), method=method, json=BODIES.get(route), headers=headers)
    client = house.signed_in(role)
    form = {**FORMS.get(route, {}), "csrf_token": house.token(client)} if method == "POST" else None
    return client.open(path or house.fill(rule), method=method, data=form, buffered=True)


def routes(site: Flask) -> dict[str, str]:
    """Every method and address, with its endpoint."""
    return {
        f"{method} {rule.rule}": rule.endpoint
        for rule in site.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_has_a_row_and_every_row_a_route(house: House) -> None:
    assert set(routes(house.site)) == set(MATRIX)


def test_every_view_says_who_may_ask(house: House) -> None:
    for endpoint in routes(house.site).values():
        assert isinstance(getattr(house.site.view_functions[endpoint], "access", None), Access), endpoint


@pytest.mark.parametrize(("route", "role"), list(product(MATRIX, ROLES)))
def test_the_route_answers_the_role_as_written(house: House, route: str, role: str) -> None:
    response = ask(house, route, role)
    assert response.status_code == MATRIX[route][ROLES.index(role)], response.text
    if role == "stranger" and response.status_code == 303 and route != "POST /sign-out":
        assert response.location.startswith("/sign-in?next=")


@pytest.mark.parametrize("route", [route for route, answers in MATRIX.items() if 404 in answers])
def test_what_is_not_yours_answers_like_what_is_not_there(house: House, route: str) -> None:
    role = ROLES[MATRIX[route].index(404)]
    absent = route.split(" ")[1]
    for name in ("attempt", "answer", "item", "user", "regrade"):
        absent = absent.replace(f"<id:{name}>", "999999")
    theirs = ask(house, route, role)
    nowhere = ask(
        house, route, role, absent.replace("<quiz>", "none").replace("<course>", "none").replace("<slug>", "9")
    )
    assert (theirs.status_code, theirs.text) == (nowhere.status_code, nowhere.text)


@pytest.mark.parametrize("route", [route for route in FOR_PROGRAMS if MATRIX[route][0] == 401])
def test_a_cookie_says_nothing_to_what_is_for_programs(house: House, route: str) -> None:
    method, rule = route.split(" ")
    response = house.signed_in("admin").open(house.fill(rule), method=method, json=BODIES.get(route))
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Set-Cookie" not in response.headers


def test_a_token_says_nothing_to_pages(house: House) -> None:
    headers = house.bearer("admin")
    assert house.site.test_client().get("/desk/small", headers=headers).status_code == 303


def test_a_download_dropped_midway_disturbs_no_other_request(house: House) -> None:
    download = house.signed_in("instructor").get("/desk/small/grades.csv")
    assert next(download.iter_encoded())
    with house.site.test_request_context("/"):
        del download
        gc.collect()
