"""A backup taken while students submit, restored elsewhere."""

from __future__ import annotations

import time
from pathlib import Path

from tests.drills.scene import Crowd, Scene, length


def test_a_backup_has_everything_acknowledged_before_it_began(scene: Scene, tmp_path: Path) -> None:
    crowd = Crowd(scene)
    begun = []
    with scene.serving(), crowd.busy(10):
        for number in range(int(length(1, 10))):
            time.sleep(1)
            begun.append(time.time())
            assert scene.command("backup", tmp_path / f"backup {number}").returncode == 0
        time.sleep(0.3)
    for number, moment in enumerate(begun):
        elsewhere = f"sqlite:///{tmp_path / f'restored {number}.db'}"
        place = Scene(tmp_path, elsewhere, scene.students, scene.port)
        assert place.command("restore", tmp_path / f"backup {number}").returncode == 0
        assert place.command("verify").returncode == 0
        assert 0 < crowd.check(elsewhere, until=moment) <= crowd.check()
