"""The one cookie."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_over_http_it_is_a_plain_session_cookie(client: FlaskClient) -> None:
    cookie = client.get("/form").headers["Set-Cookie"]
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie


def test_over_https_it_is_kept_to_this_host(client: FlaskClient) -> None:
    cookie = client.get("/form", base_url="https://localhost").headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_over_https_a_plain_cookie_counts_for_nothing(client: FlaskClient) -> None:
    client.set_cookie("session", "planted", domain="localhost")
    answer = client.get("/form", base_url="https://localhost").get_json()
    assert answer["browser"] != "planted"


def test_a_page_without_a_form_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/page").headers
