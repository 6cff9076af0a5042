"""Somebody changes bytes in a copy of the database, or cuts off its end: `verify` names the attempt."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from app.ledger import service as ledger
from tests.drills.scene import Crowd, Scene, length

STORED = {
    "submissions": ("idempotency_key", "body_hash", "answer", "received_at", "mac"),
    "answers": ("value",),
    "grade_events": ("at", "source", "outcome", "result", "build", "version", "key_id", "previous", "mac"),
}
OF = {
    "submissions": "attempt_id",
    "answers": "(SELECT attempt_id FROM submissions s WHERE s.id = submission_id)",
    "grade_events": "attempt_id",
}


def test_any_changed_byte_is_found(scene: Scene, tmp_path: Path) -> None:
    crowd = Crowd(scene)
    with scene.serving():
        for number, student in enumerate(scene.students * 2):
            crowd.submit(student, f"submission number {number:08d}", {"pick": "AB"[number % 2]})
    crowd.check()
    chance = random.Random(0)
    for number in range(int(length(25, 500))):
        table = chance.choice(list(STORED))
        column = chance.choice(STORED[table])
        copy = tmp_path / f"copy {number}.db"
        with closing(sqlite3.connect(tmp_path / "drill.db")) as whole, closing(sqlite3.connect(copy)) as raw:
            whole.backup(raw)
            row = chance.randrange(raw.execute(f"SELECT max(id) FROM {table}").fetchone()[0]) + 1
            attempt, value = raw.execute(f"SELECT {OF[table]}, {column} FROM {table} WHERE id = ?", (row,)).fetchone()
            changed = one_bit(value.encode(), chance)
            take_rules_away(raw)
            raw.execute(f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE id = ?", (changed, row))
            raw.commit()
        assert attempt in damaged(scene, copy), (table, column, value, changed)


def test_cut_ends_are_found(scene: Scene, tmp_path: Path) -> None:
    crowd = Crowd(scene)
    with scene.serving():
        for number in range(3):
            crowd.submit(scene.students[0], f"submission number {number:08d}", {"pick": "A"})
    with (
        closing(sqlite3.connect(tmp_path / "drill.db")) as whole,
        closing(sqlite3.connect(tmp_path / "copy.db")) as raw,
    ):
        whole.backup(raw)
        take_rules_away(raw)
        for table in ("grade_events", "answers", "submissions"):
            raw.execute(f"DELETE FROM {table} WHERE id = 3")
        raw.commit()
    found = damaged(scene, tmp_path / "copy.db")
    assert "3 grade events were recorded, 2 are there" in " ".join(found[scene.students[0].attempt])


def damaged(scene: Scene, copy: Path) -> dict[int | None, list[str]]:
    """What verify says, by attempt."""
    said: dict[int | None, list[str]] = {}
    with scene.database(f"sqlite:///{copy}") as db:
        for damage in ledger.verify(db):
            said.setdefault(damage.attempt_id, []).append(damage.what)
    return said


def one_bit(value: bytes, chance: random.Random) -> bytes:
    """The same but for one bit."""
    at = chance.randrange(len(value))
    return value[:at] + bytes([value[at] ^ (1 << chance.randrange(7))]) + value[at + 1 :]


def take_rules_away(raw: sqlite3.Connection) -> None:
    """As an attacker would who has the file."""
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("PRAGMA ignore_check_constraints = ON")
