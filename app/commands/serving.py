"""`chainrule serve`: migrate if needed, then become gunicorn."""

from __future__ import annotations

import argparse
import ipaddress
import os
import sys

from app import config
from app.commands.common import open_database
from app.db.durability import refuse_forgetful
from app.ledger import service as ledger
from app.refusals import Refused


def serve(args: argparse.Namespace) -> int:
    """Replace this process by gunicorn, so that it stays in the foreground and gets the signals itself."""
    bind = address(args.bind)
    if not is_loopback(bind) and os.environ.get("ALLOW_HTTP") != "1":
        raise Refused(
            f"{bind} can be reached from outside, and this is plain http: passwords would be readable on the way. "
            "Listen on 127.0.0.1 behind a proxy that does https, or set ALLOW_HTTP=1 if you mean it."
        )
    db = open_database(migrate=True)
    refuse_forgetful(db)
    ledger.refuse_other_key(db)
    db.close()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:app.gunicorn_conf", "--bind", bind]
    for flag in ("workers", "threads"):
        if (number := getattr(args, flag)) is not None:
            command += [f"--{flag}", str(number)]
    command += ["--log-level", config.log_level().lower(), "app:create_app()"]
    # Threads of BLAS would fight those of gunicorn for the cores; our matrices are small.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    sys.stdout.flush()
    os.execve(sys.executable, command, environment)  # noqa: S606 (our own interpreter)


def is_loopback(bind: str) -> bool:
    """Whether only this machine can reach an address."""
    if bind.startswith("unix:"):
        return True
    host = bind.rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address(bind: str | None) -> str:
    """`host:port`, where a host alone takes the port of the settings."""
    port = config.port()
    if bind is None:
        return f"127.0.0.1:{port}"
    if bind.startswith("unix:") or (bind.rpartition(":")[2].isdigit() and bind.count(":") == 1):
        return bind
    if bind.startswith("[") and "]:" in bind:
        return bind
    return f"[{bind}]:{port}" if bind.count(":") > 1 and not bind.startswith("[") else f"{bind}:{port}"
