"""Problem details (RFC 9457): how the JSON API says what it did not do."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from flask import Response

MEDIA_TYPE = "application/problem+json"
SENTENCES = {
    400: "The request could not be understood.",
    401: "Send a token: `Authorization: Bearer …`; `chainrule token NAME` prints one. Cookies are not read here.",
    403: "You may not do this here.",
    404: "There is nothing here, or it is not yours.",
    405: "This address does not take that method.",
    409: "Something else came first; what is stored stays as it is.",
    413: "A body may hold 64 kB. This one is longer, and nothing of it was stored.",
    415: "A body is JSON: `Content-Type: application/json`.",
    422: "The request has the right form, but does not fit what it is about.",
    500: "Something broke on our side; it has been written down. Sending the same request again does no harm.",
    503: "The server is busy or full, and nothing was acknowledged. Send the same request again, with the same key.",
}


class Problem(msgspec.Struct, kw_only=True):
    """Why a request was not carried out. `title` names the status, `detail` is one sentence for a person."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


def problem(code: int, detail: str | None = None) -> Problem:
    """The problem of a status; without a detail of its own it says what is always true of the status."""
    title = HTTPStatus(code).phrase
    return Problem(title=title, status=code, detail=detail or SENTENCES.get(code, f"{title}."))


def response(described: Problem) -> Response:
    """The answer that tells a problem."""
    return Response(msgspec.json.encode(described), status=described.status, content_type=MEDIA_TYPE)
