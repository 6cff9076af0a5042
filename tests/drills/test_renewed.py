"""HUP and TERM under load: what was accepted is answered."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

from tests.drills.scene import ON_BOTH, PATIENCE, Crowd, Scene, length

LATE = """
import time
from pathlib import Path
from app import create_app

while Path("wait").exists():
    time.sleep(0.05)
app = create_app()
"""


@ON_BOTH
def test_renewing_breaks_no_request(scene: Scene) -> None:
    crowd = Crowd(scene)
    with scene.serving() as service:
        before = set(service.workers())
        with crowd.busy(20):
            for _ in range(int(length(1, 10))):
                time.sleep(0.5)
                service.signal(signal.SIGHUP)
            while before & set(service.workers()):
                time.sleep(0.1)
            time.sleep(0.5)
    assert (crowd.broken, crowd.refused) == ([], [])
    assert crowd.check() == len(crowd.acknowledged) > 0


@ON_BOTH
def test_ending_stores_what_was_accepted(scene: Scene) -> None:
    crowd = Crowd(scene)
    service = scene.start()
    with crowd.busy(20):
        time.sleep(length(1, 5))
        service.signal(signal.SIGTERM)
        assert service.process.wait(30) == 0
    assert crowd.refused == []
    assert crowd.check() >= len(crowd.acknowledged) > 0


def test_old_workers_serve_until_the_new_ones_have_loaded(scene: Scene) -> None:
    wait = scene.place / "wait"
    (scene.place / "late.py").write_text(LATE)
    scene.app = "late:app"
    with scene.serving() as service:
        old = set(service.workers())
        wait.touch()
        service.signal(signal.SIGHUP)
        until(lambda: len(service.workers()) == 4)
        time.sleep(2)  # gunicorn has told the old ones to end, and tells them again each second
        assert [service.get("/healthz") for _ in range(8)] == [200] * 8
        assert set(service.workers()) > old
        wait.unlink()
        until(lambda: not old & set(service.workers()))
        assert [service.get("/healthz") for _ in range(8)] == [200] * 8


def test_ending_while_new_workers_load_answers_what_was_accepted(scene: Scene) -> None:
    (scene.place / "late.py").write_text(LATE)
    scene.app = "late:app"
    crowd = Crowd(scene)
    wait = scene.place / "wait"
    with scene.serving() as service:
        wait.touch()
        service.signal(signal.SIGHUP)
        until(lambda: len(service.workers()) == 4)
        with crowd.busy(5):
            service.signal(signal.SIGTERM)
            time.sleep(1)
            wait.unlink()
            service.process.wait(PATIENCE)
    assert crowd.refused == []
    assert crowd.check() >= len(crowd.acknowledged) > 0


def until(true: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < patience
        time.sleep(0.05)
