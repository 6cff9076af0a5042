"""Every request has an id: on its answer, and on every line of the log that is written on its behalf.

The line of the request itself tells method, path, status and time; no query, body, cookie, token or address.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Collection, Iterable
from time import perf_counter
from typing import TYPE_CHECKING

from app.logs import request_id
from app.proxied import UNIX_SOCKET

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADER = "X-Request-ID"
QUIET = ("/static/", "/healthz", "/readyz")  # asked so often that nobody wants to read of it
LONGEST_PATH = 200

log = logging.getLogger(__name__)
_GIVEN = re.compile(r"[0-9a-f]{16,32}")


class Traced:
    """A WSGI layer outside everything else. A trusted proxy may give the id, so that its log tells the same."""

    def __init__(self, inner: WSGIApplication, proxies: Collection[str]) -> None:
        self.inner = inner
        self.proxies = frozenset({*proxies, UNIX_SOCKET})

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on; told when its answer begins."""
        began = perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID", "")
        trusted = environ.get("REMOTE_ADDR", "") in self.proxies and _GIVEN.fullmatch(given)
        name = given if trusted else secrets.token_hex(8)
        request_id.set(name)

        def start(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            _tell(environ, status, began)
            return start_response(status, [*headers, (HEADER, name)], *rest)  # type: ignore[arg-type]

        return self.inner(environ, start)  # type: ignore[arg-type]


def _tell(environ: WSGIEnvironment, status: str, began: float) -> None:
    path = environ.get("PATH_INFO", "")
    if (path.startswith(QUIET) and status < "4") or not log.isEnabledFor(logging.INFO):
        return
    told = {
        "method": environ["REQUEST_METHOD"],
        "path": path[:LONGEST_PATH],
        "status": int(status[:3]),
        "ms": round(1000 * (perf_counter() - began), 1),
    }
    log.info("request", extra={"told": told})
