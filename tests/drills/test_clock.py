"""The server's clock steps by an hour, forward and back: no late submission is accepted, no attempt opens again."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import text

from tests.drills.scene import BANK, Crowd, Scene, Student, asked

CLOCKED = """
import pathlib
from datetime import UTC, datetime, timedelta
from app import create_app
from app.web.access import DATABASE

def clock():
    return datetime.now(UTC) + timedelta(seconds=float(pathlib.Path("offset").read_text()))

app = create_app()
app.extensions[DATABASE].clock = clock
"""


def test_no_step_of_the_clock_opens_anything(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "clocked.py").write_text(CLOCKED)
    scene.app = "clocked:app"
    (tmp_path / "bank" / "course" / "timed.toml").write_text("[quiz]\nminutes = 30\n" + BANK)
    assert scene.command("load", tmp_path / "bank").returncode == 0
    student, other, third = scene.students[:3]
    crowd = Crowd(scene)

    def submit(one: Student, key: str) -> int | None:
        return crowd.submit(one, key.ljust(16, "."), {"pick": "A"})

    def step(hours: float) -> None:
        (tmp_path / "offset").write_text(str(hours * 3600))

    step(0)
    with scene.serving():
        begin(scene, student)
        begin(scene, other)
        assert submit(student, "in time") == 201
        step(1)
        assert submit(student, "too late") == 403
        assert submit(other, "as late") == 403
        begin(scene, third)  # now the ledger has seen this hour
        step(0)
        assert submit(student, "after the step back") == 403
        assert submit(other, "another one's") == 403
        assert submit(student, "in time") == 200
        step(-1)
        assert submit(third, "an hour before") == 201
        path = f"/api/v1/attempts/{third.attempt}/finish"
        assert asked(scene.port, "POST", path, None, bearer(third.token))[0] == 200
        for hours in (-1, 0, 1):
            step(hours)
            assert submit(third, f"handed in {hours}") == 403
            shown = asked(scene.port, "GET", path.removesuffix("/finish"), None, bearer(third.token))
            assert json.loads(shown[1])["state"] == "finished"
    assert crowd.check() == len(crowd.acknowledged) == 2
    with scene.database() as db, db.read() as c:
        times = list(c.execute(text("SELECT received_at FROM submissions ORDER BY id")).scalars())
    assert times == sorted(times)


def begin(scene: Scene, student: Student) -> None:
    """Begin the quiz with a time limit."""
    begun = asked(scene.port, "POST", "/api/v1/quizzes/timed/attempts", None, bearer(student.token))
    assert begun[0] == 200, begun
    student.attempt = json.loads(begun[1])["id"]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
