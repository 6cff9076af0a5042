"""One submission is made of a request that reaches both hosts, and no try is given twice."""

from __future__ import annotations

import json

from tests.drills.scene import asked
from tests.hosts.house import Hosts

TIMES = 6


def test_a_draft_of_the_one_is_seen_and_not_overwritten_at_the_other(hosts: Hosts) -> None:
    student = next(hosts.students)
    own = {"Authorization": f"Bearer {student.token}"}
    path = f"/api/v1/attempts/{student.attempt}/answers/1"
    first = {"answer": {"pick": "B"}, "seq": 1}
    assert asked(hosts.here.port, "PUT", path, first, own)[0] == 200
    shown = json.loads(asked(hosts.there.port, "GET", f"/api/v1/attempts/{student.attempt}", None, own)[1])
    assert (shown["answers"]["1"]["answer"], shown["answers"]["1"]["seq"]) == ({"pick": "B"}, 1)
    status, told = asked(hosts.there.port, "PUT", path, {**first, "answer": {"pick": "A"}}, own)
    assert status == 409
    assert json.loads(told)["answer"] == {"pick": "B"}
    assert asked(hosts.there.port, "PUT", path, {"answer": {"pick": "A"}, "seq": 2}, own)[0] == 200
    assert asked(hosts.here.port, "PUT", path, {"answer": {"pick": "B"}, "seq": 2}, own)[0] == 409


def test_a_key_that_reaches_both_at_once_makes_one_submission(hosts: Hosts) -> None:
    for number in range(TIMES):
        student, key = next(hosts.students), f"the same for both {number}"
        came = hosts.hammered(student, [(key, {"pick": "A"})] * 4)
        assert sorted(status for status, _ in came) == [200] * 7 + [201]
        assert all(told == came[0][1] for _, told in came)
        assert came[0][1]["outcome"] == "correct"
        assert stored(hosts, student.attempt) == 1


def test_the_last_try_is_given_once(hosts: Hosts) -> None:
    for number in range(TIMES):
        student = next(hosts.students)
        came = hosts.hammered(student, [(f"try {number} {n}".ljust(16, "."), {"pick": "B"}) for n in range(4)])
        taken = [status for status, _ in came if status in (200, 201)]
        assert sorted(taken) == [200, 201]  # the same key came to both
        assert {status for status, _ in came} == {200, 201, 403}
        assert stored(hosts, student.attempt) == 1


def stored(hosts: Hosts, attempt: int) -> int:
    """How many submissions an attempt has."""
    return int(hosts.run(f"SELECT count(*) FROM submissions WHERE attempt_id = {attempt}"))
