"""Two services on two ports, as on two machines, with one database: PostgreSQL, where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from app.people import service as people
from app.people.views import Role
from app.quizzes import service as quizzes
from tests.databases import POSTGRES
from tests.drills.conftest import database
from tests.drills.scene import Scene, free_port, furnish
from tests.hosts.house import INSTRUCTOR, PASSWORD, Hosts


@pytest.fixture(scope="session", params=["postgresql" if POSTGRES else "sqlite"])
def hosts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    """Both, with students who have begun a quiz of one try, and its instructor. Each test takes students of its own."""
    place = tmp_path_factory.mktemp("hosts")
    with ExitStack() as stack:
        url = stack.enter_context(database(request.param, place))
        students = furnish(url, place, 24)
        here, there = (Scene(place, url, students, free_port()) for _ in range(2))
        with here.database() as db:
            boss = people.add_user(db, INSTRUCTOR, PASSWORD, role=Role.INSTRUCTOR, course="course")
            quizzes.change_settings(db, boss, quizzes.any_quiz(db, "drill").id, {"tries": 1})
        for scene in (here, there):
            stack.enter_context(scene.serving(1))
        yield Hosts(here, there, iter(students))
