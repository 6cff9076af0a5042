"""kill -9 while a bank is loaded: all of it is there or nothing, and the next load does the rest."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import text

from tests.drills.scene import BANK, ON_BOTH, Scene, length

QUESTIONS = 400


@ON_BOTH
def test_a_killed_load_leaves_all_or_nothing(scene: Scene, tmp_path: Path) -> None:
    folder = tmp_path / "large" / "course"
    folder.mkdir(parents=True)
    question = BANK[: BANK.index("[[question]]", 5)]
    bank = "".join(question.replace('id = "1"', f'id = "{number}"') for number in range(QUESTIONS))
    (folder / "large.toml").write_text(bank)
    command = [sys.executable, "-m", "app.cli", "load", str(folder.parent)]
    begin = time.monotonic()
    subprocess.run([*command[:-1], str(tmp_path / "bank")], env=scene.environment, cwd=tmp_path, check=True)
    small = time.monotonic() - begin  # what a load takes that has nothing to do
    chance = random.Random(0)
    for _ in range(int(length(3, 40))):
        load = subprocess.Popen(command, env=scene.environment, cwd=tmp_path, stderr=subprocess.DEVNULL)
        time.sleep(small * chance.uniform(0.6, 1.6))
        load.kill()
        load.wait()
        assert placed(scene) in (0, QUESTIONS)
    assert scene.command("load", folder.parent).returncode == 0
    assert placed(scene) == QUESTIONS
    assert scene.command("verify").returncode == 0


def placed(scene: Scene) -> int:
    """How many questions the large quiz has."""
    found = "SELECT count(*) FROM quiz_questions q JOIN quizzes z ON z.id = q.quiz_id WHERE z.slug = 'large'"
    with scene.database() as db, db.read() as c:
        return int(c.execute(text(found)).scalar_one())
