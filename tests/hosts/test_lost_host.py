"""Two services on two ports share one PostgreSQL: what one of them knows, the other knows."""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import replace

import pytest

from tests.drills.scene import POSTGRES, Crowd, Scene, asked, free_port

NEEDED = pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL: set CHAINRULE_TEST_POSTGRES")


@NEEDED
@pytest.mark.parametrize("scene", ["postgresql"], indirect=True)
def test_they_are_one_service(scene: Scene) -> None:
    other = replace(scene, port=free_port())
    student = scene.students[0]
    own = {"Authorization": f"Bearer {student.token}"}
    path = f"/api/v1/attempts/{student.attempt}/answers/1"
    with scene.serving(1), other.serving(1):
        draft = {"answer": {"pick": "B"}, "seq": 1}
        assert asked(scene.port, "PUT", path, draft, own)[0] == 200
        assert asked(other.port, "PUT", path, {**draft, "answer": {"pick": "A"}}, own)[0] == 409
        shown = json.loads(asked(other.port, "GET", f"/api/v1/attempts/{student.attempt}", None, own)[1])
        assert shown["answers"]["1"]["answer"] == {"pick": "B"}
        here, there = Crowd(scene), Crowd(other, _number=itertools.count(10**6))
        assert here.submit(student, "the same key of both", {"pick": "A"}) == 201
        assert there.submit(student, "the same key of both", {"pick": "A"}) == 200
        assert there.submit(student, "the same key of both", {"pick": "B"}) == 409
        with here.busy(10), there.busy(10):
            while len(here.acknowledged) + len(there.acknowledged) < 60:
                time.sleep(0.05)
    assert (here.refused, there.refused) == ([], [409])
    here.acknowledged |= there.acknowledged
    assert here.check() == len(here.acknowledged)
