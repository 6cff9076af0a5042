"""Two hosts, and a browser that a balancer sends now to the one and now to the other."""

from __future__ import annotations

import html
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookiejar import Cookie, CookieJar
from typing import Any
from urllib.parse import urlencode

from tests.drills.scene import Scene, Student, asked

INSTRUCTOR, PASSWORD = "instructor", "the same for all"
INPUT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Hosts:
    """Two services of one database, and students whom no test has used yet."""

    here: Scene
    there: Scene
    students: Iterator[Student]

    @property
    def both(self) -> tuple[Scene, Scene]:
        """The one and the other."""
        return self.here, self.there

    def run(self, statement: str) -> Any:
        """The first value that a statement finds or returns, in the database itself."""
        with self.here.database() as db:
            return db.write(lambda c: c.exec_driver_sql(statement).scalar())

    def submit(self, host: Scene, student: Student, key: str, answer: Any, question: str = "1") -> tuple[int, Any]:
        """Status and answer of a submission."""
        path = f"/api/v1/attempts/{student.attempt}/answers/{question}/submit"
        headers = {"Authorization": f"Bearer {student.token}", "Idempotency-Key": key}
        status, told = asked(host.port, "POST", path, {"answer": answer}, headers)
        return status, json.loads(told)

    def hammered(self, student: Student, sent: list[tuple[str, Any]]) -> list[tuple[int, Any]]:
        """What comes of these keys and answers, each sent to both hosts, all at the same time."""
        calls = [(host, student, *one) for one in sent for host in self.both]
        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(lambda call: self.submit(*call), calls))


class Browser:
    """Sends the same cookies to every host, and follows nothing."""

    def __init__(self, address: str = "", cookies: list[Cookie] | None = None) -> None:
        self.cookies = CookieJar()
        for cookie in cookies or []:
            self.cookies.set_cookie(cookie)
        handlers = (urllib.request.HTTPCookieProcessor(self.cookies), _Staying())
        self._opener = urllib.request.build_opener(*handlers)
        self._opener.addheaders = [("X-Forwarded-For", address)] if address else []  # as a proxy here would tell

    def ask(self, host: Scene, path: str, form: Mapping[str, str] | None = None) -> tuple[int, str, Mapping[str, str]]:
        """Status, page and headers of a GET, or of a form that is sent."""
        body = None if form is None else urlencode(form).encode()
        try:
            with self._opener.open(f"http://127.0.0.1:{host.port}{path}", body, timeout=30) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(), error.headers  # type: ignore[return-value]

    def send(self, host: Scene, page: str, path: str, **typed: str) -> tuple[int, str, Mapping[str, str]]:
        """Fill in the form of a page and send it; to the same host."""
        shown = self.ask(host, page)[1]
        hidden = {name: html.unescape(value) for name, value in INPUT.findall(shown)}
        return self.ask(host, path, {**hidden, **typed})

    def sign_in(self, host: Scene, name: str, password: str = PASSWORD) -> tuple[int, str, Mapping[str, str]]:
        """What comes of it."""
        return self.send(host, "/sign-in", "/sign-in", name=name, password=password)

    def is_signed_in(self, host: Scene) -> bool:
        """Whether the host knows who this is."""
        return self.ask(host, "/sign-in")[0] == 303


class _Staying(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """The answer itself is what is looked at."""
