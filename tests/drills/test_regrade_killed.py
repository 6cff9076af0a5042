"""kill -9 while a regrade is applied: all of it is there or nothing, and the next one does the rest."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import text

from app.people import service as people
from app.people.views import Role
from app.quizzes import service as quizzes
from app.taking import service as taking
from tests.drills.scene import ON_BOTH, Scene, length

ANSWERS = 100
WRONG = """
[quiz]
title = "Drilled"
mode = "homework"
[[question]]
id = "1"
title = "Pick"
[[question.field]]
name = "pick"
kind = "choice"
key = ["B"]
options = {A = "this", B = "that"}
"""


@ON_BOTH
def test_a_killed_regrade_leaves_all_or_nothing(scene: Scene, tmp_path: Path) -> None:
    load(scene, tmp_path, WRONG)
    with scene.database() as db:
        some = [(f"late {number}", "a password of a drill") for number in range(ANSWERS)]
        for one in people.add_users(db, some, role=Role.STUDENT, course="regraded"):
            attempt = taking.start_or_resume(db, one, "drilled")
            taking.submit(db, one, attempt, "1", {"pick": "A"}, key="the only one....")
    load(scene, tmp_path, WRONG.replace('["B"]', '["A"]'))
    command = [sys.executable, "-m", "app.cli", "regrade", "drilled"]
    begin = time.monotonic()
    subprocess.run(command, env=scene.environment, cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    dry = time.monotonic() - begin  # what it takes to find out what would change
    chance = random.Random(0)
    for _ in range(int(length(4, 40))):
        applying = subprocess.Popen(
            [*command, "--apply"], env=scene.environment, cwd=tmp_path, stdout=subprocess.DEVNULL
        )
        time.sleep(dry * chance.uniform(0.8, 1.1))
        applying.kill()
        applying.wait()
        assert right(scene) in ((0, 0), (ANSWERS, 1))
    assert scene.command("regrade", "drilled", "--apply").returncode == 0
    assert right(scene) == (ANSWERS, 1)
    assert scene.command("verify").returncode == 0


def load(scene: Scene, folder: Path, questions: str) -> None:
    """Load the quiz as it is now."""
    course = folder / "later" / "regraded"
    course.mkdir(parents=True, exist_ok=True)
    (course / "drilled.toml").write_text(questions)
    assert scene.command("load", course.parent).returncode == 0


def right(scene: Scene) -> tuple[int, int]:
    """How many of the answers are right, and how many regrades there were."""
    with scene.database() as db, db.read() as c:
        quiz = quizzes.any_quiz(db, "drilled")
        counted = "SELECT count(*) FROM current_grades g JOIN attempts a ON a.id = g.attempt_id WHERE a.quiz_id = :quiz"
        correct = c.execute(text(f"{counted} AND g.outcome = 'correct'"), {"quiz": quiz.id}).scalar_one()
        regrades = c.execute(text("SELECT count(*) FROM regrades WHERE quiz_id = :quiz"), {"quiz": quiz.id})
        return int(correct), int(regrades.scalar_one())
