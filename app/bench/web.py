"""The web path: durable graded submissions beside the least that Flask can do behind the same gunicorn, in one run."""

from __future__ import annotations

import itertools
import multiprocessing
import random
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from app.bench import load
from app.bench.hour import hour
from app.bench.measuring import Figure, shown
from app.bench.networks import any_weights, solving
from app.bench.site import QUIZ, Server, Site, Student, furnished, got, posted, served

CLIENTS = (8, 32)
WORKERS = ("--workers", "2")
CONFIG = ("--config", "python:app.bench.bare", "--bind", "127.0.0.1:{port}")


def web(rounds: int, requests: int, students: int, url: str | None = None) -> Iterator[Figure]:
    """Two gunicorns stand side by side, the service and a bare view; each round asks so many requests of the one, then
    of the other."""
    with tempfile.TemporaryDirectory() as room, _client() as client:
        site = furnished(Path(room), students, url)
        with (
            served(site, "app.cli", "serve", *WORKERS) as ours,
            served(site, "gunicorn", *CONFIG, *WORKERS, "app.bench.bare:app") as bare,
        ):
            submissions = _submissions(site)
            sides = _Sides(client, ours, bare, _refused(site.students[0]))
            for clients in CLIENTS:
                yield from _beside(sides, clients, rounds, requests, submissions)
            yield from hour(client, ours, site.students, list(itertools.islice(submissions, students)))
            yield from _looking(client, ours, site.students[0], requests)


def _client() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def _submissions(site: Site) -> Iterator[bytes]:
    """Weights for 4.2, no two alike, by one student after the other."""
    chance = random.Random(0)  # noqa: S311 (no secrets)
    for number, student in enumerate(itertools.cycle(site.students)):
        answer = {"weights": (solving if number % 2 else any_weights)(chance)}
        path = f"/attempts/{student.attempt}/answers/4.2/submit"
        yield posted(path, student.token, {"answer": answer}, f"submission {number:08d}")


def _refused(student: Student) -> bytes:
    """A request of which nothing is read but whose it is and that it asks for something there is not."""
    return posted(f"/attempts/{student.attempt}/answers/4.2/submit", student.token, {"nothing": 0})


@dataclass(frozen=True, slots=True)
class _Sides:
    """The service and the bare view, the process that asks them, and a request that the service refuses."""

    client: Executor
    ours: Server
    bare: Server
    refused: bytes

    def asked(self, server: Server, sent: Sequence[Sequence[bytes]], status: int) -> load.Ran:
        """What came back, all with this status."""
        ran = self.client.submit(load.in_turn, server.port, sent).result()
        ran.all_are(status)
        return ran


def _beside(sides: _Sides, clients: int, rounds: int, requests: int, submissions: Iterator[bytes]) -> Iterator[Figure]:
    rates, took, spent = [], [], []
    each, ours, bare = requests // clients, sides.ours, sides.bare
    for _ in range(rounds):
        dealt = list(itertools.islice(submissions, each * clients))
        sent = [dealt[number::clients] for number in range(clients)]  # no two for one student at the same moment
        before = ours.spent(), bare.spent()
        graded = sides.asked(ours, sent, 201)
        looked = sides.asked(bare, [[got("/")] * each] * clients, 200)
        spent.append(((ours.spent() - before[0]) / clients / each, (bare.spent() - before[1]) / clients / each))
        away = sides.asked(ours, [[sides.refused] * each] * clients, 400)
        took += [answer.took for answer in graded.answers]
        rates.append([clients * each / ran.seconds for ran in (graded, looked, away)])
    mine, theirs, nothing = (median(rate) for rate in zip(*rates, strict=True))
    ratio, most = (median(rate[one] / rate[1] for rate in rates) for one in (0, 2))
    busy, idle = (median(time) for time in zip(*spent, strict=True))
    yield Figure(
        f"durable graded submissions, {clients} clients",
        f"{mine:,.0f} a second, {ratio:.2f} of a bare view's {theirs:,.0f}; {load.spread(took)}",
    )
    yield Figure(
        "– processor time of one, in the workers", f"{shown(busy)}, {idle / busy:.2f} as a ratio of {shown(idle)}"
    )
    yield Figure("– refused as soon as its sender is known", f"{nothing:,.0f} a second, {most:.2f} of the bare view's")


def _looking(client: Executor, server: Server, student: Student, requests: int) -> Iterator[Figure]:
    """One student alone, so that nothing waits for anything."""
    page = got(f"/attempts/{student.attempt}/questions/2.2", student.cookie)
    typed = {"question": f"{QUIZ}/2.2", "field": "expression", "value": "w^T + w^T"}
    preview = posted("/preview", student.token, typed)
    for what, request in (("page of a question, first byte", page), ("preview of an answer", preview)):
        seen = client.submit(load.in_turn, server.port, [[request] * max(1, requests // 10)]).result()
        seen.all_are(200)
        yield Figure(what, load.spread([answer.first for answer in seen.answers]))
