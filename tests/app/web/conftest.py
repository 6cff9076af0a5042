"""A bare site behind the guards."""

from __future__ import annotations

import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient

import app as house
from app import refusals, web
from app.refusals import Unavailable
from app.web.cookies import browser_id
from app.web.forgery import csrf_token


@pytest.fixture
def site() -> Flask:
    site = Flask(house.__name__)
    site.config.update(FORM_KEY="k" * 32, TRUSTED_HOSTS=["localhost"])
    web.init_app(site)

    @site.get("/page")
    def page() -> str:
        return "a page"

    @site.get("/form")
    def form() -> dict[str, str]:
        return {"token": csrf_token(), "browser": browser_id()}

    @site.post("/change")
    @site.post("/api/v1/change")
    def change() -> str:
        return "changed " + request.form.get("text", "")

    @site.route("/sent", methods=["GET", "POST"])
    def sent() -> dict[str, list[tuple[str, str]]]:
        return {"form": list(request.form.items(multi=True)), "query": list(request.args.items(multi=True))}

    @site.get("/breaks")
    def breaks() -> str:
        raise RuntimeError("secret detail")

    @site.get("/full")
    def full() -> str:
        raise Unavailable("database or disk is full")

    @site.get("/reason")
    def reason() -> str:
        abort(403, "Only on Sundays.")

    @site.get("/theirs")
    def theirs() -> str:
        abort(404, "attempt 7 is of another student")

    @site.get("/not-there")
    def not_there() -> str:
        raise refusals.NotThere("attempt 7 is of another student")

    @site.get("/closed")
    def closed() -> str:
        raise refusals.Closed("It ended at noon.")

    @site.get("/throttled")
    def throttled() -> str:
        raise refusals.Throttled(30)

    return site


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()
