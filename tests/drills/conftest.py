"""A service with students on each kind of database."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.databases import POSTGRES, administer
from tests.drills.scene import Scene, free_port, furnish


@pytest.fixture
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    """Twenty students; in SQLite unless a drill asks for both (`ON_BOTH`)."""
    with ExitStack() as stack:
        url = stack.enter_context(database(getattr(request, "param", "sqlite"), tmp_path))
        yield Scene(tmp_path, url, furnish(url, tmp_path, 20), free_port())


@contextmanager
def database(kind: str, place: Path) -> Iterator[str]:
    """An empty database of a kind; its address."""
    if kind == "sqlite":
        yield f"sqlite:///{place / 'drill.db'}"
        return
    name = f"chainrule_test_{uuid.uuid4().hex}"
    administer(f"CREATE DATABASE {name}")
    yield f"{POSTGRES}/{name}"
    administer(f"DROP DATABASE {name} WITH (FORCE)")
