"""What the README says about several machines is done on two of them, word for word."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.databases import NO_POSTGRES, POSTGRES
from tests.docs.machines import BLOCK, ROOT, Machine, commands, installed
from tests.drills.conftest import database
from tests.drills.scene import asked

pytestmark = pytest.mark.skipif(not POSTGRES, reason=NO_POSTGRES)

ADDRESS = "postgresql://chainrule@10.0.0.3/chainrule"
KEYS = ("secret_key", "grading_key", "ledger_key")


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[list[Machine]]:
    """Both, with the service installed on them and the keys of the first."""
    with ExitStack() as stack:
        two = [stack.enter_context(installed(tmp_path / name)) for name in ("one", "other")]
        for machine in two:
            machine.run(commands("operate").partition("chainrule load")[0])
            for key in KEYS:
                place = Path("etc/chainrule") / key
                if machine is not two[0]:
                    shutil.copy(two[0].place / place, machine.place / place)
        yield two


def test_two_machines_are_one_service(machines: list[Machine], tmp_path: Path) -> None:
    section = (ROOT / "README.md").read_text().split("## One machine → several\n")[1].split("\n## ")[0]
    ((_, script),) = BLOCK.findall(section)
    assert ADDRESS in script
    function = next(line for line in commands("operate").splitlines() if line.startswith("chainrule() "))
    with database("postgresql", tmp_path) as url:
        for machine in machines:
            assert '"status":"ok"' in machine.run(script.replace(ADDRESS, url)).replace(" ", "")
        machines[0].run(f"{function}\nchainrule load\nchainrule user add Ben --role student --course deep-learning")
        said = machines[1].run(f"{function}\nchainrule doctor")
        assert "TRUSTED_PROXIES 10.0.0.2" in " ".join(said.split())
        token = machines[1].run(f"{function}\nchainrule token Ben").strip()
        own = {"Authorization": f"Bearer {token}"}
        seen = [asked(machine.port, "GET", "/api/v1/quizzes", None, own) for machine in machines]
        assert seen[0] == seen[1]
        assert seen[0][0] == 200
        assert "assignment-3" in seen[0][1].decode()
        for machine in machines:
            machine.run("systemctl stop chainrule")
