"""Structs are learnt by one thread at a time: with msgspec alone the second would end the process."""

from __future__ import annotations

import subprocess
import sys

MEETING = """
import threading, time
import msgspec
from questions.typed import typed

looked = threading.Event()

def slowly():
    looked.set()
    time.sleep(0.2)
    return int

class Inner(msgspec.Struct):
    deep: "slowly()"

class Outer(msgspec.Struct):
    inner: Inner
    last: int

def meet():
    met.append(typed({"inner": {"deep": 1}, "last": 2}, Outer))

met = []
first = threading.Thread(target=meet)
first.start()
looked.wait()
meet()
first.join()
assert met == [Outer(Inner(1), 2)] * 2
"""


def test_two_threads_may_meet_a_struct_at_the_same_time() -> None:
    done = subprocess.run([sys.executable, "-c", MEETING], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
