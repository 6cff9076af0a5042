"""The one place where roles are checked: before any view, by what the view says it demands (`app.web.access`)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, abort, current_app, g, redirect, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from app.people import service as people
from app.people.views import Person, Role
from app.quizzes import service as quizzes
from app.refusals import Unavailable
from app.web.access import Access, asked_by_program, database
from app.web.cookies import cookie_name
from app.web.forgery import SAFE_METHODS

STAFF = {
    Access.ASSISTANT: frozenset({Role.ASSISTANT, Role.INSTRUCTOR}),
    Access.INSTRUCTOR: frozenset({Role.INSTRUCTOR}),
}


def init_app(app: Flask) -> None:
    """Stand before every view and tell templates who is signed in, and their role in the quiz's course at the desk."""
    app.url_value_preprocessor(_note_place)
    app.before_request(guard)
    app.context_processor(lambda: {"viewer": g.get("person"), "looker": g.get("looker"), "role": g.get("role")})


def guard() -> Response | None:
    """Let through who may pass. A stranger is sent to the sign-in form, a program without a token gets 401; to all
    others, what is not theirs is not there."""
    if request.endpoint is None:  # no such address: routing says so itself
        return None
    demanded = access_of(request.endpoint)
    try:
        g.person = _person_of_token() if asked_by_program() else _signed_in_person(demanded)
    except Unavailable:
        if demanded is not Access.ANYONE:
            raise
        g.person = None  # /healthz answers without a database too
    if demanded is Access.ANYONE:
        return None
    if g.person is None:
        if asked_by_program():
            raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "chainrule"}))
        return redirect_to_sign_in()
    if demanded in STAFF:
        g.role = _role_there(g.person)
        if g.role not in STAFF[demanded]:
            abort(404)
    elif demanded is Access.OPERATOR:
        if not any(entry.role is Role.INSTRUCTOR for entry in people.memberships(database(), g.person)):
            abort(404)
    elif demanded not in (Access.SIGNED_IN, Access.LOOKING):
        abort(404)
    return None


def _role_there(person: Person) -> Role | None:
    """The role in the course that the address names, or in the course of the quiz that it names; raises NotThere."""
    if g.course_slug:
        entry = next((one for one in people.memberships(database(), person) if one.course.slug == g.course_slug), None)
        g.course = entry.course if entry else None
        return entry.role if entry else None
    g.quiz = quizzes.find_quiz(database(), person, g.quiz_slug)
    return people.role_in(database(), person, g.quiz.course_id)


def access_of(endpoint: str) -> Access | None:
    """What the view of an endpoint demands."""
    view: Any = current_app.view_functions[endpoint]
    access: Access | None = getattr(view, "access", None)
    return access


def redirect_to_sign_in() -> Response:
    """To the sign-in form and, after a GET, back again."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect("/sign-in?" + urlencode({"next": wanted}), 303)


def _signed_in_person(demanded: Access | None) -> Person | None:
    """Who is signed in, or the student as whom they look. Nobody does anything as somebody else."""
    session_id = request.cookies.get(cookie_name())
    session = people.session(database(), session_id) if session_id else None
    if session is None or session.viewed is None:
        return session.person if session else None
    g.looker, g.person = session.person, session.viewed
    if request.method not in SAFE_METHODS and demanded not in (Access.ANYONE, Access.LOOKING):
        abort(
            403, f"You look at this as {session.viewed.name}: nothing can be done as them. Go back to yourself first."
        )
    return session.viewed


def _person_of_token() -> Person | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return people.person_of_token(database(), token.strip()) if scheme.lower() == "bearer" else None


def _note_place(endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.quiz_slug = (values or {}).get("quiz", "")
    g.course_slug = (values or {}).get("course", "")
