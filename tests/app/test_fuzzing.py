"""Odd requests to every address, by everybody, get an answer of ours, with its headers, and never a server error.

The addresses come from the application's url map and the names of what forms and queries hold from its source, so that
new ones are asked too. `CHAINRULE_FUZZ=1000` asks each address as often.
"""

from __future__ import annotations

import json
import os
import random
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from werkzeug.routing import Rule

import app
from app.web.headers import ALWAYS
from tests.app.test_authorisation import BODIES, FORMS, ROLES
from tests.databases import KINDS

House = Any  # see conftest

TIMES = int(os.environ.get("CHAINRULE_FUZZ", "3"))  # each address, by each seed
SEEDS = range(4)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
SOURCE = "".join(path.read_text() for path in Path(app.__file__).parent.rglob("*.py"))
NAMES = sorted(
    set(re.findall(r'(?:form|args|values|sent|given)(?:\.get(?:list)?\(|\[)f?"([\w.-]+)"', SOURCE))
    | {"pick", "why", "why.part", "page", "sort", "next", "csrf_token", "form-do", "last_event"}
)
NUMBERS = ("0", "1", "-1", "2147483648", "9" * 18, "9" * 40, "1.5", "NaN", "-inf", "1e999", "٣")
TIMES_OF_DAY = (
    *("2030-01-01T00:00", "0001-01-01T00:00", "9999-12-31T23:59", "2030-13-41T99:99"),
    *("2030-01-01T00:00+99:99", "24:00"),
)
TEXTS = (
    *("", "\x00", "\N{BELL}", "\u202e", "\U0001f643" * 50, "a\r\nSet-Cookie: x=1", "'; DROP TABLE users; --", "%00"),
    *("x" * 5000, "[" * 3000, "([{" * 900, "//evil.example", "javascript:1", "../../etc/passwd", "null"),
    *("{{ 7 * 7 }}", "=1+1", "a,b\nc;d", "a\x00b", '"\\ud800"', '"\\u0000"'),
)
WORDS = (
    *("on", "A", "B", "why", "pick", "small", "practice", "exam", "homework", "never", "release", "check", "save"),
    *("instructor", "student", "name", "-total"),
)
ODD = (*NUMBERS, *TIMES_OF_DAY, *TEXTS, *WORDS)
PARTS = ("0", "-1", "9" * 30, "%00", "%ff", "..", "x" * 300, "1", "é")
TYPES = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "")
RAW = (b"", b"\xff\xfe", b"{", b"[]", b"null", b'{"answer": 1e999}', b'{"a": ' * 2000, b"\x00" * 100, b"x" * 70_000)


def fill(house: House, rule: Rule, chance: random.Random) -> str:
    """An address of this rule, with odd parts now and then."""
    path = str(rule.rule)
    if chance.random() < 0.4:
        path = re.sub(
            r"<[^>]+>", lambda _: chance.choice(("0", "-1", "9" * 30, "%00", "%ff", "..", "x" * 300, "1", "é")), path
        )
    return re.sub(r"<[^>]+>", "1", house.fill(path))


def sent(route: str, token: str, chance: random.Random) -> dict[str, Any]:
    """A body: what belongs there, oddly changed, or anything at all."""
    kind = chance.randrange(4)
    if kind == 0:
        return {"data": chance.choice(RAW), "content_type": chance.choice(TYPES), "headers": {"X-CSRF-Token": token}}
    if kind == 1:
        body: Any = BODIES.get(route, {"answer": {"pick": "A"}})
        for _ in range(chance.randrange(3)):
            odd = chance.choice((*ODD, None, True, -1, 2**70, 1.5, [], {}, [[["A"]]], {"pick": {"A": []}}))
            body = chance.choice(
                (odd, {**body, chance.choice((*NAMES, *body)): odd} if isinstance(body, dict) else odd)
            )
        return {"data": json.dumps(body), "content_type": "application/json", "headers": {"X-CSRF-Token": token}}
    form: dict[str, Any] = {**FORMS.get(route, {}), "csrf_token": token}
    for name in chance.sample(NAMES, chance.randrange(6)) + chance.sample(sorted(form), chance.randrange(2)):
        form[name] = chance.choice(ODD) if chance.random() < 0.8 else [chance.choice(ODD), chance.choice(ODD)]
    if kind == 3 and chance.random() < 0.5:
        form["file"] = (BytesIO(chance.choice(RAW[:-1])), chance.choice(ODD)[:99] or "f")
    return {"data": form}


@pytest.mark.parametrize("house", KINDS, indirect=True)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_request_is_a_server_error(house: House, seed: int) -> None:
    chance = random.Random(seed)
    browsers = {role: (client := house.signed_in(role), house.token(client)) for role in ROLES}
    for rule in list(house.site.url_map.iter_rules()) * TIMES:
        role = chance.choice(ROLES) if rule.rule != "/sign-out" else "stranger"
        client, token = browsers[role]
        usual = sorted((rule.methods or {"GET"}) - {"HEAD", "OPTIONS"})
        method = chance.choice(usual if chance.random() < 0.8 else METHODS)
        asked: dict[str, Any] = sent(f"{method} {rule.rule}", token, chance) if method != "GET" else {}
        if rule.rule.startswith(("/api", "/metrics")):
            key = chance.choice(("i" * 16, "j" * 20, "short", "k" * 65))
            asked["headers"] = {**asked.get("headers", {}), **house.bearer(role), "Idempotency-Key": key}
        query = {name: chance.choice(ODD) for name in chance.sample(NAMES, chance.randrange(3))}
        path = fill(house, rule, chance)
        answered = client.open(path, method=method, query_string=query, buffered=True, **asked)
        told = f"{role}: {method} {path} {query} {asked}"[:2000]
        assert answered.status_code < 500, told
        for name, value in ALWAYS.items():
            assert answered.headers[name] == value, told
        assert "evil.example" not in answered.headers.get("Location", "").partition("next=")[0], told
        answered.close()
