"""What is answered to what cannot be read as a request, of which the application never hears: a sentence, with the
headers that every answer has. gunicorn's own pages have none of these, and its log tells the address."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final

from gunicorn.http import errors
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

OURS: Final = HTTPStatus.INTERNAL_SERVER_ERROR
STATUSES: Final = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.InvalidResponseHeader: OURS,
    errors.InvalidResponseHeaderName: OURS,
    errors.ParseException: HTTPStatus.BAD_REQUEST,
}
SENTENCES: Final = {
    HTTPStatus.BAD_REQUEST: "The request could not be understood. Nothing was stored.",
    HTTPStatus.REQUEST_URI_TOO_LONG: "That address is too long. Nothing was stored.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The headers of the request are too long. Nothing was stored.",
    HTTPStatus.EXPECTATION_FAILED: "The request expects what this server does not do. Nothing was stored.",
}

log = logging.getLogger(__name__)


class Answering(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's worker with threads, with our words in place of its own."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what could not be read, or what broke beyond the application."""
        from app.logs import request_id  # the worker's, not those of the process that made it
        from app.web.tracing import HEADER

        request_id.set(name := secrets.token_hex(8))
        status = status_of(exc)
        if status is OURS:
            log.error("unforeseen %s", type(exc).__name__, exc_info=exc)
        else:
            log.info("no request: %s", type(exc).__name__)
        with suppress(Exception):  # whoever sent it may be gone
            write_nonblock(client, answer(status, {HEADER: name}))


def status_of(error: BaseException) -> HTTPStatus:
    """Whose fault it is and which; what is not known to be the sender's is ours."""
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), OURS)


def answer(status: HTTPStatus, more: dict[str, str]) -> bytes:
    """The whole answer, after which the connection ends."""
    from app.web.headers import ALWAYS
    from app.web.last_resort import SENTENCE

    said = f"{SENTENCES[status]}\n".encode() if status in SENTENCES else SENTENCE
    headers = {
        "Connection": "close",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(said)),
        "Cache-Control": "no-store",
        **ALWAYS,
        **more,
    }
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode() + said
