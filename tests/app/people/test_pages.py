"""Signing in and out through the pages."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

House = Any  # see conftest

PASSWORD = "correct horse battery"


def sign_in(house: House, client: FlaskClient, name: str, password: str = PASSWORD, to: str = "/") -> TestResponse:
    form = {"name": name, "password": password, "next": to, "csrf_token": house.token(client)}
    return client.post("/sign-in", data=form)


def cookie(client: FlaskClient) -> str | None:
    found = client.get_cookie("session", domain="localhost")
    return found.value if found else None


def test_it_sends_a_stranger_to_the_form_and_back(house: House) -> None:
    client = house.site.test_client()
    sent = client.get(f"/attempts/{house.attempt}?x=1")
    assert sent.status_code == 303
    assert sent.location == f"/sign-in?next=%2Fattempts%2F{house.attempt}%3Fx%3D1"
    back = sign_in(house, client, "student", to=f"/attempts/{house.attempt}")
    assert back.location == f"/attempts/{house.attempt}"
    assert client.get(back.location).status_code == 200


def test_it_gives_a_new_cookie_at_sign_in(house: House) -> None:
    client = house.site.test_client()
    house.token(client)
    before = cookie(client)
    sign_in(house, client, "student")
    assert before
    assert cookie(client) not in (None, before)


def test_it_kills_the_cookie_at_sign_out(house: House) -> None:
    client = house.site.test_client()
    sign_in(house, client, "student")
    old = cookie(client)
    client.post("/sign-out", data={"csrf_token": house.token(client)})
    assert cookie(client) is None
    client.set_cookie("session", old or "", domain="localhost")
    assert client.get(f"/attempts/{house.attempt}").status_code == 303


def test_a_wrong_password_and_an_unknown_name_look_the_same(house: House) -> None:
    answers = []
    for name in ("student", "nobodyx"):
        client = house.site.test_client()
        answer = sign_in(house, client, name, "wrong")
        answers.append((answer.status_code, answer.text.replace(name, "…").replace(house.token(client), "…")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 403


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_it_goes_to_no_other_site_after_sign_in(house: House, target: str) -> None:
    client = house.site.test_client()
    assert sign_in(house, client, "student", to=target).location == "/"
    assert client.get("/sign-in", query_string={"next": target}).location == "/"


def test_a_name_is_shown_escaped(house: House) -> None:
    client = house.site.test_client()
    answer = sign_in(house, client, '"><script>alert(1)</script>', "wrong")
    assert "<script>alert" not in answer.text


def test_a_made_up_cookie_is_nobody(house: House) -> None:
    client = house.site.test_client()
    client.set_cookie("session", "made-up", domain="localhost")
    assert client.get("/").status_code == 200
    assert client.get(f"/attempts/{house.attempt}").status_code == 303


def test_who_guesses_locks_nobody_out_of_their_own_browser(house: House) -> None:
    own = house.site.test_client()
    sign_in(house, own, "student")
    own.post("/sign-out", data={"csrf_token": house.token(own)})
    stranger = house.site.test_client()
    answers = [sign_in(house, stranger, "student", "wrong").status_code for _ in range(11)]
    assert answers == [403] * 10 + [429]
    assert sign_in(house, stranger, "student").status_code == 429
    assert sign_in(house, own, "student").status_code == 303
