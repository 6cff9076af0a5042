"""Commands whose standard streams are closed, full, or of another encoding."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.app.commands.conftest import Run

MAIN = "import sys; from app.cli import main; sys.exit(main())"


def ended(shell: str, *words: str) -> tuple[int, str]:
    """The status and the complaints of a command whose streams a shell has arranged."""
    call = ["/bin/sh", "-c", f'exec "$@" {shell}', "sh", sys.executable, "-c", MAIN, *words]
    done = subprocess.run(call, input="{}\n" * 10_000, stderr=subprocess.PIPE, text=True, stdout=subprocess.DEVNULL)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("shell", "words", "said"),
    [
        ("<&-", ["grade"], "Standard input or output is closed.\n"),
        (">&-", ["grade"], "Standard input or output is closed.\n"),
        (">&-", ["check"], "Standard input or output is closed.\n"),
        (">/dev/full", ["grade"], "No space left on device.\n"),
        (">/dev/full", ["check"], "No space left on device.\n"),
    ],
)
def test_a_stream_that_cannot_be_used_is_said_in_a_sentence(
    place: Path, shell: str, words: Sequence[str], said: str
) -> None:
    directory = [str(place / "bank")] if words == ["check"] else []
    assert ended(shell, *words, *directory) == (1, said)


def test_names_and_exports_are_utf8_whatever_the_locale(loaded: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    call = [sys.executable, "-c", MAIN]
    made = subprocess.run([*call, "user", "add", "Zoë", "--role", "student"], capture_output=True, check=True)
    assert made.stdout.decode().startswith("Zoë\t")
    exported = subprocess.run([*call, "export", "grades", "small"], capture_output=True, check=True)
    assert "Zoë" in exported.stdout.decode()
