"""Every response carries the security headers, whoever made it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web.headers import ALWAYS, CONTENT_POLICY


@pytest.mark.parametrize("path", ["/page", "/nowhere", "/breaks", "/full", "/static/nothing.css"])
def test_it_puts_the_headers_on_pages_and_errors(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    for name, value in ALWAYS.items():
        assert response.headers[name] == value
    assert response.headers["Cache-Control"] == "no-store"


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in CONTENT_POLICY
    assert CONTENT_POLICY.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;")


def test_it_asks_for_https_only_over_https(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/page").headers
    assert "max-age=" in client.get("/page", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_assets_are_kept_for_ever_under_the_name_of_their_content(site: Flask, client: FlaskClient) -> None:
    address = site.jinja_env.globals["asset"]("app.css")  # type: ignore[operator]
    response = client.get(address)
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    response.close()
