"""What is answered when even the error page breaks: a sentence, made of nothing that could break."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SENTENCE: Final = b"Something broke on our side. It has been written down. What you had saved before is safe.\n"

log = logging.getLogger(__name__)


class LastResort:
    """A WSGI layer around the application; without it the server's own error page would come, without our headers."""

    def __init__(self, inner: WSGIApplication) -> None:
        self.inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on, and answer where nothing else does."""
        try:
            return self.inner(environ, start_response)
        except Exception:
            log.exception("the error page broke too")
            headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(SENTENCE)))]
            start_response("500 Internal Server Error", headers)
            return [SENTENCE]
