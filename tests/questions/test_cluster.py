"""A Dask scheduler and two workers answer what one process would, to the byte, also when one of them is killed."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from questions import cluster
from questions.loading import BANK, load_bank
from questions.question import Bank
from questions.stream import run, share

SECRET = b"the key that no log may show"


class Processes:
    """Of a cluster, each with a log of its own."""

    def __init__(self, room: Path, port: int) -> None:
        self.room, self.address = room, f"tcp://127.0.0.1:{port}"
        self.running: list[subprocess.Popen[bytes]] = []
        self.start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.room / f"{len(self.running)}.log").open("wb") as log:
            self.running.append(
                subprocess.Popen([sys.executable, "-m", "dask", *command], stdout=log, stderr=log, cwd=self.room)
            )
        return self.running[-1]

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard")

    def logs(self) -> str:
        return "".join(path.read_text() for path in sorted(self.room.glob("*.log")))

    def said(self, text: str, times: int = 1) -> None:
        """Wait until the logs say something."""
        deadline = time.monotonic() + 60
        while self.logs().count(text) < times:
            assert time.monotonic() < deadline, self.logs()
            time.sleep(0.05)


@contextmanager
def processes(room: Path) -> Iterator[Processes]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    started = Processes(room, port)
    try:
        started.said("Scheduler at:")
        yield started
    finally:
        for process in started.running:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    with processes(tmp_path_factory.mktemp("cluster")) as started:
        started.start_worker()
        started.start_worker()
        started.said("Starting established connection to tcp", 2)
        yield started


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(BANK)


def lines(count: int, start: int = 0) -> bytes:
    """Networks, all different, with a formula, a refusal and no JSON between them."""
    made = []
    for number in range(start, start + count):
        answer: Any = {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, number % 7 - 2 - number / 1e6]], "b2": [0]}
        made.append(json.dumps({"id": number, "question": "assignment-3/4.2", "answer": {"weights": answer}}))
        if number % 100 == 0:
            made.append(
                json.dumps({"id": "é", "question": "assignment-3/2.2", "answer": {"expression": f"w^T {number}"}})
            )
            made.append("no line")
    return "\n".join(made).encode() + b"\n"


def local(bank: Bank, data: bytes) -> bytes:
    sink = io.BytesIO()
    run(io.BytesIO(data), sink, bank, SECRET)
    return sink.getvalue()


class Arriving(io.RawIOBase):
    """Pieces that arrive one by one; before each but the first something may happen."""

    def __init__(self, pieces: list[bytes], between: Any = lambda given: None) -> None:
        self.pieces, self.between, self.given = pieces, between, 0

    def read1(self, _: int = -1) -> bytes:
        self.between(self.given)
        self.given += 1
        return self.pieces[self.given - 1] if self.given <= len(self.pieces) else b""


def on_workers(bank: Bank, source: Any, address: str, sink: IO[bytes]) -> None:
    share(source, cluster.on_cluster(bank, SECRET, address, sink))


def test_the_command_writes_what_it_writes_alone(two_workers: Processes, tmp_path: Path) -> None:
    given = tmp_path / "lines.jsonl"
    given.write_bytes(lines(4000))
    command = [sys.executable, "-m", "app.cli", "grade", str(given)]
    environment = {**os.environ, "GRADING_KEY": "k" * 40}
    alone = subprocess.run(command, env=environment, check=True, capture_output=True)
    spread = subprocess.run(
        [*command, "--cluster", two_workers.address], env=environment, check=True, capture_output=True
    )
    assert spread.stdout == alone.stdout
    assert alone.stdout.count(b"\n") == 4080


def test_answers_come_while_the_input_stays_open(two_workers: Processes, bank: Bank) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as answers, os.fdopen(writing, "wb") as sink:

        def await_the_first(given: int) -> None:
            if given == 1:
                assert json.loads(answers.readline())["id"] == "first"

        first = json.dumps({"id": "first", "question": "nowhere", "answer": 1}).encode() + b"\n"
        on_workers(bank, Arriving([first, first], await_the_first), two_workers.address, sink)


def test_memory_does_not_grow_with_the_input(two_workers: Processes, bank: Bank) -> None:
    piece = lines(1) * 800

    def peak(count: int) -> int:
        tracemalloc.start()
        with Path(os.devnull).open("wb") as sink:
            on_workers(bank, Arriving([piece] * count), two_workers.address, sink)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(2)
    assert peak(80) < peak(16) + 20 * len(piece)


def test_neither_key_nor_answers_stand_in_the_logs_of_other_code_that_refuses(
    two_workers: Processes, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "code_here", lambda: "other")
    line = b'{"id": 1, "question": "assignment-3/2.2", "answer": {"expression": "remarkable"}}'
    with pytest.raises(cluster.ClusterFault, match="another version"):
        on_workers(bank, io.BytesIO(line), two_workers.address, io.BytesIO())
    two_workers.said("Compute Failed")
    assert "remarkable" not in two_workers.logs()
    assert SECRET.decode() not in two_workers.logs()


def test_a_worker_that_is_killed_half_way_changes_no_byte(two_workers: Processes, bank: Bank) -> None:
    pieces = [lines(500, start) for start in range(0, 10_000, 500)]
    sink = io.BytesIO()

    def kill_one(given: int) -> None:
        if given == 8:
            two_workers.running[1].send_signal(signal.SIGKILL)

    on_workers(bank, Arriving(pieces, kill_one), two_workers.address, sink)
    assert two_workers.running[1].wait() == -signal.SIGKILL
    assert sink.getvalue() == local(bank, b"".join(pieces))


def test_a_scheduler_that_dies_half_way_is_told(tmp_path: Path, bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 4.0)
    with processes(tmp_path) as started:
        with pytest.raises(cluster.ClusterFault, match="has no workers"):
            on_workers(bank, io.BytesIO(b""), started.address, io.BytesIO())
        monkeypatch.setattr(cluster, "PATIENCE", 10.0)
        started.start_worker()
        started.said("Starting established connection to tcp")

        def kill_scheduler(given: int) -> None:
            if given == 1:
                started.running[0].kill()

        with pytest.raises(cluster.ClusterFault, match="was lost"):
            on_workers(bank, Arriving([lines(100)] * 3, kill_scheduler), started.address, io.BytesIO())
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    with pytest.raises(cluster.ClusterFault, match="no Dask scheduler"):
        on_workers(bank, io.BytesIO(b""), started.address, io.BytesIO())
