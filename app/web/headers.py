"""The security headers, put on every response: pages, errors, files and what the framework answers by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "",
}
TWO_YEARS = 63_072_000


class SecurityHeaders:
    """A WSGI layer outside everything else, so that no response can come past it."""

    def __init__(self, inner: WSGIApplication) -> None:
        self.inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            present = {name.lower() for name, _ in headers}
            added = list(ALWAYS.items())
            if "cache-control" not in present:  # only files say that they may be kept
                added.append(("Cache-Control", "no-store"))
            if environ.get("wsgi.url_scheme") == "https":
                added.append(("Strict-Transport-Security", f"max-age={TWO_YEARS}; includeSubDomains"))
            return start_response(status, [*headers, *added], *rest)  # type: ignore[arg-type]

        return self.inner(environ, start)  # type: ignore[arg-type]
