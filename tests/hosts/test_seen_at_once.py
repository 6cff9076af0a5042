"""What an instructor does at one host is what the other goes by from the next request on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from tests.drills.scene import Scene, Student, asked
from tests.hosts.house import INSTRUCTOR, Browser, Hosts


@pytest.fixture
def instructor(hosts: Hosts) -> Browser:
    """Signed in at both."""
    browser = Browser()
    assert browser.sign_in(hosts.here, INSTRUCTOR)[0] == 303
    return browser


def test_a_decision_and_its_withdrawal(hosts: Hosts, instructor: Browser) -> None:
    before, after, last = (next(hosts.students) for _ in range(3))
    assert hosts.submit(hosts.there, before, "before the decision", {"pick": "B"})[1]["outcome"] == "wrong"
    assert points(hosts.there, instructor, before) == 0  # what this host keeps in memory is of now
    answer = hosts.run(
        f"SELECT max(a.id) FROM answers a JOIN submissions s ON s.id = a.submission_id "
        f"WHERE s.attempt_id = {before.attempt}"
    )
    page = f"/desk/drill/groups/{answer}"
    decision = {"points": "0.5", "comment": "Nearly."}
    shown = instructor.send(hosts.here, page, page, **decision)[1]
    digest = re.findall('name="digest" value="([^"]+)"', shown)[0]
    done = instructor.send(hosts.here, page, page, **decision, digest=digest)
    assert done[0] == 303, done[1]
    assert points(hosts.there, instructor, before) == 0.5
    assert hosts.submit(hosts.there, after, "after the decision", {"pick": "B"})[1]["outcome"] == "partial"
    ruling = hosts.run("SELECT max(id) FROM group_decisions")
    form = {"kind": "decision", "id": str(ruling)}
    shown = instructor.send(hosts.here, "/desk/drill/regrade", "/desk/drill/rulings/withdraw", **form)[1]
    form["digest"] = re.findall('name="digest" value="([^"]+)"', shown)[0]
    assert instructor.send(hosts.here, "/desk/drill/regrade", "/desk/drill/rulings/withdraw", **form)[0] == 303
    assert [points(hosts.there, instructor, one) for one in (before, after)] == [0, 0]
    assert hosts.submit(hosts.there, last, "after withdrawing", {"pick": "B"})[1]["outcome"] == "wrong"


@pytest.mark.usefixtures("waits_for_release")
def test_a_release_and_taking_it_back(hosts: Hosts, instructor: Browser) -> None:
    student = next(hosts.students)
    hosts.submit(hosts.here, student, "before the release", {"pick": "A"})
    seen = [shows(hosts.there, student)]
    for do in ("release", "take-back"):
        assert instructor.send(hosts.here, "/desk/drill/settings", "/desk/drill/release", do=do)[0] == 303
        seen.append(shows(hosts.there, student))
    assert seen == [False, True, False]


@pytest.fixture
def waits_for_release(hosts: Hosts) -> Iterator[None]:
    """While the quiz shows no score before its release."""
    change = "UPDATE quizzes SET show_score = '{}' WHERE slug = 'drill' RETURNING 1"
    before = hosts.run("SELECT show_score FROM quizzes WHERE slug = 'drill'")
    hosts.run(change.format("release"))
    yield
    hosts.run(change.format(before))


def points(host: Scene, instructor: Browser, student: Student) -> float:
    """What the gradebook of a host gives a student."""
    status, page, _ = instructor.ask(host, "/desk/drill/grades.csv")
    assert status == 200
    head, *lines = (line.split(",") for line in page.strip().splitlines())
    (found,) = (dict(zip(head, line, strict=True)) for line in lines if line[0] == student.name)
    return float(found["score"] or 0)


def shows(host: Scene, student: Student) -> bool:
    """Whether a host tells a student what they earned."""
    own = {"Authorization": f"Bearer {student.token}"}
    told = json.loads(asked(host.port, "GET", f"/api/v1/attempts/{student.attempt}", None, own)[1])
    return "earned" in told
