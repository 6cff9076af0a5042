"""Changes come from our own pages only."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.web.forgery import comes_from_here

OWN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


def token(client: FlaskClient) -> str:
    answer = client.get("/form").get_json()
    assert isinstance(answer, dict)
    return str(answer["token"])


def test_a_form_with_its_token_passes(client: FlaskClient) -> None:
    response = client.post("/change", data={"csrf_token": token(client), "text": "x"}, headers=OWN)
    assert response.text == "changed x"


def test_a_script_may_send_the_token_as_a_header(client: FlaskClient) -> None:
    assert client.post("/change", headers={**OWN, "X-CSRF-Token": token(client)}).status_code == 200


@pytest.mark.parametrize("sent", [None, "", "0" * 64, "ü"])
def test_without_the_right_token_nothing_changes(client: FlaskClient, sent: str | None) -> None:
    token(client)
    data = {} if sent is None else {"csrf_token": sent}
    assert client.post("/change", data=data, headers=OWN).status_code == 403


def test_the_token_of_another_browser_is_refused(client: FlaskClient) -> None:
    stolen = token(client.application.test_client())
    token(client)
    assert client.post("/change", data={"csrf_token": stolen}, headers=OWN).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://evil.example@localhost"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:1234"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"},
    ],
)
def test_another_site_is_refused_even_with_a_token(client: FlaskClient, headers: dict[str, str]) -> None:
    response = client.post("/change", data={"csrf_token": token(client)}, headers=headers)
    assert response.status_code == 403
    assert "another site" in response.text


def test_what_a_browser_does_not_say_is_not_held_against_it() -> None:
    assert comes_from_here("a.example", None, None)
    assert comes_from_here("a.example", "https://a.example", None)


def test_only_the_api_which_reads_no_cookie_needs_no_form_token(client: FlaskClient) -> None:
    bearer = {"Authorization": "Bearer t"}
    assert client.post("/api/v1/change").status_code == 200
    assert client.post("/change", headers=bearer).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "status"), [("PUT", "/page", 405), ("TRACE", "/change", 405), ("POST", "/none", 404)]
)
def test_where_nothing_can_change_no_form_is_blamed(client: FlaskClient, method: str, path: str, status: int) -> None:
    assert client.open(path, method=method).status_code == status
