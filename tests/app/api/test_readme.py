"""The example of the README does what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.api.live import Live, live
from tests.conftest import ROOT

__all__ = ["live"]


def example(live: Live) -> str:
    """The commands of the section, for a server and a person of the tests."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## JSON API\n")[1].split("\n## ")[0]
    found = re.search(r"```sh\n(.+?)```", section, re.DOTALL)
    assert found
    assert "http://127.0.0.1:8000" in found[1]
    assert "token student" in found[1]
    return found[1].replace("http://127.0.0.1:8000", live.server.address).replace("token student", "token ada")


def test_the_example_submits_an_answer_once(live: Live) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl: install it to run the README's example")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, **live.environment, "PATH": path}
    outputs = []
    for _ in range(2):
        done = subprocess.run(
            ["bash", "-c", example(live)], env=environment, capture_output=True, text=True, check=True
        )
        outputs.append(done.stdout)
    assert json.loads(outputs[0])["outcome"] == "correct"
    assert outputs[0] == outputs[1]
