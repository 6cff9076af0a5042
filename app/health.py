"""What machines ask: whether the process lives, and whether it can do its work."""

from __future__ import annotations

from functools import cache

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from app import upgrading
from app.db import Database, Unavailable
from app.refusals import Refused
from app.web.access import Access, database, open_to
from questions.grading import grade
from questions.reading import read_question

bp = Blueprint("health", __name__)

# What the engine derives must still be accepted, and something else must not.
SELF_TEST = {
    "symbols": {"w": "d"},
    "field": [{"name": "jacobian", "kind": "expression", "jacobian_of": "norm2(w)^2", "wrt": "w"}],
}


@bp.get("/healthz")
@open_to(Access.ANYONE)
def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return jsonify(status="ok")


@bp.get("/readyz")
@open_to(Access.ANYONE)
def readyz() -> tuple[Response, int]:
    """The database answers and has this build's schema, and the grader grades."""
    found = {"database": _schema(database()), "grader": _grader()}
    ready = set(found.values()) == {"ok"}
    return jsonify(status="ok" if ready else "not ready", **found), 200 if ready else 503


def _schema(db: Database) -> str:
    try:
        return "ok" if upgrading.is_current(db) else "to be migrated"
    except Unavailable:
        return "unavailable"
    except Refused as refused:
        return refused.message


@cache  # the code of a process does not change
def _grader() -> str:
    question = read_question(SELF_TEST)
    right, wrong = (grade(question, answer)["outcome"] for answer in ("2 w^T", "3 w^T"))
    return "ok" if (right, wrong) == ("correct", "wrong") else "the self-test failed"
