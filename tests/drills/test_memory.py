"""A worker's memory does not grow with what it has graded."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from app.bench import load
from app.bench.site import posted
from tests.drills.scene import Crowd, Scene, length

CLIENTS = 8


def test_it_stays_where_it_is(scene: Scene) -> None:
    early, late = int(length(600, 10_000)), int(length(1_800, 100_000))
    coming = requests(scene)
    with scene.serving(workers=1) as service:
        submit(scene, coming, early)
        before = resident(service.workers()[0])
        submit(scene, coming, late - early)
        after = resident(service.workers()[0])
    assert after < 1.2 * before
    assert Crowd(scene).check() == late


def submit(scene: Scene, coming: Iterator[bytes], count: int) -> None:
    """So many submissions, all acknowledged."""
    each = [list(itertools.islice(coming, count // CLIENTS)) for _ in range(CLIENTS)]
    assert {answer.status for answer in load.in_turn(scene.port, each).answers} == {201}


def requests(scene: Scene) -> Iterator[bytes]:
    """Weights, no two alike, by one student after the other."""
    for number, student in enumerate(itertools.cycle(scene.students)):
        answer = {"weights": {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": [number / 1e6]}}
        path = f"/attempts/{student.attempt}/answers/2/submit"
        yield posted(path, student.token, {"answer": answer}, f"submission number {number:08d}")


def resident(process: int) -> int:
    """Bytes of memory that a process holds."""
    (line,) = (one for one in Path(f"/proc/{process}/status").read_text().splitlines() if one.startswith("VmRSS:"))
    return 1024 * int(line.split()[1])
