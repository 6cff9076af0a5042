"""`chainrule demo`: everything that a first look needs, made once."""

from __future__ import annotations

import argparse
import os

from app import config
from app.commands.common import open_database, say
from app.db import Database
from app.demonstration.rehearsal import rehearse
from app.people import service as people
from app.people.passwords import new_password
from app.people.views import Role
from app.quizzes import service as quizzes
from questions.loading import load_bank
from questions.question import Quiz

SIGN_INS = {"student": Role.STUDENT, "instructor": Role.INSTRUCTOR}
FILE = config.INSTANCE / "demo_sign_ins"


def demo(args: argparse.Namespace) -> int:
    """Keys, database, bank, a student and an instructor in the first course, and a class; says how to sign in."""
    config.write_keys()
    db = open_database(migrate=True)
    bank = load_bank()
    quizzes.load(db, bank)
    quiz = next(iter(bank.quizzes.values()))
    passwords = _passwords()
    for name, role in SIGN_INS.items():
        if not people.has_user(db, name):
            people.add_user(db, name, passwords[name], role=role, course=quiz.course)
    if _is_new(db, quiz):
        say("Making a class of sixty who take the quiz: half a minute, this once.")
        rehearse(db, quiz)
    say(f"Chainrule will be at http://127.0.0.1:{config.port()}")
    for name, password in passwords.items():
        say(f"  sign in as {name:<11} with the password {password}")
    db.close()
    return 0


def _is_new(db: Database, quiz: Quiz) -> bool:
    """Whether nobody but the demo's own student is there: real people never get a made-up class beside them."""
    course_id = quizzes.any_quiz(db, quiz.id).course_id
    with db.read() as c:
        return {student.name for student in people.students(c, course_id)} == {"student"}


def _passwords() -> dict[str, str]:
    """The demo passwords: made at random the first time, the same ever after."""
    if FILE.exists():
        return dict(line.split("\t") for line in FILE.read_text(encoding="ascii").splitlines())
    made = {name: new_password() for name in SIGN_INS}
    with os.fdopen(os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}\t{password}\n" for name, password in made.items())
    return made
