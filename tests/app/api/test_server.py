"""The JSON API over HTTP: a real server with two workers, on each kind of database."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.app.api.live import Live, live
from tests.app.servers import ROOT

__all__ = ["live"]


def test_many_repetitions_at_once_are_one_submission(live: Live) -> None:
    attempt = live.ask("POST", "/api/v1/quizzes/small/attempts")[1]["id"]
    path = f"/api/v1/attempts/{attempt}/answers/1.1/submit"

    def send(_: int) -> tuple[int, Any]:
        return live.ask("POST", path, {"answer": "B"}, **{"Idempotency-Key": "the same for all of them"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(24)))
    assert sorted({status for status, _ in answers}) == [200, 201]
    assert [status for status, _ in answers].count(201) == 1
    assert len({json.dumps(body) for _, body in answers}) == 1


@pytest.mark.parametrize("path", ["/api/v1/preview", "/sign-in"])
def test_a_body_that_is_too_long_ends_its_connection(live: Live, path: str) -> None:
    for size in (64 * 1024 + 1, 400_000):
        connection = live.connect()
        headers = {"Authorization": f"Bearer {live.tokens['student']}", "Content-Type": "application/json"}
        connection.request("POST", path, b"x" * size, headers)
        answered = connection.getresponse()
        assert (answered.status, answered.headers["Connection"]) == (413, "close")
        assert connection.sock is None  # the client saw it, too
        connection.close()


def test_a_connection_is_kept_after_an_error_that_read_everything(live: Live) -> None:
    connection = live.connect()
    for _ in range(3):
        connection.request("POST", "/api/v1/preview", b"{", {"Authorization": f"Bearer {live.tokens['student']}"})
        answered = connection.getresponse()
        answered.read()
        assert answered.status == 415
        assert connection.sock is not None
    connection.close()


@pytest.mark.parametrize("end", [b"0\r\n\r\n", b""])
def test_a_chunked_body_is_measured_while_it_is_read(live: Live, end: bytes) -> None:
    address = urlsplit(live.server.address)
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    with socket.create_connection((address.hostname, address.port), timeout=30) as raw:
        head = f"POST /api/v1/preview HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {live.tokens['student']}\r\n"
        raw.sendall(head.encode() + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        raw.sendall(chunk * 4 + end)
        answered = raw.recv(65536)
    assert answered.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in answered.lower()


def test_whichever_worker_is_asked_the_figures_are_of_all(live: Live) -> None:
    route = 'chainrule_requests_total{route="GET /api/v1/quizzes",status="200"}'

    def requests() -> int:
        text = live.ask("GET", "/metrics", who="instructor")[1]
        found = re.search(re.escape(route) + r" (\d+)", text)
        return int(found[1]) if found else 0

    before = requests()
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: live.ask("GET", "/api/v1/quizzes")[0], range(60)))
    assert statuses == [200] * 60
    assert [requests() - before for _ in range(6)] == [60] * 6


def test_what_was_acknowledged_is_exported_as_it_was(live: Live) -> None:
    attempt = live.ask("POST", "/api/v1/quizzes/small/attempts", who="other")[1]["id"]
    answer = {"why": "Because of ℝ and \u0000.", "pick": "B"}
    path, key = f"/api/v1/attempts/{attempt}/answers/1.2/submit", "a key, {as} it 'came'"
    status, told = live.ask("POST", path, {"answer": answer}, who="other", **{"Idempotency-Key": key})
    assert status == 201
    command = [sys.executable, "-m", "app.cli", "export", "answers", "small"]
    environment = {**os.environ, **live.environment, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    (line,) = [one for one in map(json.loads, done.stdout.splitlines()) if one["submission"] == told["submission"]]
    assert set(line) == {
        *("submission", "student", "attempt", "question", "answer", "idempotency_key", "received_at", "fields")
    }
    assert (line["student"], line["attempt"], line["question"]) == ("other", attempt, "1.2")
    assert (line["answer"], line["idempotency_key"]) == (answer, key)
    assert datetime.fromisoformat(line["received_at"]).utcoffset() is not None
    assert line["fields"] == told["fields"]
