"""Every command on the pages for operators is run, in order, on a machine made for it.

What installs packages (`sh install`) is run by `.ci/run` in an environment that has never seen this tree.
"""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import NO_POSTGRES, POSTGRES, administer
from tests.docs.machines import BLOCK, ROOT, Machine, commands, installed

PAGES = ("operate", "secure", "back-up", "upgrade")


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """One of them."""
    with installed(tmp_path) as machine:
        yield machine


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
        sql = text.count("```sql\n")  # `tests/app/ledger/test_rights.py` runs it
        assert text.count("```") == 2 * (len(BLOCK.findall(text)) + sql)
        assert {kind for kind, _ in BLOCK.findall(text)} <= {"", "install", "postgresql"}
    assert "docs/$page.md" in (ROOT / ".ci/run").read_text()


def test_the_stand_ins_are_for_what_the_pages_use() -> None:
    text = "".join(commands(page) for page in PAGES)
    for program in (ROOT / "tests/docs/machine").iterdir():
        assert re.search(rf"\b{program.name}\b", text), program.name
        assert shutil.which(program.name, path=str(program.parent))
