"""The standard streams of a command: UTF-8 whatever the locale, and closed ones refuse instead of breaking."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper, UnsupportedOperation


def settle() -> None:
    """Names and exports are UTF-8 on every machine. In place of a closed stream stands one that refuses, and no file
    that is opened later takes its number."""
    for name, mode in (("stdin", "w"), ("stdout", "r"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 (until the process ends)
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if name == "stderr" else "strict")


def let_go() -> None:
    """Throw away what nobody takes: at its end Python would try once more, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def told(error: OSError) -> str:
    """What the system did not let us do, in a sentence."""
    if isinstance(error, UnsupportedOperation):
        return "Standard input or output is closed."
    about = f"{error.filename}: " if error.filename else ""
    return f"{about}{error.strerror or error}."
