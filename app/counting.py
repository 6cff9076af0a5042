"""Counters that all workers of a server share, in memory that gunicorn's first process maps before it makes them.

Every worker adds in a slot of its own, so that none waits for another and nothing is lost; a reader adds the slots up,
and so tells the same whichever worker is asked. The first process gives out the slots (`app.gunicorn_conf`); the slot
of a worker that ended goes on with the next one. Counters begin at nought when the server starts. Without gunicorn
there is one process and one slot.
"""

from __future__ import annotations

import mmap
import threading
import zlib
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOTS = 64
CELLS = 4096
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)  # seconds of grading
GRADING = "chainrule_grading_seconds"
_BUCKETS = tuple(f'{GRADING}_bucket{{le="{bound}"}}' for bound in (*BOUNDS, "+Inf"))
HISTOGRAM = (*_BUCKETS, f"{GRADING}_sum", f"{GRADING}_count")

SIGNATURE = (
    0  # the first cell of a slot names its layout: code that was renewed under a running server may have another
)

_memory = memoryview(mmap.mmap(-1, SLOTS * CELLS * 8)).cast("d")
_adding = threading.Lock()
_slot = 0
_places: dict[str, int] = {name: place for place, name in enumerate(HISTOGRAM, 1)}


def take_slot(taken: Collection[int]) -> int:
    """The slot of the process that is made next; called before each fork with those of the processes that live."""
    global _slot
    _slot = next((slot for slot in range(SLOTS) if slot not in taken), SLOTS - 1)
    return _slot


def shared() -> memoryview[float]:
    """The memory that the first process has mapped."""
    return _memory


def share(memory: memoryview[float], slot: int) -> None:
    """Count in this slot of that memory: for code that was loaded after the memory was mapped. Where it is of another
    size, by older code, this process counts for itself until the server starts anew."""
    global _memory, _slot
    if len(memory) == len(_memory):
        _memory, _slot = memory, slot


def lay_out(names: Sequence[str]) -> None:
    """Make room for these counters, beside those of grading; the same names get the same places in every process."""
    for name in names:
        _places.setdefault(name, len(_places) + 1)
    if len(_places) >= CELLS:
        raise ValueError("more counters than cells")
    mine = _memory[_slot * CELLS : (_slot + 1) * CELLS]
    if mine[SIGNATURE] != _signature():
        for cell in range(CELLS):
            mine[cell] = 0.0
        mine[SIGNATURE] = _signature()


def add(name: str, amount: float = 1.0) -> None:
    """Count; a name that has no place is not counted."""
    place = _places.get(name)
    if place is not None:
        with _adding:
            _memory[_slot * CELLS + place] += amount


def totals() -> Mapping[str, float]:
    """Every counter over all workers."""
    slots = [slot * CELLS for slot in range(SLOTS) if _memory[slot * CELLS + SIGNATURE] == _signature()]
    found = {name: sum(_memory[slot + place] for slot in slots) for name, place in _places.items()}
    return {**found, **dict(zip(_BUCKETS, accumulate(found[name] for name in _BUCKETS), strict=True))}


def _signature() -> float:
    return float(zlib.crc32("\n".join(_places).encode()))


@contextmanager
def timed_grading() -> Iterator[None]:
    """Count how long a grading takes."""
    began = perf_counter()
    try:
        yield
    finally:
        took = perf_counter() - began
        add(_BUCKETS[bisect_left(BOUNDS, took)])  # `totals` adds those below
        add(HISTOGRAM[-2], took)
        add(HISTOGRAM[-1])
