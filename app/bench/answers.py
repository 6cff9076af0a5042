"""How long a verdict takes: every example of the bank, its truth derived before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from statistics import median

from app.bench.measuring import Figure, percentile, seconds, shown
from questions.grading import grade
from questions.loading import BANK, load_bank

TIMES = 5  # each, of which the median counts


def answers() -> Iterator[Figure]:
    """Percentiles over the examples, by kind and of all that the engine judges."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for _, question in load_bank(BANK):
        for name, field in question.fields.items():
            for example in field.examples:
                asked = question.variants.drawn(example.draw) if question.variants else question
                work = partial(grade, asked, {name: example.answer}, example.earlier)
                outcome = work()["outcome"]
                times = [seconds(work, 1) for _ in range(TIMES)]
                by_kind[f"{field.kind.name}, {outcome}"].append(median(times))
    for kind in sorted(by_kind):
        yield _figure(f"verdict, {kind}", by_kind[kind])
    yield _figure("verdict, all kinds", [time for times in by_kind.values() for time in times])


def _figure(what: str, times: list[float]) -> Figure:
    value = f"p50 {shown(percentile(times, 50))}, p99 {shown(percentile(times, 99))} over {len(times)} answers"
    return Figure(what, value)
