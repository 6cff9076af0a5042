"""A regrade worked out by the workers of a cluster is the one worked out here, also when one of them is killed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.desk import regrading
from app.desk.regrading import planning
from app.desk.regrading.batches import Batch, graded
from app.taking import service as taking
from questions import cluster
from tests.app.desk.test_regrading import change_key
from tests.app.store import Store
from tests.questions.test_cluster import processes


def test_a_plan_is_the_same_with_workers_of_which_one_is_killed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, others = store.start(), store.start(store.other)
    for number, pick in enumerate("AB"):
        store.submit(mine, "1.1", pick, f"mine {number}")
        taking.submit(store.db, store.other, others, "1.1", pick, key=f"others {number}".ljust(16))
    change_key(store)
    monkeypatch.setattr(planning, "CHUNK", 1)  # so that there is something to share
    here = regrading.plan(store.db, store.quiz())
    assert here.changes
    with processes(tmp_path) as started:
        started.start_worker()
        started.start_worker()
        started.said("Starting established connection to tcp", 2)

        def killing(batches: Sequence[Batch]) -> Iterator[Batch]:
            for number, batch in enumerate(batches):
                if number == 1:
                    started.running[1].kill()
                yield batch

        with cluster.spreading(graded, started.address) as run:
            there = regrading.plan(store.db, store.quiz(), run=lambda batches: run(list(batches)))
            again = regrading.plan(store.db, store.quiz(), run=lambda batches: run(killing(batches)))  # type: ignore[arg-type]
        assert "the grading key" not in started.logs()
    assert there == here == again
