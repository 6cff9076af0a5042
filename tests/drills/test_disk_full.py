"""A full disk: nothing is acknowledged that is not stored, the service stays up, and goes on once there is room."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.drills.scene import Crowd, Scene, free_port, furnish

SIZE = 6 * 2**20


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """A file system of its own with little room."""
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small file system can be mounted by root only")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_refuses_and_recovers(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        url = f"sqlite:///{disk / 'drill.db'}"
        scene = Scene(tmp_path, url, furnish(url, tmp_path, 20), free_port())
        crowd = Crowd(scene)
        ballast = disk / "ballast"
        full = threading.Event()
        with scene.serving() as service:
            with crowd.busy(8):
                fill(ballast)
                while len(crowd.refused) < 20:
                    fill(ballast)
                assert service.get("/healthz") == 200
                before = len(crowd.acknowledged)
                ballast.unlink()
                while len(crowd.acknowledged) < before + 20:
                    full.wait(0.05)
            assert service.get("/readyz") == 200
            crowd.check_all_graded()
        assert set(crowd.refused) == {503}
        assert crowd.broken == []
        assert crowd.check() >= len(crowd.acknowledged)


def fill(ballast: Path) -> None:
    """Write until there is no room for more."""
    with ballast.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass
