"""A server opens as many connections as the system allows, not as a shell happens to."""

from __future__ import annotations

import subprocess
import sys

import pytest

ASKING = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
from app.worker import files
print(files.grant({wanted}), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "wanted", "granted", "left"),
    [(100, 500, 300, 300, 300), (100, 200, 300, 200, 200), (400, 500, 300, 400, 400)],
)
def test_as_many_as_wanted_or_allowed(soft: int, hard: int, wanted: int, granted: int, left: int) -> None:
    asking = ASKING.format(soft=soft, hard=hard, wanted=wanted)
    done = subprocess.run([sys.executable, "-c", asking], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(granted), str(left), str(hard)]
