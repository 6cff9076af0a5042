"""A grader that sleeps, crashes or eats memory: what was sent is stored first, and the others hardly notice."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.drills.scene import LONG, ROOT, Crowd, Scene, length, percentile

HOSTILE = """
import os, signal, time
from questions import grading

honest = grading.grade

def grade(question, answer, *rest):
    mood = answer.get("pick")
    if mood == "sleep":
        time.sleep(3)
    if mood == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if mood == "memory":
        held = [bytearray(2**28) for _ in range(3)]
        raise MemoryError(len(held))
    return honest(question, answer, *rest)

grading.grade = grade
"""
APP = (
    "import sitecustomize, importlib\nimportlib.reload(sitecustomize)\nfrom app import create_app\napp = create_app()\n"
)


@pytest.fixture
def hostile(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A service whose graders have moods, and so has the process that grades what they left."""
    (tmp_path / "sitecustomize.py").write_text(HOSTILE)
    (tmp_path / "hostile.py").write_text(APP)
    monkeypatch.setattr(Scene, "environment", {**scene.environment, "PYTHONPATH": f"{tmp_path}:{ROOT}"})
    scene.app = "hostile:app"
    return scene


@pytest.mark.parametrize("mood", ["sleep", "crash", "memory"])
def test_it_is_stored_first_and_slows_nobody(hostile: Scene, mood: str) -> None:
    crowd = Crowd(hostile)
    victim, *others = hostile.students[:5]
    with hostile.serving():
        quiet = [timed(crowd, others, f"quiet {number:04d}") for number in range(int(length(5, 40)))]
        sent = threading.Thread(target=crowd.submit, args=(victim, "the hostile one of all", {"pick": mood}))
        sent.start()
        wait_until(hostile, "SELECT count(*) FROM submissions WHERE idempotency_key = 'the hostile one of all'")
        loud = [timed(crowd, others, f"loud {number:04d}") for number in range(int(length(5, 40)))]
        sent.join(60)
        crowd.check_all_graded()
    assert not sent.is_alive()
    assert crowd.check() == len(crowd.acknowledged)
    wanted = "invalid" if mood == "sleep" else "undecided"
    with hostile.database() as db, db.read() as c:
        outcomes = list(
            c.execute(text(f"SELECT outcome FROM grade_events WHERE attempt_id = {victim.attempt}")).scalars()
        )
    assert outcomes == [wanted]
    if LONG and mood == "sleep":
        assert percentile(loud, 95) < 2 * percentile(quiet, 95)


def timed(crowd: Crowd, students: list, key: str) -> float:
    """How long each of them waits, the longest."""
    begin = time.monotonic()
    for number, student in enumerate(students):
        crowd.submit(student, f"{key} of {number:04d}", {"pick": "A"})
    return (time.monotonic() - begin) / len(students)


def wait_until(scene: Scene, count: str) -> None:
    """Until there is one."""
    with scene.database() as db:
        for _ in range(200):
            with db.read() as c:
                if c.execute(text(count)).scalar():
                    return
            time.sleep(0.05)
    raise AssertionError("it was never stored")
