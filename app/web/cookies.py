"""The one cookie: a random id and nothing else.

A browser gets one before it signs in too, so that the sign-in form can carry a token; signing in replaces it.
"""

from __future__ import annotations

import secrets
from typing import cast

from flask import Response, after_this_request, g, request

SECURE_NAME = "__Host-session"
PLAIN_NAME = "session"


def cookie_name() -> str:
    """Over https the browser itself keeps the cookie to this host; plain http is for loopback."""
    return SECURE_NAME if request.is_secure else PLAIN_NAME


def browser_id() -> str:
    """The random id of this browser, given now when it has none."""
    if "browser_id" not in g:
        known = request.cookies.get(cookie_name(), "")
        if known:
            g.browser_id = known
        else:
            give_browser(secrets.token_urlsafe(32))
    return cast(str, g.browser_id)


def give_browser(new_id: str) -> None:
    """Replace the browser's id with this answer."""
    g.browser_id = new_id

    @after_this_request
    def _set(response: Response) -> Response:
        response.set_cookie(
            cookie_name(), new_id, httponly=True, secure=request.is_secure, samesite="Lax", path="/", max_age=None
        )
        return response


def forget_browser() -> None:
    """Take the cookie back."""
    g.pop("browser_id", None)

    @after_this_request
    def _delete(response: Response) -> Response:
        response.delete_cookie(cookie_name(), httponly=True, secure=request.is_secure, samesite="Lax", path="/")
        return response
