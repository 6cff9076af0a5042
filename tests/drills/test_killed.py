"""kill -9 under load: of workers again and again, and of the first process."""

from __future__ import annotations

import os
import random
import signal
import time

from tests.drills.scene import LONG, ON_BOTH, PATIENCE, Crowd, Scene, length


@ON_BOTH
def test_killed_workers_lose_nothing(scene: Scene) -> None:
    crowd = Crowd(scene)
    chance = random.Random(0)
    killed = 0
    with scene.serving() as service:
        with crowd.busy(20):
            for _ in range(int(length(8, 120))):
                time.sleep(0.25)
                if workers := service.workers():
                    os.kill(chance.choice(workers), signal.SIGKILL)
                    killed += 1
        assert service.wait() < (5 if LONG else PATIENCE)
        crowd.check_all_graded()
    assert killed > 3
    assert set(crowd.refused) <= {503}
    assert crowd.check() >= len(crowd.acknowledged) > 0


@ON_BOTH
def test_a_killed_first_process_loses_nothing(scene: Scene) -> None:
    crowd = Crowd(scene)
    service = scene.start()
    with crowd.busy(20):
        for _ in range(int(length(2, 5))):
            time.sleep(length(0.7, 3))
            service.process.kill()
            service.process.wait()
            service = scene.start()
        time.sleep(0.5)
    crowd.check_all_graded()
    service.process.terminate()
    assert service.process.wait(30) == 0
    assert set(crowd.refused) <= {503}
    assert crowd.check() >= len(crowd.acknowledged) > 0
