"""PostgreSQL itself crashes under load and comes back: nothing acknowledged is lost, and the service reconnects."""

from __future__ import annotations

import time
from pathlib import Path

from tests.drills.cluster import Cluster, cluster
from tests.drills.scene import LONG, PATIENCE, Crowd, Scene, free_port, furnish, length

__all__ = ["cluster"]


def test_crashes_lose_nothing(cluster: Cluster, tmp_path: Path) -> None:
    scene = Scene(tmp_path, cluster.url, furnish(cluster.url, tmp_path, 10), free_port())
    crowd = Crowd(scene)
    with scene.serving() as service:
        with crowd.busy(10):
            for _ in range(int(length(1, 3))):
                time.sleep(length(1, 5))
                cluster.crash()
                time.sleep(0.5)
                assert service.get("/healthz") == 200
                before = len(crowd.acknowledged)
                cluster.start()
                back = time.monotonic()
                while len(crowd.acknowledged) <= before:
                    assert time.monotonic() - back < (5 if LONG else PATIENCE), "it did not reconnect"
                    time.sleep(0.05)
        crowd.check_all_graded()
    assert set(crowd.refused) <= {503}
    assert crowd.broken == []
    assert crowd.check() >= len(crowd.acknowledged) > 0


def test_a_server_that_may_lose_commits_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    cluster.crash()
    cluster.start("fsync=off")
    scene = Scene(tmp_path, cluster.url, [], free_port())
    refused = scene.command("serve")
    assert (refused.returncode, "fsync" in refused.stderr) == (1, True)
    assert "fsync" in scene.command("doctor").stdout
