"""Settings come from the environment; keys are refused when they are missing and written once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import config
from app.refusals import Refused

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = {name: name.lower() + " of sixteen" for name in config.KEY_NAMES}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_keys_come_from_the_environment() -> None:
    found = config.read(KEYS)
    assert found.secret_key == KEYS["SECRET_KEY"]
    assert found.keys.grading == KEYS["GRADING_KEY"].encode()
    assert found.keys.ledger == KEYS["LEDGER_KEY"].encode()


def test_keys_come_from_files(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a key in a file, of a length\n")
    found = config.read({**KEYS, "LEDGER_KEY": "", "LEDGER_KEY_FILE": str(tmp_path / "key")})
    assert found.keys.ledger == b"a key in a file, of a length"
    with pytest.raises(Refused, match="LEDGER_KEY_FILE"):
        config.read({**KEYS, "LEDGER_KEY": "", "LEDGER_KEY_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize("name", config.KEY_NAMES)
def test_nothing_opens_without_a_key(name: str) -> None:
    with pytest.raises(config.MissingKeys, match=name):
        config.read({key: value for key, value in KEYS.items() if key != name})
    with pytest.raises(Refused, match="too short"):
        config.read({**KEYS, name: "short"})


def test_keys_are_written_once_for_their_owner_alone() -> None:
    written = config.write_keys({})
    assert [path.stat().st_mode & 0o777 for path in written] == [0o600] * 3
    before = [path.read_text() for path in written]
    assert len(set(before)) == 3
    assert config.write_keys({}) == []
    assert [path.read_text() for path in written] == before
    assert config.read({}).keys.ledger.decode() == config.key_file("LEDGER_KEY").read_text().strip()


def test_a_key_that_is_set_is_not_written() -> None:
    assert config.write_keys(KEYS) == []


def test_keys_are_not_shown() -> None:
    found = repr(config.read({**KEYS, "DATABASE_URL": "postgresql://u:password@host/db"}))
    assert not any(value in found for value in (*KEYS.values(), "password"))


@pytest.mark.parametrize("url", ["mysql://x", "sqlite://", "sqlite:///:memory:", "sqlite:///", "x"])
def test_a_database_that_cannot_be_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="DATABASE_URL"):
        config.database_url({"DATABASE_URL": url})


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "8000.0", "٨"])
def test_a_port_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="PORT"):
        config.port({"PORT": text})


def test_the_rest_has_defaults(tmp_path: Path) -> None:
    found = config.read(KEYS)
    assert found.database_url == f"sqlite:///{tmp_path}/instance/chainrule.sqlite3"
    assert (found.port, found.trusted_hosts, found.log_level) == (8000, ("localhost", "127.0.0.1"), "INFO")
    assert config.read({**KEYS, "TRUSTED_HOSTS": "a.example, b.example"}).trusted_hosts == ("a.example", "b.example")
    with pytest.raises(Refused, match="LOG_LEVEL"):
        config.read({**KEYS, "LOG_LEVEL": "LOUD"})


def test_the_table_of_the_readme_is_made_from_the_code() -> None:
    found = re.search(r"<!-- settings -->\n(.*?)<!-- /settings -->", (ROOT / "README.md").read_text(), re.DOTALL)
    assert found
    assert found[1].strip() == config.table()


def test_every_setting_that_the_code_reads_is_in_the_table() -> None:
    known = {setting.name for setting in config.SETTINGS}
    read = set()
    for path in (ROOT / "app").rglob("*.py"):
        read |= set(re.findall(r"(?:os\.environ|environment)(?:\.get\(|\[)\"([A-Z_]+)\"", path.read_text()))
    assert read <= known
