"""PostgreSQL goes away and comes back under two hosts."""

from __future__ import annotations

import http.client
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from tests.drills.cluster import Cluster, cluster
from tests.drills.scene import Scene, Service, Student, asked, free_port, furnish

__all__ = ["cluster"]

AT_ONCE = 16  # connections, so that some come to each worker
WORKERS = 2


def test_every_worker_says_so_and_is_there_again_with_its_first_answer(cluster: Cluster, tmp_path: Path) -> None:
    students = furnish(cluster.url, tmp_path, 1)
    here = Scene(tmp_path, cluster.url, students, free_port())
    with here.serving(WORKERS) as one, replace(here, port=free_port()).serving(WORKERS) as other:
        for host in (one, other):
            assert statuses(host, students[0]) == {200}
        cluster.crash()
        for host in (one, other):
            assert statuses(host, students[0]) == {503}
            says_when_to_come_again(host, students[0])
        cluster.start()
        back = time.monotonic()
        for host in (one, other):
            assert statuses(host, students[0]) == {200}
        assert time.monotonic() - back < 5


def statuses(host: Service, student: Student) -> set[int]:
    """What every worker of a host answers."""
    served: dict[int, int] = {}
    while len(served) < WORKERS:
        with connections(host.scene.port) as several:
            for connection in several:
                connection.request("GET", "/api/v1/quizzes", headers=bearer(student))
            answers = [connection.getresponse() for connection in several]
            for connection, answer in zip(several, answers, strict=True):
                answer.read()
                worker = whose(host, connection)
                served[worker] = max(answer.status, served.get(worker, 0))
    return set(served.values())


@contextmanager
def connections(port: int) -> Iterator[list[http.client.HTTPConnection]]:
    """Open at the same time."""
    with ExitStack() as stack:
        several = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(AT_ONCE)]
        for connection in several:
            connection.connect()
            stack.callback(connection.close)
        yield several


def whose(host: Service, connection: http.client.HTTPConnection) -> int:
    """The worker at the other end of a connection that is kept open."""
    ends = f":{host.scene.port:04X} 0100007F:{connection.sock.getsockname()[1]:04X} "
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines() if f"{ends}01 " in line]  # in use
    socket = f"socket:[{lines[0][9]}]"
    return next(worker for worker in host.workers() if socket in sockets(worker))


def sockets(process: int) -> set[str]:
    """What a process has open."""
    found = set()
    for handle in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            found.add(os.readlink(handle))
    return found


def says_when_to_come_again(host: Service, student: Student) -> None:
    """As problem details, also for what would have been written."""
    key = {"Idempotency-Key": "sent while it is away"}
    path = f"/api/v1/attempts/{student.attempt}/answers/1/submit"
    for call in (("GET", "/api/v1/quizzes", None), ("POST", path, {"answer": {"pick": "A"}})):
        connection = http.client.HTTPConnection("127.0.0.1", host.scene.port, timeout=30)
        body = None if call[2] is None else json.dumps(call[2])
        connection.request(*call[:2], body, {"Content-Type": "application/json", **bearer(student), **key})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Content-Type"]) == (503, "application/problem+json")
        assert re.fullmatch("[1-9]", answer.headers["Retry-After"])
        assert json.loads(answer.read())["status"] == 503
        connection.close()
    assert asked(host.scene.port, "GET", "/readyz")[0] == 503
    assert asked(host.scene.port, "GET", "/healthz")[0] == 200


def bearer(student: Student) -> dict[str, str]:
    """Who asks."""
    return {"Authorization": f"Bearer {student.token}"}
