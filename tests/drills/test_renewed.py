"""HUP and TERM under load: what was accepted is answered."""

from __future__ import annotations

import signal
import time

from tests.drills.scene import ON_BOTH, Crowd, Scene, length


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
    assert (crowd.broken, crowd.refused) == (0, [])
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
