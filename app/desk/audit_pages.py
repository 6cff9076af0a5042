"""What privileged people did in a course."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, render_template, request

from app.people import service as people
from app.people.views import AuditView, Wanted
from app.quizzes import service as quizzes
from app.sheets import line
from app.web.access import Access, database, desk_course, open_to, person

bp = Blueprint("course_audit", __name__, url_prefix="/courses/<course>")
PAGE, LAST_PAGE = 100, 10_000
_MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)[\d:.]*\+00:00$")


@bp.url_value_preprocessor
def _take_course(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the course's name; views ask for `desk_course()`."""
    if values:
        values.pop("course", None)


@bp.get("/audit")
@open_to(Access.INSTRUCTOR)
def audit() -> str:
    """The acts, newest first."""
    db, course, wanted = database(), desk_course(), _wanted()
    page = min(max(0, request.args.get("page", 0, type=int)), LAST_PAGE)
    found = people.audit_entries(db, course.id, limit=PAGE + 1, offset=page * PAGE, wanted=wanted)
    actors, actions = people.audited(db, course.id)
    return render_template(
        "desk/audit.html",
        acts=[(one, list(told(one))) for one in found[:PAGE]],
        more=len(found) > PAGE,
        page=page,
        wanted=wanted,
        actors=actors,
        actions=actions,
        quizzes=[quiz.slug for quiz in quizzes.quizzes_of(db, course.id)],
    )


@bp.get("/audit.csv")
@open_to(Access.INSTRUCTOR)
def audit_csv() -> Response:
    """The same as a file, whole."""
    course = desk_course()
    file = f"audit-{course.slug}.csv"
    found = people.audit_entries(database(), course.id, limit=None, wanted=_wanted())
    people.record(database(), person(), course.id, "export", course.slug, file=file)
    name = f'attachment; filename="{file}"'
    return Response(_lines(found), mimetype="text/csv", headers={"Content-Disposition": name})


def told(entry: AuditView) -> Iterator[tuple[str, str]]:
    """The details of an act: what of, and what it was or became."""
    for name, value in json.loads(entry.detail).items():
        if name in ("points", "before"):
            value = _in_points(value)
        changed = isinstance(value, list) and len(value) == 2
        yield name.replace("_", " "), f"{_said(value[0])} → {_said(value[1])}" if changed else _said(value)


def _in_points(thousandths: object) -> object:
    """Points as people count them; they are kept in thousandths."""
    if isinstance(thousandths, list):
        return [_in_points(one) for one in thousandths]
    return f"{thousandths / 1000:g}" if isinstance(thousandths, int) else thousandths


def _said(value: object) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return _MOMENT.sub(r"\1 \2 UTC", value)


def _wanted() -> Wanted:
    return Wanted(*(request.args.get(name, "")[:200] for name in ("actor", "action", "quiz")))


def _lines(found: Sequence[AuditView]) -> Iterator[str]:
    yield line(["at", "who", "what", "subject", "details"])
    for one in found:
        yield line([one.at.isoformat(), one.actor or "", one.action, one.subject, one.detail])
