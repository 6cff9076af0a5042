"""The cookies: random ids and nothing else.

A browser gets a session's before it signs in too, so that the sign-in form can carry a token; signing in replaces it.
The device's outlives signing out: by it the throttle knows a browser that its account has used before.
"""

from __future__ import annotations

import secrets
from typing import cast

from flask import Response, after_this_request, g, request

SESSION, DEVICE = "session", "device"
A_YEAR = 365 * 24 * 60 * 60


def cookie_name(of: str = SESSION) -> str:
    """Over https the browser itself keeps the cookie to this host; plain http is for loopback."""
    return f"__Host-{of}" if request.is_secure else of


def device_id() -> str | None:
    """What an earlier sign-in gave this browser."""
    return request.cookies.get(cookie_name(DEVICE))


def give_device(new_id: str) -> None:
    """Let the throttle know this browser again."""
    _set_later(cookie_name(DEVICE), new_id, A_YEAR)


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
    _set_later(cookie_name(), new_id, None)


def forget_browser() -> None:
    """Take the cookie back."""
    g.pop("browser_id", None)

    @after_this_request
    def _delete(response: Response) -> Response:
        response.delete_cookie(cookie_name(), httponly=True, secure=request.is_secure, samesite="Lax", path="/")
        return response


def _set_later(name: str, value: str, max_age: int | None) -> None:
    @after_this_request
    def _set(response: Response) -> Response:
        response.set_cookie(
            name, value, httponly=True, secure=request.is_secure, samesite="Lax", path="/", max_age=max_age
        )
        return response
