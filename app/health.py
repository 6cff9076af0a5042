"""Whether the process lives, and whether it can do its work."""

from __future__ import annotations

import logging
from functools import cache

from flask import Blueprint, Response, jsonify

from app import upgrading
from app.refusals import Refused, Unavailable
from app.web.access import Access, database, open_to
from graders.verdict import Outcome
from questions import grading
from questions.reading import read_question

bp = Blueprint("health", __name__)
_LOG = logging.getLogger(__name__)


@bp.get("/healthz")
@open_to(Access.ANYONE)
def healthz() -> dict[str, str]:
    """The process answers; nothing else is asked."""
    return {"status": "ok"}


@bp.get("/readyz")
@open_to(Access.ANYONE)
def readyz() -> tuple[Response, int]:
    """The database answers, its schema is this build's, and a grader grades."""
    checks = {"database": _database(), "grader": "ok" if grader_works() else "fails"}
    ready = all(found == "ok" for found in checks.values())
    return jsonify(status="ok" if ready else "not ready", **checks), 200 if ready else 503


def _database() -> str:
    try:
        return "ok" if upgrading.is_current(database()) else "to be migrated"
    except (Unavailable, Refused):
        return "unavailable"


@cache
def grader_works() -> bool:
    """A right and a wrong answer get what they deserve."""
    field = {"name": "two", "kind": "number", "value": "1 + 1"}
    try:
        question = read_question({"field": [field]})
        found = [grading.grade(question, {"two": answer})["outcome"] for answer in ("2", "3")]
    except Exception:  # whatever is wrong with it, the answer is no
        _LOG.exception("the grader's self-test failed")
        return False
    return found == [Outcome.CORRECT, Outcome.WRONG]
