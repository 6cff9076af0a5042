"""Settings: what may be set by environment variable, and nothing else is.

`SETTINGS` is the whole list; the README's table and `chainrule doctor` are made from it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app import proxied
from app.keys import Keys
from app.refusals import Refused

INSTANCE = Path("instance")
KEY_NAMES = ("SECRET_KEY", "GRADING_KEY", "LEDGER_KEY")
SHORTEST_KEY = 16
LARGEST_BODY = 64 * 1024  # bytes of a request


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable."""

    name: str
    default: str
    meaning: str
    secret: bool = False


SETTINGS = (
    Setting(
        "DATABASE_URL",
        "SQLite under `instance/`",
        "`sqlite:////absolute/path` or `postgresql://…`.",
        secret=True,
    ),
    Setting(
        "SECRET_KEY",
        "written by `chainrule demo`",
        "Signs what browsers hold. May rotate: open forms must be reloaded then.",
        secret=True,
    ),
    Setting(
        "GRADING_KEY",
        "written by `chainrule demo`",
        "Secret sample points derive from it. Must persist. `grade`, `check` and `bench` use a public key without it.",
        secret=True,
    ),
    Setting(
        "LEDGER_KEY",
        "written by `chainrule demo`",
        "Seals the hash chains. Must persist: without it no grade can be verified or appended.",
        secret=True,
    ),
    Setting("PORT", "8000", "Where `serve` listens on 127.0.0.1 unless told otherwise by `--bind`."),
    Setting("TRUSTED_HOSTS", "localhost, 127.0.0.1", "Names under which the service is reached, separated by commas."),
    Setting(
        "TRUSTED_PROXIES",
        "127.0.0.1, ::1",
        "Addresses of the proxies that are believed about who asks and whether over https, separated by commas.",
    ),
    Setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Setting(
        "ALLOW_HTTP",
        "unset",
        "`1` permits `serve` to listen beyond loopback without https, for a proxy that does https before it.",
    ),
)


class MissingKeys(Refused):
    """A key without which no database is opened."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of this process."""

    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    keys: Keys
    port: int
    trusted_hosts: tuple[str, ...]
    log_level: str
    trusted_proxies: frozenset[str] = proxied.HERE


def read(environment: Mapping[str, str] = os.environ) -> Config:
    """All settings; raises MissingKeys or Refused with what to mend."""
    found = {name: key(name, environment) for name in KEY_NAMES}
    if missing := [name for name, value in found.items() if not value]:
        names = ", ".join(missing)
        raise MissingKeys(
            f"Set {names} (or {missing[0]}_FILE …): without these no database is opened. "
            "`chainrule demo` writes them once under instance/."
        )
    for name, value in found.items():
        if len(value or "") < SHORTEST_KEY:
            raise Refused(f"{name} is too short: use at least {SHORTEST_KEY} random characters.")
    return Config(
        database_url=database_url(environment),
        secret_key=found["SECRET_KEY"] or "",
        keys=Keys((found["GRADING_KEY"] or "").encode(), (found["LEDGER_KEY"] or "").encode()),
        port=port(environment),
        trusted_hosts=_hosts(environment),
        log_level=log_level(environment),
        trusted_proxies=proxied.trusted(environment),
    )


def key(name: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """A key from NAME, from the file that NAME_FILE names, or from the file under `instance/`."""
    if environment.get(name):
        return environment[name]
    given = environment.get(f"{name}_FILE")
    path = Path(given) if given else key_file(name)
    if not given and not path.exists():
        return None
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{name}_FILE: {path} cannot be read ({error}).") from None


def key_file(name: str) -> Path:
    """Where `chainrule demo` keeps a key."""
    return INSTANCE / name.lower()


def write_keys(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Make the keys that are not there yet, readable by their owner alone; which files those are."""
    INSTANCE.mkdir(mode=0o700, exist_ok=True)
    written = []
    for name in KEY_NAMES:
        if key(name, environment):
            continue
        handle = os.open(key_file(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
        written.append(key_file(name))
    return written


def database_url(environment: Mapping[str, str] = os.environ) -> str:
    """Where the database is."""
    default = f"sqlite:///{(INSTANCE / 'chainrule.sqlite3').absolute()}"
    url = environment.get("DATABASE_URL") or default
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise Refused("DATABASE_URL begins with sqlite:/// or postgresql://.")
    if url.startswith("sqlite:///:memory:") or url == "sqlite:///":
        raise Refused("DATABASE_URL names a file: nothing kept in memory survives a restart.")
    return url


def port(environment: Mapping[str, str] = os.environ) -> int:
    """Where to listen."""
    text = environment.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Refused(f"PORT is a number between 1 and 65535, not {text!r}.")
    return int(text)


def log_level(environment: Mapping[str, str] = os.environ) -> str:
    """How much is written to the log."""
    level = (environment.get("LOG_LEVEL") or "INFO").upper()
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise Refused(f"LOG_LEVEL is DEBUG, INFO, WARNING or ERROR, not {level!r}.")
    return level


def _hosts(environment: Mapping[str, str]) -> tuple[str, ...]:
    text = environment.get("TRUSTED_HOSTS") or "localhost,127.0.0.1"
    return tuple(host.strip() for host in text.split(",") if host.strip())


def table() -> str:
    """The settings as a Markdown table, for the README."""
    head = "| variable | default | meaning |\n|---|---|---|\n"
    rows = (f"| `{setting.name}`{_file(setting)} | {setting.default} | {setting.meaning} |" for setting in SETTINGS)
    return head + "\n".join(rows)


def _file(setting: Setting) -> str:
    return f", `{setting.name}_FILE`" if setting.name in KEY_NAMES else ""
