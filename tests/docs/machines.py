"""Machines for the commands of the documentation: directories in which all places lie that the pages name, with
stand-ins for what only root and systemd can do. Service, keys and databases are real."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.config import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
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


@contextmanager
def installed(tmp_path: Path) -> Iterator[Machine]:
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
