"""How long a judgement takes tells something of it: a wrong answer is looked at for longer than a right one, and one
that somebody has given before for less. Where the outcome is not shown, every answer takes the same time."""

from __future__ import annotations

from time import monotonic, sleep

STEP = 0.1  # seconds; judging seldom takes a fifth of it


def wait(began: float) -> None:
    """Until a whole number of steps has gone by since `began`; no transaction is open."""
    sleep(-(monotonic() - began) % STEP)
