"""How long the pages of the desk take when the class is large."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from http import HTTPStatus
from statistics import median
from time import process_time

from flask.testing import FlaskClient

from app import create_app, upgrading
from app.bench.crowd import crowd
from app.bench.measuring import Figure, shown
from app.config import Config
from app.db import Database
from app.keys import Keys
from app.people import service as people
from app.people.views import Role
from app.quizzes import service as quizzes
from app.web.access import DATABASE
from questions.loading import BANK, load_bank

NAME, PASSWORD = "instructor", "a password for the bench"
MOST = 7  # rounds
PAGES = (
    "",
    "gradebook",
    "gradebook?sort=-score&page=9",
    "live",
    "statistics",
    "wall",
    "steps",
    "statistics/2.4",
    "grading",
    "requests",
    "grades.csv",
)


def desk(students: int, rounds: int) -> Iterator[Figure]:
    """Each page of `assignment-3`, first and then again, with so many students who answered all of it."""
    with tempfile.TemporaryDirectory() as folder:
        keys = Keys(b"a grading key for the bench", b"a ledger key for the bench")
        settings = Config(f"sqlite:///{folder}/bench.db", "a secret for the bench", keys, 0, ("localhost",), "WARNING")
        upgrading.upgrade(Database(settings.database_url, keys))
        app = create_app(settings)
        db: Database = app.extensions[DATABASE]
        bank = load_bank(BANK)
        quizzes.load(db, bank)
        quiz = bank.quizzes["assignment-3"]
        people.add_user(db, NAME, PASSWORD, role=Role.INSTRUCTOR, course=quiz.course)
        crowd(db, quiz, students)
        client = app.test_client()
        client.set_cookie("session", people.sign_in(db, NAME, PASSWORD, "127.0.0.1").session_id, domain="localhost")
        for page in PAGES:
            address = f"/desk/{quiz.id}/{page}".rstrip("/")
            first, *times = (_seconds(client, address) for _ in range(1 + min(rounds, MOST)))
            value = f"{shown(median(times))}, the first time {shown(first)}"
            yield Figure(f"{students} students: {page or 'overview'}", value)
        db.close()


def _seconds(client: FlaskClient, address: str) -> float:
    begin = process_time()
    answer = client.get(address)
    if answer.status_code != HTTPStatus.OK or not answer.data:
        raise RuntimeError(f"{address} answered {answer.status}")
    return process_time() - begin
