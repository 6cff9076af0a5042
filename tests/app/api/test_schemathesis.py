"""schemathesis asks a running server everything that its OpenAPI document allows, and more.

No answer may be a server error or one that the document does not tell. All checks are on; one is told that 422 is an
answer to a body of the right form, too: no schema can say which fields the question of an address has.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.api.live import Live, live

__all__ = ["live"]

SETTINGS = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "422"]
"""


@pytest.mark.parametrize(
    ("who", "rest"),
    [("ada", ["--exclude-operation-id", "finishAttempt"]), ("ben", []), ("tea", [])],
    ids=["a student who never hands in", "a student", "an instructor"],
)
def test_every_answer_is_one_that_the_document_tells(live: Live, tmp_path: Path, who: str, rest: list[str]) -> None:
    (tmp_path / "schemathesis.toml").write_text(SETTINGS)
    command = [str(Path(sys.executable).parent / "schemathesis"), "--config-file", "schemathesis.toml", "run"]
    command += [f"{live.server.address}/api/v1/openapi.json", "--header", f"Authorization: Bearer {live.tokens[who]}"]
    command += ["--checks", "all", "--seed", "1", "--max-examples", "15", "--generation-database", "none"]
    command += ["--continue-on-failure", "--no-color", *rest]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr
    assert f"Tested: {8 - len(rest) // 2}" in done.stdout  # all but the document itself
