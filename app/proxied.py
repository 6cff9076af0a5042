"""Whose address it is when a proxy on this machine passes requests on. Nobody else's word is taken for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HERE = frozenset({"127.0.0.1", "::1", ""})  # a unix socket has no address


class BehindProxy:
    """Takes the last address that a proxy here has added to X-Forwarded-For; those before it anybody can make up."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on."""
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded and environ.get("REMOTE_ADDR", "") in HERE:
            environ["REMOTE_ADDR"] = forwarded.rpartition(",")[2].strip()
        return self.app(environ, start_response)
