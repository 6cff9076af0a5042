"""The power fails: what was acknowledged is on the disk, whatever of the rest got there.

Every write, every wait for the disk and every acknowledgement of a run are recorded with strace. Then the disk is built
anew as a cut might have left it, at many moments: what was waited for is there, and of what was written since nothing,
everything, or any part.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from app.ledger import service as ledger
from tests.drills.scene import Scene, length

CALL = re.compile(r"(?P<name>\w+)\((?P<handle>\d+)(?:<(?P<path>[^>]*)>)?(?:, (?P<rest>.*))?\)\s+= (?P<result>\d+)")
UNFINISHED = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")


@dataclass(frozen=True)
class Step:
    """One thing that happened: a write, a wait for the disk, a cut of a file, or an acknowledgement (`path` empty)."""

    name: str
    path: str
    at: int = 0
    data: bytes = b""


@pytest.mark.skipif(not shutil.which("strace"), reason="no strace: install Debian's package of that name")
def test_nothing_acknowledged_is_lost(scene: Scene, tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    shutil.copy(tmp_path / "drill.db", before)
    trace = tmp_path / "trace"
    calls = "trace=pwrite64,write,fdatasync,fsync,ftruncate"
    strace = ["strace", "-f", "-y", "-xx", "-s", "70000", "-o", str(trace), "-e", calls]
    work = [sys.executable, "-m", "tests.drills.submitting", scene.url, "4", str(int(length(12, 60)))]
    subprocess.run([*strace, *work], env=scene.environment, check=True, stdout=subprocess.DEVNULL, timeout=300)
    steps = list(read(trace, tmp_path))
    acknowledged = [number for number, step in enumerate(steps) if not step.path]
    assert len(acknowledged) == 4 * int(length(12, 60))
    chance = random.Random(0)
    for moment in sorted(chance.sample(range(len(steps)), int(length(12, 120)))):
        told = [step.data.decode() for step in steps[:moment] if not step.path]
        for share in (0.0, 0.5, 1.0):
            disk = tmp_path / f"disk {moment} {share}"
            shutil.copytree(before, disk)
            rebuild(disk, steps[:moment], share, chance)
            check(scene, disk / "drill.db", told)
            shutil.rmtree(disk)


def read(trace: Path, place: Path) -> Iterator[Step]:
    """What happened to the files, and the acknowledgements, each when it was over."""
    begun: dict[str, str] = {}
    for line in trace.read_text().splitlines():
        call = line.partition(" ")[2]
        if parted := UNFINISHED.match(line):
            begun[parted[1]] = parted[2]
            continue
        if parted := RESUMED.match(line):
            call = begun.pop(parted[1]) + parted[2]
        found = CALL.match(call.strip())
        if found is None:
            continue
        path = unescaped(found["path"] or "")
        rest = found["rest"] or ""
        if found["name"] == "write" and found["handle"] == "1":
            yield Step("ack", "", data=data(rest).removeprefix(b"ACK ").strip())
        elif (
            Path(path).parent == place
            and Path(path).name.startswith("drill.db")
            and not path.endswith(("-shm", "-turn"))
        ):
            name = Path(path).name
            if found["name"] == "pwrite64":
                yield Step("write", name, int(rest.rpartition(", ")[2]), data(rest))
            elif found["name"] == "ftruncate":
                yield Step("cut", name, int(rest))
            elif found["name"] in ("fsync", "fdatasync"):
                yield Step("sync", name)
            else:
                raise AssertionError(f"what is this: {call[:80]}")


def data(rest: str) -> bytes:
    """The bytes of a call's first text."""
    return bytes.fromhex(rest[1 : rest.index('"', 1)].replace("\\x", ""))


def unescaped(path: str) -> str:
    """A path, which some versions of strace write byte by byte, too."""
    return bytes.fromhex(path.replace("\\x", "")).decode() if "\\x" in path else path


def rebuild(disk: Path, steps: Sequence[Step], share: float, chance: random.Random) -> None:
    """Bring the files to where a cut after these steps may have left them: of what was not waited for, that share."""
    waited = {step.path: number for number, step in enumerate(steps) if step.name == "sync"}
    for number, step in enumerate(steps):
        if step.name in ("write", "cut") and (number < waited.get(step.path, -1) or chance.random() < share):
            path = disk / step.path
            path.touch()
            with path.open("r+b") as file:
                if step.name == "cut":
                    file.truncate(step.at)
                else:
                    file.seek(step.at)
                    file.write(step.data)


def check(scene: Scene, file: Path, told: Sequence[str]) -> None:
    """Everything acknowledged is there, once, and every chain is whole."""
    with scene.database(f"sqlite:///{file}") as db:
        with db.read() as c:
            keys = list(c.execute(text("SELECT idempotency_key FROM submissions")).scalars())
        assert len(keys) == len(set(keys))
        assert set(told) <= set(keys)
        assert list(ledger.verify(db)) == []
