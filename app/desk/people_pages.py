"""The people of a course: roster, labels, more time, accounts."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.desk import people as service
from app.people import service as people
from app.people.passwords import hash_password, new_password
from app.people.views import Role
from app.refusals import Refused, Unreadable
from app.web.access import Access, database, desk_course, open_to, person
from app.web.cookies import browser_id

bp = Blueprint("course_people", __name__, url_prefix="/courses/<course>/people")
PAGE, LAST_PAGE = 100, 1000


@bp.url_value_preprocessor
def _take_course(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the course's name; views ask for `desk_course()`."""
    if values:
        values.pop("course", None)


@bp.get("")
@open_to(Access.INSTRUCTOR)
def roster() -> str:
    """Everybody, or those who are looked for, a page at a time."""
    return _roster_screen(MultiDict())


@bp.post("")
@open_to(Access.INSTRUCTOR)
def accommodate_label() -> tuple[str, int] | Response:
    """More time for all who bear a label."""
    try:
        service.accommodate(database(), person(), desk_course(), request.form)
    except Unreadable as refused:
        return _roster_screen(request.form, refused.message), 400
    return redirect(f"/courses/{desk_course().slug}/people#time", 303)


@bp.get("/<id:user>")
@open_to(Access.INSTRUCTOR)
def one(user: int) -> str:
    """Somebody: role, labels, time in each quiz, account."""
    return _one_screen(user, MultiDict())


@bp.post("/<id:user>")
@open_to(Access.INSTRUCTOR)
def change(user: int) -> tuple[str, int] | str | Response:
    """Change one of these; the form says which. A new password is shown in the answer, and never again."""
    db, actor, course, form = database(), person(), desk_course(), request.form
    do, password = form.get("do", ""), None
    try:
        if do == "accommodate":
            service.accommodate(db, actor, course, form, user)
        elif do == "labels":
            words = [word for word in re.split(r"[,;]", form.get("labels", "")) if word.strip()]
            db.write(lambda c: people.set_labels(c, db.now(), actor, course.id, user, words))
        elif do == "role":
            role = _role(form.get("role", ""))
            db.write(lambda c: people.set_role(c, db.now(), actor, course.id, user, role))
        elif do in ("disable", "enable"):
            db.write(lambda c: people.disable(c, db.now(), actor, course.id, user, do == "disable"))
        elif do == "view":
            session = browser_id()
            db.write(lambda c: people.view_as(c, db.now(), actor, course.id, user, session))
            return redirect("/", 303)
        elif do == "password":
            password = new_password()
            made = hash_password(password)  # outside any transaction: this takes long
            db.write(lambda c: people.replace_password(c, db.now(), actor, course.id, user, made))
        else:
            raise Unreadable("The form did not say what to change. Reload the page and send it again.")
    except Refused as refused:
        if not isinstance(refused, Unreadable) and type(refused) is not Refused:
            raise
        return _one_screen(user, form, refused.message), 400
    if password:
        return _one_screen(user, MultiDict(), password=password)
    return redirect(f"/courses/{course.slug}/people/{user}#{do}", 303)


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise Unreadable("A role is student, assistant or instructor: choose one of them.") from None


def _roster_screen(form: MultiDict[str, str], problem: str | None = None) -> str:
    asked = {name: request.args.get(name, "")[:100] for name in ("part", "label", "role")}
    found = service.roster(database(), desk_course(), **asked)
    page = min(max(0, request.args.get("page", 0, type=int)), LAST_PAGE)
    return render_template(
        "desk/people.html",
        roster=found,
        shown=found.members[page * PAGE : (page + 1) * PAGE],
        page=page,
        pages=-(-len(found.members) // PAGE),
        asked=asked,
        form=form,
        problem=problem,
    )


def _one_screen(user: int, form: MultiDict[str, str], problem: str | None = None, password: str | None = None) -> str:
    found = service.dossier(database(), person(), desk_course(), user)
    return render_template("desk/person.html", who=found, form=form, problem=problem, password=password)
