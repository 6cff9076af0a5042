"""The keyed hash chain: every event is sealed together with the one before it.

A mac is HMAC-SHA256 under LEDGER_KEY over a JSON array of texts, whose first names what is sealed, so that no mac of
one thing passes for another's. Whoever has the database but not the key can neither alter, insert nor cut anything
without its showing.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from json import JSONEncoder

Part = str | int | bool | datetime | None

_JSON = JSONEncoder()


@cache
def key_id(key: bytes) -> str:
    """Which key: kept beside each mac, so that a wrong key is told from damage."""
    return hashlib.sha256(b"chainrule key id" + key).hexdigest()[:16]


def submission_mac(key: bytes, parts: Iterable[Part], answers: Iterable[Iterable[Part]] = ()) -> str:
    """Seals a stored submission (every column but the id and the mac itself) and what each answer in it says: item,
    number and value. Until schema 0008 the answers were left to the events that judge them."""
    return _mac(key, "submission", [*parts, *(_array(answer) for answer in answers)])


def genesis(key: bytes, attempt: Iterable[Part], items: Iterable[Iterable[Part]]) -> str:
    """Where an attempt's chain begins: seals who takes what, when, and what each item is worth."""
    return _mac(key, "attempt", [*attempt, *(_array(item) for item in items)])


def event_mac(key: bytes, event: Iterable[Part], answer: Iterable[Part]) -> str:
    """Seals a grade event (every column but the id and the mac itself) and the stored answer that it judges."""
    return _mac(key, "event", [*event, _array(answer)])


def head(key: bytes, start: str, length: int, last: str, *ends: datetime | str | None) -> str:
    """Seals how long a chain is, where it ends, and when its attempt is due and was handed in; kept with the attempt
    alone, so that no older one is lying about. Until schema 0008 the ends were left out."""
    return _mac(key, "head", [start, length, last, *ends])


def moment(value: datetime) -> str:
    """A moment as SQLite stores it."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _mac(key: bytes, what: str, parts: Iterable[Part]) -> str:
    return hmac.digest(key, _array((what, *parts)).encode("ascii"), "sha256").hex()


def _array(parts: Iterable[Part]) -> str:
    """The JSON array of the texts, in ASCII."""
    return _JSON.encode([part if part is None or type(part) is str else _text(part) for part in parts])


def _text(part: str | int | bool | datetime) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, datetime):
        return moment(part)
    return str(int(part)) if isinstance(part, bool) else str(part)
