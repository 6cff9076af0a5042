"""Hosts that start at the same moment, on a database that has nothing in it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.databases import POSTGRES
from tests.drills.conftest import database
from tests.drills.scene import PATIENCE, Scene, asked, free_port

HOSTS = 2


@pytest.mark.parametrize("kind", ["postgresql" if POSTGRES else "sqlite"])
def test_all_of_them_come_up(kind: str, tmp_path: Path) -> None:
    with database(kind, tmp_path) as url:
        scenes = [Scene(tmp_path, url, [], free_port()) for _ in range(HOSTS)]
        call = [sys.executable, "-m", "app.cli", "serve", "--workers", "1"]
        with (tmp_path / "log").open("w") as log:
            started = [
                subprocess.Popen(call, env=scene.environment, cwd=tmp_path, stdout=log, stderr=log) for scene in scenes
            ]
        try:
            for scene, process in zip(scenes, started, strict=True):
                wait_until_ready(scene, process)
        finally:
            for process in started:
                process.terminate()
            ended = [process.wait(PATIENCE) for process in started]
        assert ended == [0] * HOSTS
        assert "Traceback" not in (tmp_path / "log").read_text()


def wait_until_ready(scene: Scene, process: subprocess.Popen[bytes]) -> None:
    """Until `/readyz` says so."""
    end = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, f"{os.fspath(scene.place)}/log says why it ended"
        assert time.monotonic() < end
        try:
            if asked(scene.port, "GET", "/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
