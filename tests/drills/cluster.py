"""A PostgreSQL server of our own, which may crash."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import NO_POSTGRES, POSTGRES
from tests.drills.scene import free_port


@dataclass
class Cluster:
    """A server of our own, which may crash."""

    folder: Path
    programs: Path
    port: int

    @property
    def url(self) -> str:
        """Its first database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: object) -> None:
        """One of its programs, as the user that PostgreSQL wants."""
        user = None if os.getuid() else pwd.getpwnam("postgres").pw_uid
        call = [self.programs / program, "-D", self.folder, *map(str, arguments)]
        subprocess.run(call, user=user, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60)

    def start(self, *options: str) -> None:
        """Start, or recover from a crash."""
        settings = f"-p {self.port} -k {self.folder} -h 127.0.0.1 " + " ".join(f"-c {option}" for option in options)
        self.run("pg_ctl", "-w", "-l", self.folder / "log", "-o", settings, "start")

    def crash(self) -> None:
        """End at once, without writing anything more."""
        self.run("pg_ctl", "-m", "immediate", "stop")


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster on a free port."""
    if not POSTGRES:
        pytest.skip(NO_POSTGRES)
    with own_folder() as folder:
        cluster = Cluster(folder, programs(), free_port())
        cluster.run("initdb", "-U", "postgres", "-A", "trust", "--no-sync")
        cluster.start()
        yield cluster
        cluster.crash()


@contextmanager
def own_folder() -> Iterator[Path]:
    """A directory of the user that PostgreSQL wants; pytest's are root's alone."""
    folder = Path(f"/tmp/chainrule-cluster-{os.getpid()}")
    folder.mkdir(mode=0o700)
    if not os.getuid():
        shutil.chown(folder, "postgres")
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def programs() -> Path:
    """Where initdb and pg_ctl are."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
