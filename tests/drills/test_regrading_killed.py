"""kill -9 while answers are regraded: every grade changes or none, and the next run does it."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import text

from tests.drills.scene import BANK, ON_BOTH, Crowd, Scene, length


@ON_BOTH
def test_a_killed_regrade_changes_all_or_nothing(scene: Scene, tmp_path: Path) -> None:
    crowd = Crowd(scene)
    with scene.serving():
        for number, student in enumerate(scene.students * 2):
            crowd.submit(student, f"submission number {number:08d}", {"pick": "A"})
    (tmp_path / "bank" / "course" / "drill.toml").write_text(BANK.replace('key = ["A"]', 'key = ["B"]'))
    assert scene.command("load", tmp_path / "bank").returncode == 0
    begin = time.monotonic()
    assert scene.command("regrade", "drill").returncode == 0
    alone = time.monotonic() - begin
    chance = random.Random(0)
    command = [sys.executable, "-m", "app.cli", "regrade", "drill", "--apply"]
    for _ in range(int(length(2, 40))):
        run = subprocess.Popen(command, env=scene.environment, cwd=tmp_path, stdout=subprocess.DEVNULL)
        time.sleep(alone * chance.uniform(0.7, 1.1))
        run.kill()
        run.wait()
        assert regraded(scene) in (0, len(crowd.acknowledged))
    assert scene.command("regrade", "drill", "--apply").returncode == 0
    assert regraded(scene) == len(crowd.acknowledged)
    assert crowd.check() == len(crowd.acknowledged)


def regraded(scene: Scene) -> int:
    """How many judgements a regrade has made."""
    with scene.database() as db, db.read() as c:
        return int(c.execute(text("SELECT count(*) FROM grade_events WHERE source = 'regrade'")).scalar_one())
