"""The JSON API over the databases of the tests, with a token for each person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from app.config import Config
from app.people import service as people
from app.web.access import DATABASE
from tests.app.store import KEYS, Store


@dataclass
class Api:
    """An application on a store's database, asked by programs."""

    site: Flask
    store: Store
    tokens: dict[str, str]

    def ask(self, method: str, path: str, body: Any = None, who: str | None = "student", **rest: Any) -> TestResponse:
        """A request below `/api/v1`; `raw` is a body as bytes, `key` an idempotency key (short ones are padded)."""
        headers = {**({"Authorization": f"Bearer {self.tokens[who]}"} if who else {}), **rest.pop("headers", {})}
        if "key" in rest:
            headers["Idempotency-Key"] = rest.pop("key").ljust(16, ".")
        if "raw" in rest:
            rest = {"data": rest["raw"], "content_type": rest.get("content_type", "application/json")}
        elif body is not None:
            rest["json"] = body
        return self.site.test_client().open("/api/v1" + path, method=method, headers=headers, **rest)

    def begin(self, who: str = "student") -> int:
        """Somebody's attempt."""
        return int(self.ask("POST", "/quizzes/small/attempts", who=who).get_json()["id"])

    def submit(self, attempt: int, question: str, answer: Any, key: str = "k", **rest: Any) -> TestResponse:
        """A submission."""
        path = f"/attempts/{attempt}/answers/{question}/submit"
        return self.ask("POST", path, {"answer": answer}, key=key, **rest)


@pytest.fixture
def api(store: Store) -> Api:
    """The small quiz, two students and an instructor; the clock is the store's."""
    url = store.db.url.render_as_string(hide_password=False)
    site = create_app(Config(url, "secret key of the tests", KEYS, 8000, ("localhost",), "WARNING"))
    site.extensions[DATABASE].close()
    site.extensions[DATABASE] = store.db
    tokens = {name: people.issue_token(store.db, name) for name in ("student", "other", "instructor")}
    return Api(site, store, tokens)
