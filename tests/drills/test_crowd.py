"""A whole year submits within one second."""

from __future__ import annotations

from pathlib import Path

from app.bench import load
from app.bench.site import posted
from tests.drills.scene import LONG, Crowd, Scene, free_port, furnish, length, percentile


def test_everybody_is_acknowledged(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'drill.db'}"
    students = furnish(url, tmp_path, int(length(200, 500)))
    scene = Scene(tmp_path, url, students, free_port())
    crowd = Crowd(scene)
    requests = []
    for number, student in enumerate(students):
        answer = {"weights": {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": [number / 1000]}}
        key = f"submission number {number:08d}"
        requests.append(posted(f"/attempts/{student.attempt}/answers/2/submit", student.token, {"answer": answer}, key))
    with scene.serving():
        came = load.crowd(scene.port, requests, 1.0)
    assert [answer.status for answer in came.answers] == [201] * len(students)
    assert crowd.check() == len(students)
    if LONG:
        assert percentile([answer.took for answer in came.answers], 99) <= 2.0
