"""What a route demands of the person who asks.

`app.guard` enforces it before any view runs, so that no view can forget; a route that says nothing is open to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar, cast

from flask import current_app, g, request

from app.db import Database
from app.people.views import CourseView, Person
from app.quizzes.views import QuizView

View = TypeVar("View", bound=Callable[..., Any])
DATABASE = "chainrule"  # the key of the database among the application's extensions
FOR_PROGRAMS = ("/api/", "/metrics")  # a bearer token says who asks there, a cookie everywhere else


class Access(Enum):
    """Who may ask. Roles are those in the course that the address names with `<course>`, or in that of its `<quiz>`."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    LOOKING = "signed in, also while looking as a student"
    ASSISTANT = "assistant"
    INSTRUCTOR = "instructor"
    OPERATOR = "operator"  # an admin, or an instructor of any course


def open_to(access: Access) -> Callable[[View], View]:
    """Mark a view with who may ask for it."""

    def marked(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return marked


def database() -> Database:
    """The database of this application."""
    return cast(Database, current_app.extensions[DATABASE])


def asked_by_program() -> bool:
    """Whether the address is one that programs ask."""
    return request.path.startswith(FOR_PROGRAMS)


def person() -> Person:
    """Who asks; for views that are not open to anyone."""
    return cast(Person, g.person)


def desk_quiz() -> QuizView:
    """The quiz that the address names, in a course whose staff the person is; for views open to assistants."""
    return cast(QuizView, g.quiz)


def desk_course() -> CourseView:
    """The course that the address names, whose staff the person is; for views open to assistants."""
    return cast(CourseView, g.course)
