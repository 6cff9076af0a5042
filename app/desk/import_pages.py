"""A roster from a file: first what it would change, then changing it."""

from __future__ import annotations

from base64 import b64encode

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app import sheets
from app.people import service as people
from app.people.importing import Plan
from app.people.passwords import hash_passwords, new_password
from app.refusals import Conflict, Unreadable
from app.web.access import Access, database, desk_course, open_to, person

bp = Blueprint("course_import", __name__, url_prefix="/courses/<course>/people/import")
Answer = str | tuple[str, int] | Response


@bp.url_value_preprocessor
def _take_course(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the course's name; views ask for `desk_course()`."""
    if values:
        values.pop("course", None)


@bp.get("")
@open_to(Access.INSTRUCTOR)
def form() -> str:
    """Where the file goes."""
    return render_template("desk/import.html", text="", plan=None)


@bp.post("")
@open_to(Access.INSTRUCTOR)
def send() -> Answer:
    """Show what the file would change; when that was confirmed and is still so, change it."""
    text = request.form.get("text", "")
    try:
        if (file := request.files.get("file")) and file.filename:
            text = _decoded(file.read())
        if request.form.get("do") == "confirm":
            return _carry_out(text)
        return render_template("desk/import.html", text=text, plan=_plan(text))
    except Conflict as refused:
        return render_template("desk/import.html", text=text, plan=_plan(text), problem=refused.message), 409
    except Unreadable as refused:
        return render_template("desk/import.html", text=text, plan=None, problem=refused.message), 400


def _plan(text: str) -> Plan:
    with database().read() as c:
        return people.plan(c, person(), desk_course().id, text)


def _carry_out(text: str) -> Answer:
    """Change what the preview said; the new passwords are in the answer, and nowhere else."""
    db, course, actor, seen = database(), desk_course(), person(), request.form.get("seen", "")
    planned = _plan(text)
    if planned.faults:
        return render_template("desk/import.html", text=text, plan=planned, problem="Mend these lines first."), 400
    passwords = {name: new_password() for name in planned.new}
    made = hash_passwords(list(passwords.values()))  # outside any transaction: each takes long
    hashes = {name: made[password] for name, password in passwords.items()}
    done = db.write(lambda c: people.carry_out(c, db.now(), actor, course.id, text, seen, hashes))
    file = "".join(map(sheets.line, [("name", "password"), *passwords.items()]))
    return render_template(
        "desk/imported.html", plan=done, passwords=passwords, file=b64encode(file.encode()).decode("ascii")
    )


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("That file is not UTF-8 text. Save it as “CSV UTF-8” and choose it again.") from None
