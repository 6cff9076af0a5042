"""What is no request, or ends in the middle of one, is answered like everything else: a sentence, and every header."""

from __future__ import annotations

import json
import socket
from http.client import HTTPResponse
from urllib.parse import urlsplit

import pytest
from gunicorn.http import errors

from app.web.headers import ALWAYS
from app.worker.unparsed import status_of
from tests.app.api.live import Live, live
from tests.app.store import ON_SQLITE

__all__ = ["live"]

HOST = b"Host: 127.0.0.1\r\n"
CHUNKED = HOST + b"Transfer-Encoding: chunked\r\n\r\n"
NO_REQUESTS = {
    "no http at all": (b"\x16\x03\x01\x02\x00\r\n\r\n", 400),
    "a method in small letters": (b"get / HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "a version that is none": (b"GET / HTTP/9.0\r\n" + HOST + b"\r\n", 400),
    "two hosts": (b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n", 400),
    "a header without its end": (b"GET / HTTP/1.1\r\n" + HOST + b"X\x00: a\r\n\r\n", 400),
    "two lengths": (b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    "a length and chunks": (b"POST /sign-in HTTP/1.1\r\nContent-Length: 4\r\n" + CHUNKED + b"0\r\n\r\n", 400),
    "an unknown coding": (b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: x\r\n\r\n", 400),
    "an endless address": (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
    "endless headers": (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 200 + b"\r\n", 431),
    "an expectation": (b"GET / HTTP/1.1\r\n" + HOST + b"Expect: miracles\r\n\r\n", 417),
}
NO_CHUNKS = (
    b"ZZ\r\n{}\r\n0\r\n\r\n",
    b"2\r\n{}XX0\r\n\r\n",
    b"-2\r\n{}\r\n0\r\n\r\n",
    b"2\r\n{}\r\n0\r\nBad Trailer\r\n\r\n",
)


def send(live: Live, sent: bytes) -> tuple[HTTPResponse, bytes]:
    """The answer to these bytes."""
    address = urlsplit(live.server.address)
    with socket.create_connection((address.hostname, address.port), timeout=10) as raw:
        raw.sendall(sent)
        answer = HTTPResponse(raw)
        answer.begin()
        return answer, answer.read()


@ON_SQLITE
@pytest.mark.parametrize("name", NO_REQUESTS)
def test_what_is_no_request_gets_a_sentence_with_our_headers(live: Live, name: str) -> None:
    sent, status = NO_REQUESTS[name]
    answer, body = send(live, sent)
    assert (answer.status, answer.headers["Connection"]) == (status, "close")
    assert body.endswith(b"Nothing was stored.\n")
    assert {**ALWAYS, "Cache-Control": "no-store"}.items() <= dict(answer.headers).items()
    assert len(answer.headers["X-Request-ID"]) == 16


@ON_SQLITE
@pytest.mark.parametrize("header", [b"SCRIPT_NAME: /evil\r\n", b"Script-Name: /sign\r\n", b"PATH_INFO: /healthz\r\n"])
def test_no_header_says_what_is_asked_for(live: Live, header: bytes) -> None:
    told = [send(live, b"GET /sign-in HTTP/1.1\r\n" + HOST + more + b"\r\n") for more in (header, b"")]
    assert [answer.status for answer, _ in told] == [200, 200]
    assert all(b"/evil" not in body and b'action="/sign-in"' in body for _, body in told)


@ON_SQLITE
@pytest.mark.parametrize("chunks", NO_CHUNKS)
@pytest.mark.parametrize("path", ["/api/v1/preview", "/sign-in"])
def test_chunks_that_are_none_are_no_fault_of_ours(live: Live, path: str, chunks: bytes) -> None:
    kind = "application/json" if path.startswith("/api") else "application/x-www-form-urlencoded"
    head = f"POST {path} HTTP/1.1\r\nAuthorization: Bearer {live.tokens['student']}\r\nContent-Type: {kind}\r\n"
    answer, body = send(live, head.encode() + CHUNKED + chunks)
    assert (answer.status, answer.headers["Connection"]) == (400, "close")
    assert b"could not be understood" in body


@ON_SQLITE
def test_the_log_says_what_was_wrong_and_of_nobody(live: Live) -> None:
    answer, _ = send(live, b"GET / HTTP/1.1\r\nCookie\x00: session=secret\r\n\r\n")
    lines = [json.loads(line) for line in live.server.log.read_text().splitlines()]
    (line,) = [line for line in lines if line.get("request") == answer.headers["X-Request-ID"]]
    assert (line["level"], line["message"]) == ("INFO", "no request: InvalidHeaderName")
    assert "secret" not in json.dumps(lines)


@pytest.mark.parametrize(
    "error", [RuntimeError(), errors.InvalidResponseHeader("X"), errors.InvalidResponseHeaderName("X")]
)
def test_what_is_not_the_senders_fault_is_ours(error: Exception) -> None:
    assert status_of(error) == 500
