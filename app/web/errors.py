"""Errors as pages, or as problem details where programs ask: plain words, never a traceback."""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Flask, Response, make_response, render_template
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import (
    BadRequest,
    BadRequestKeyError,
    HTTPException,
    InternalServerError,
    NotFound,
    SecurityError,
    ServiceUnavailable,
)

from app import refusals
from app.refusals import Unavailable
from app.web import problems
from app.web.access import asked_by_program

log = logging.getLogger(__name__)
RETRY_AFTER = "5"
# Everything that is not there looks the same whatever the reason, and the framework's own reasons repeat what was sent.
UNSAID = (NotFound, SecurityError, BadRequestKeyError)

WORDS = {
    400: ("That did not arrive in one piece", "The request could not be understood. Go back and try again."),
    401: ("Who is asking?", "This address is for programs, which send a token."),
    403: ("That is not yours to do", "Your account may not do this here."),
    404: ("Nothing is here", "There is no such page, or it is not yours to see."),
    409: ("Something else came first", "What is stored stays as it is."),
    405: ("Not this way", "This address does not take that kind of request."),
    413: ("That is too long", "What is sent at once may hold 64 kB. This is longer, and nothing of it was stored."),
    429: ("Too many failed sign-ins", "Wait a few minutes, then try again."),
    500: ("Something broke on our side", "It has been written down. What you had saved before is safe."),
    503: (
        "The server is busy or full",
        "Nothing was stored just now. What you typed is still in your browser: go back and send it again.",
    ),
}
REFUSALS = {
    refusals.Closed: 403,
    refusals.NoTriesLeft: 403,
    refusals.WrongSignIn: 403,
    refusals.Conflict: 409,
    refusals.Throttled: 429,
}


def init_app(app: Flask) -> None:
    """Answer every error with one of our own pages."""
    app.register_error_handler(HTTPException, show_problem)
    app.register_error_handler(refusals.Refused, show_refusal)
    app.register_error_handler(Unavailable, database_is_away)
    app.register_error_handler(ParseException, did_not_arrive)
    app.register_error_handler(Exception, something_broke)


def show_problem(error: HTTPException) -> Response:
    """An error that has a status of its own, such as 404."""
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()  # type: ignore[return-value]
    code = error.code or 500
    given = error.description or ""
    response = _answer(code, "" if isinstance(error, UNSAID) or given == type(error).description else given)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after", "www-authenticate"):
            response.headers[name] = value
    if code == ServiceUnavailable.code:
        response.headers.setdefault("Retry-After", RETRY_AFTER)
    return response


def show_refusal(error: refusals.Refused) -> Response:
    """What a service did not do, with its sentence."""
    if isinstance(error, refusals.NotThere):
        return show_problem(NotFound())
    otherwise = 422 if asked_by_program() else 400  # JSON of the right form that does not fit the question
    code = next((code for kind, code in REFUSALS.items() if isinstance(error, kind)), otherwise)
    response = _answer(code, error.message)
    if isinstance(error, refusals.Throttled):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def database_is_away(error: Unavailable) -> Response:
    """Locked for too long, full, or gone: come back in a moment."""
    log.warning("database unavailable: %s", error)
    return show_problem(ServiceUnavailable())


def did_not_arrive(error: ParseException) -> Response:
    """The server found while the body was read that its chunks are none."""
    return show_problem(BadRequest())


def something_broke(error: Exception) -> Response:
    """What nobody foresaw: the log has the traceback, the page has not."""
    log.exception("unforeseen %s", type(error).__name__, exc_info=error)
    return show_problem(InternalServerError())


def _answer(code: int, said: str) -> Response:
    if asked_by_program():
        return problems.response(problems.problem(code, said))
    title, sentence = WORDS.get(code, (HTTPStatus(code).phrase, ""))
    return make_response(render_template("error.html", code=code, title=title, sentence=said or sentence), code)
