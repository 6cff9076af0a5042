"""The command line in a directory of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import cli
from app.config import KEY_NAMES, SETTINGS
from app.db import Database
from tests.app.store import HOMEWORK, QUESTIONS

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory with a bank, and settings that point into it."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    for name in KEY_NAMES:
        monkeypatch.setenv(name, f"the {name} of the tests")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'place.db'}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bank" / "course").mkdir(parents=True)
    (tmp_path / "bank" / "course" / "small.toml").write_text(HOMEWORK + QUESTIONS)
    return tmp_path


@pytest.fixture
def run(place: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run a command; its status, its output and its complaints."""
    opened: list[Database] = []
    original = Database.__init__

    def remember(self: Database, *args: object, **rest: object) -> None:
        original(self, *args, **rest)  # type: ignore[arg-type]
        opened.append(self)

    monkeypatch.setattr(Database, "__init__", remember)

    def command(*arguments: object) -> tuple[int, str, str]:
        status = cli.main([str(argument) for argument in arguments])
        out, complaints = capfd.readouterr()
        return status, out, complaints

    yield command
    for db in opened:
        db.close()


@pytest.fixture
def loaded(run: Run, place: Path) -> Run:
    """The same after the bank was loaded."""
    assert run("load", place / "bank")[0] == 0
    return run


def lines(text: str) -> list[object]:
    """JSON lines, decoded."""
    return [json.loads(line) for line in text.splitlines()]
