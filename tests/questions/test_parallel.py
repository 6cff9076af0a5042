"""Processes that share the lines of a stream."""

from __future__ import annotations

import subprocess
import sys

READER = """
import sys
from questions.question import Bank
from questions.stream import run
if __name__ == "__main__":
    run(sys.stdin.buffer, sys.stdout.buffer, Bank({}), jobs=2)
"""


def test_processes_end_with_a_reader_that_was_killed() -> None:
    call = [sys.executable, "-c", READER]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write(b"{}\n")
        reader.stdin.flush()
        assert b"error" in reader.stdout.readline()
        reader.kill()
        reader.communicate(timeout=20)  # their ends of these pipes are closed only when all have ended
