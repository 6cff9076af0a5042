"""What the script of a question page asks for while its student types: readings, drafts, the time."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from app.refusals import Closed, StaleDraft
from app.taking import screen, service
from app.taking.views import ClockView, DraftView
from app.web.access import Access, database, open_to, person

bp = Blueprint("meanwhile", __name__)


@bp.post("/attempts/<id:attempt>/questions/<slug>/preview")
@open_to(Access.SIGNED_IN)
def preview(attempt: int, slug: str) -> str:
    """How each field that is not blank is read, as a fragment of a page; never a verdict. In practice also drawn."""
    seen = service.read_back(database(), person(), attempt, slug, lambda forms: screen.values(forms, request.form))
    typed = {name: field.value for name, field in seen.items()}
    pictures = service.sketches(database(), person(), attempt, slug, typed)
    return render_template("taking/_read_back.html", fields=seen, pictures=pictures, pointed=screen.pointed)


@bp.post("/attempts/<id:attempt>/questions/<slug>/draft")
@open_to(Access.SIGNED_IN)
def draft(attempt: int, slug: str) -> tuple[Response, int]:
    """Save a draft. 409 gives the newer one that is stored, as the form's controls hold it; 403 that time is over."""
    db = database()
    forms = service.forms(db, person(), attempt, slug)
    values, seq = screen.values(forms, request.form), screen.number(request.form, "form-draft")
    try:
        stored = service.save_draft(db, person(), attempt, slug, values, seq)
    except StaleDraft as stale:
        newer = stale.stored if isinstance(stale.stored, DraftView) else None
        names = screen.controls(forms, newer.answer if newer else {})
        return _told(service.clock(db, person(), attempt), newer, controls=names), 409
    except Closed:
        return _told(service.clock(db, person(), attempt)), 403
    return _told(service.clock(db, person(), attempt), stored), 200


@bp.get("/attempts/<id:attempt>/clock")
@open_to(Access.SIGNED_IN)
def clock(attempt: int) -> Response:
    """The time by the server's clock, and when the attempt ends."""
    return _told(service.clock(database(), person(), attempt))


def _told(clock: ClockView, draft: DraftView | None = None, **more: Any) -> Response:
    told: dict[str, Any] = {
        "state": clock.state,
        "now": clock.now.isoformat(),
        "due_at": clock.due_at and clock.due_at.isoformat(),
    }
    if draft is not None:
        told |= {"seq": draft.seq, "saved_at": draft.saved_at.isoformat()}
    return jsonify(**told, **more)
