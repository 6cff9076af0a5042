"""`chainrule bench`: how fast things are, each beside something to compare with, measured now and here."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Iterator
from functools import partial

from app.bench.measuring import Absent, Figure
from app.commands.common import say

WEB_ROUNDS = 5  # each takes seconds


def bench(args: argparse.Namespace) -> int:
    """Measure what is asked for, all by default; what cannot be compared here is said."""
    if args.web:
        from app.bench.web import web

        for figure in web(min(args.rounds, WEB_ROUNDS), args.requests, args.crowd, args.database):
            say(f"{figure.what:<52} {figure.value}")
        return 0
    parts = _parts(args.rounds, args.lines, args.jobs, args.students)
    gc.freeze()  # what is loaded is no part of what is measured
    for name in args.part or parts:
        try:
            for figure in parts[name]():
                say(f"{figure.what:<52} {figure.value}")
        except Absent as absent:
            say(f"{name}: left out. {absent}")
    return 0


def _parts(rounds: int, count: int, jobs: int, students: int) -> dict[str, Callable[[], Iterator[Figure]]]:
    from app.bench import answers, desk, lines, networks, numeric, statistics, symbolic

    return {
        "verdicts": answers.answers,
        "numpy": partial(numeric.checks, rounds),
        "autograd": partial(numeric.jacobians, rounds),
        "sympy": partial(symbolic.decisions, rounds),
        "reading": partial(symbolic.reading, rounds),
        "xor": partial(networks.networks, rounds),
        "lines": partial(lines.lines, count, jobs),
        "statistics": partial(statistics.statistics, rounds),
        "desk": partial(desk.desk, students, rounds),
    }
