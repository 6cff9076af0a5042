"""The least that Flask can do behind the same gunicorn: what graded submissions are compared with."""

from __future__ import annotations

from typing import Any

from flask import Flask

from app.gunicorn_conf import *  # noqa: F403 (a configuration of gunicorn's is a module with these names)

app = Flask(__name__, static_folder=None)


@app.get("/")
def view() -> str:
    """Nothing is looked up, nothing is stored."""
    return "ok"


def post_worker_init(worker: Any) -> None:
    """No database to mind."""
