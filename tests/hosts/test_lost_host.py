"""A host dies with all its processes while both are busy: the other grades what it left, and nothing is lost."""

from __future__ import annotations

import http.client
import itertools
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.databases import POSTGRES
from tests.drills.conftest import scene
from tests.drills.scene import PATIENCE, ROOT, Crowd, Scene, Service, Student, asked, free_port

__all__ = ["scene"]

SLOWLY = {"pick": "slow"}
STORED = "SELECT count(*) FROM submissions WHERE idempotency_key LIKE 'slow, of %'"
GRADED = (
    "SELECT count(*) FROM submissions s JOIN answers a ON a.submission_id = s.id "
    "JOIN grade_events e ON e.answer_id = a.id WHERE s.idempotency_key LIKE 'slow, of %'"
)
SLOW = """
import time
from questions import grading

honest = grading.grade

def grade(question, answer, *rest):
    if answer.get("pick") == "slow":
        time.sleep(60)
    return honest(question, answer, *rest)

grading.grade = grade
from app import create_app
"""
WATCHFUL = "from app.taking import keeping\nkeeping.EVERY = 0.5\nfrom app import create_app\n"


@pytest.fixture
def other(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A second host. The first one's graders can be made to take for ever; the second looks more often at what is
    left than hosts do, so that nobody waits long here."""
    (tmp_path / "slow.py").write_text(SLOW)
    (tmp_path / "watchful.py").write_text(WATCHFUL)
    path = {"PYTHONPATH": f"{tmp_path}:{ROOT}"}
    settings = Scene.environment.fget  # type: ignore[attr-defined]
    monkeypatch.setattr(Scene, "environment", property(lambda one: {**settings(one), **path}))
    scene.app = "slow:create_app()"
    return replace(scene, port=free_port(), app="watchful:create_app()")


@pytest.mark.parametrize("scene", ["postgresql" if POSTGRES else "sqlite"], indirect=True)
def test_the_other_goes_on_and_grades_what_was_left(scene: Scene, other: Scene) -> None:
    here, there = Crowd(scene), Crowd(other, _number=itertools.count(10**6))
    *_, asking, silent = scene.students
    with other.serving(1), there.busy(5):
        service = scene.start(1)
        with here.busy(5):
            waiting = [unanswered(scene, student) for student in (asking, silent)]
            until(lambda: len(here.acknowledged) > 20 and found(scene, STORED) == 2)
            kill(service)
            time.sleep(0.5)  # the students of the dead host find nobody
        for thread in waiting:
            thread.join(30)
        assert there.submit(asking, key(asking), SLOWLY) == 200
        there.check_all_graded()  # also of whom nobody asks again
        before = len(there.acknowledged)
        until(lambda: len(there.acknowledged) > before + 20)
    assert (here.refused, there.refused) == ([], [])
    here.acknowledged |= there.acknowledged
    assert here.check() >= len(here.acknowledged) > 40
    assert found(scene, GRADED) == 2


def key(student: Student) -> str:
    """Of the submission that its host does not live to answer."""
    return f"slow, of {student.name}"


def unanswered(scene: Scene, student: Student) -> threading.Thread:
    """Send it once, and hear nothing."""
    path = f"/api/v1/attempts/{student.attempt}/answers/1/submit"
    headers = {"Authorization": f"Bearer {student.token}", "Idempotency-Key": key(student)}

    def send() -> None:
        with pytest.raises((OSError, http.client.HTTPException)):
            asked(scene.port, "POST", path, {"answer": SLOWLY}, headers)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def kill(service: Service) -> None:
    """All processes at once, as when a machine dies."""
    for process in (service.process.pid, *service.workers()):
        os.kill(process, signal.SIGKILL)
    service.process.wait()


def until(true: Callable[[], bool]) -> None:
    """Wait for it."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def found(scene: Scene, count: str) -> int:
    """How many there are."""
    with scene.database() as db, db.read() as c:
        return int(c.execute(text(count)).scalar_one())
