"""Whether the process lives, and whether it can do its work."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from app import selftest, upgrading
from app.refusals import Refused, Unavailable
from app.web.access import Access, database, open_to
from app.web.errors import RETRY_AFTER

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@open_to(Access.ANYONE)
def healthz() -> dict[str, str]:
    """The process answers; nothing else is asked."""
    return {"status": "ok"}


@bp.get("/readyz")
@open_to(Access.ANYONE)
def readyz() -> tuple[Response, int, dict[str, str]]:
    """The database answers, its schema is this build's, and the graders grade."""
    checks = {"database": _database(), "grader": "ok" if selftest.works() else "fails"}
    ready = all(found == "ok" for found in checks.values())
    told = jsonify(status="ok" if ready else "not ready", **checks)
    return (told, 200, {}) if ready else (told, 503, {"Retry-After": RETRY_AFTER})


def _database() -> str:
    try:
        return "ok" if upgrading.is_current(database()) else "to be migrated"
    except (Unavailable, Refused):
        return "unavailable"
