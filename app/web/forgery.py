"""Every change must come from our own pages: a token bound to the browser's cookie, and the headers that say where
the browser was. The API is left out: it reads no cookie, so nobody's browser can be made to speak for them there."""

from __future__ import annotations

import hashlib
import hmac

from flask import Flask, abort, current_app, request

from app.web.cookies import browser_id

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
API_PREFIX = "/api/"


def init_app(app: Flask) -> None:
    """Check every changing request and give templates `csrf_token()`."""
    app.before_request(refuse_forgery)
    app.jinja_env.globals["csrf_token"] = csrf_token


def csrf_token() -> str:
    """The token of this browser, for a hidden `csrf_token` input."""
    key = str(current_app.config["FORM_KEY"]).encode()
    return hmac.new(key, b"csrf\0" + browser_id().encode(), hashlib.sha256).hexdigest()


def refuse_forgery() -> None:
    """403 for a change that another site may have sent. Where no view runs nothing can change, and routing says why."""
    if request.method in SAFE_METHODS or request.path.startswith(API_PREFIX) or request.routing_exception is not None:
        return
    if not comes_from_here(request.host, request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")):
        abort(403, "That request came from another site, so nothing was changed.")
    sent = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    if not hmac.compare_digest(sent.encode(), csrf_token().encode()):
        abort(403, "This form was open for too long or in another browser. Go back, reload the page and send it again.")


def comes_from_here(host: str, origin: str | None, fetch_site: str | None) -> bool:
    """Whether one of our own pages sent this, as far as the browser says; silence is not held against it."""
    if fetch_site is not None and fetch_site not in ("same-origin", "none"):
        return False
    return origin is None or origin.partition("://")[2] == host
