"""Every command on the pages for operators is run, in order, on a machine made for it: a directory in which all places
lie that the pages name, with stand-ins for what only root and systemd can do. Service, keys and databases are real.

What installs packages (`sh install`) is run by `.ci/run` in an environment that has never seen this tree.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.config import SETTINGS
from tests.databases import NO_POSTGRES, POSTGRES, administer

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("operate", "secure", "back-up", "upgrade")
PLACES = (
    "/etc/chainrule",
    "/etc/systemd/system",
    "/opt/chainrule",
    "/var/lib/chainrule",
    "/var/backups/chainrule",
    "/root/",
)
TELL = "trap 'echo failed: $BASH_COMMAND >&2' ERR"
BLOCK = re.compile(r"^```sh(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Machine:
    """Where commands are run."""

    place: Path
    port: int

    def moved(self, text: str) -> str:
        """The same with the places and the port of this machine."""
        for path in PLACES:
            text = re.sub(rf"(?<![\w.]){path}", f"{self.place}{path}", text)
        return text.replace(":8000", f":{self.port}").replace("PORT=8000", f"PORT={self.port}")

    def run(self, script: str, **more: str) -> str:
        """What a page's commands print; fails with the command that failed."""
        clean = {name: value for name, value in os.environ.items() if name not in {one.name for one in SETTINGS}}
        unit = self.place / "etc/systemd/system/chainrule.service"
        path = f"{ROOT / 'tests/docs/machine'}:{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-Eeuo", "pipefail", "-c", f"{TELL}\n{self.moved(script)}"],
            cwd=self.place / "checkout",
            env={**clean, "PATH": path, "UNIT": str(unit), **more},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def commands(page: str, kind: str = "") -> str:
    """The commands of a page."""
    return "\n".join(code for of, code in BLOCK.findall((ROOT / "docs" / f"{page}.md").read_text()) if of == kind)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """With what `sh install` leaves there, and a checkout."""
    for path in PLACES:
        (tmp_path / path.strip("/")).parent.mkdir(parents=True, exist_ok=True)
    for path in ("opt/chainrule/bin", "etc/systemd/system", "root", "checkout"):
        (tmp_path / path).mkdir(parents=True)
    (tmp_path / "opt/chainrule/bin/chainrule").symlink_to(Path(sys.executable).with_name("chainrule"))
    (tmp_path / "checkout/deploy").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        machine = Machine(tmp_path, free.getsockname()[1])
    unit = machine.moved((ROOT / "deploy/chainrule.service").read_text())
    (tmp_path / "checkout/deploy/chainrule.service").write_text(unit)
    yield machine
    if (tmp_path / "etc/systemd/system/chainrule.pid").exists():
        machine.run("systemctl stop chainrule")


def test_every_command_works_in_the_order_of_the_pages(machine: Machine) -> None:
    said = {page: machine.run(commands(page)) for page in PAGES}
    assert "chainrule_submissions_total 0" in said["operate"]
    assert '"path": "/"' not in said["operate"]
    assert '"status": 200' in said["operate"]
    assert said["back-up"].count("Everything is as it was written.") == 2
    assert (machine.place / "var/lib/chainrule/damaged/chainrule.sqlite3").exists()


@pytest.mark.skipif(not POSTGRES, reason=NO_POSTGRES)
def test_the_commands_for_postgresql_work(machine: Machine) -> None:
    name = f"chainrule_test_{uuid.uuid4().hex}"
    url = f"{POSTGRES}/{name}"
    administer(f"CREATE DATABASE {name}")
    setup = commands("operate").partition("## ")[0].partition("chainrule user add")[0]
    setup = re.sub(r"DATABASE_URL=\S+", f"DATABASE_URL={url}", setup)
    script = commands("back-up", "postgresql").replace("chainrule_rehearsal", f"{name}_rehearsal")
    try:
        said = machine.run(f"{setup}\n{script}", DATABASE_URL=url)
    finally:
        administer(f"DROP DATABASE {name} WITH (FORCE)")
        administer(f"DROP DATABASE IF EXISTS {name}_rehearsal WITH (FORCE)")
    assert "Everything is as it was written." in said


def test_no_block_is_left_out() -> None:
    for page in PAGES:
        text = (ROOT / "docs" / f"{page}.md").read_text()
        assert text.count("```") == 2 * len(BLOCK.findall(text))
        assert {kind for kind, _ in BLOCK.findall(text)} <= {"", "install", "postgresql"}
    assert "docs/$page.md" in (ROOT / ".ci/run").read_text()


def test_the_stand_ins_are_for_what_the_pages_use() -> None:
    text = "".join(commands(page) for page in PAGES)
    for program in (ROOT / "tests/docs/machine").iterdir():
        assert re.search(rf"\b{program.name}\b", text), program.name
        assert shutil.which(program.name, path=str(program.parent))
