"""`chainrule regrade`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from app.commands.common import open_database, say, the_cluster
from app.desk import regrading
from app.desk.regrading import Change, Plan
from app.desk.regrading.batches import Run, graded, here
from app.quizzes import service as quizzes
from app.refusals import Refused

BY_COMMAND = "Regraded from the command line."


def regrade(args: argparse.Namespace) -> int:
    """Say what the current questions would change, and with `--apply` change it."""
    db = open_database()
    quiz = quizzes.any_quiz(db, args.quiz)
    _known(quiz.slug, quizzes.question_ids(db, quiz.id), args.question or ())
    with _run(args.cluster) as run:
        found = regrading.plan(db, quiz, args.question or None, never_lower=args.never_lower, run=run)
    for line in told(found):
        say(line)
    if args.apply and found.changes:
        number = regrading.apply(db, None, quiz, found, args.reason or BY_COMMAND, never_lower=args.never_lower)
        say(f"Applied as regrade {number}.")
    elif found.changes:
        say("Nothing was changed yet; --apply does it.")
    db.close()
    return 0


def _known(quiz: str, there: Sequence[str], asked: Sequence[str]) -> None:
    if unknown := [slug for slug in asked if slug not in there]:
        raise Refused(f"There is no question {unknown[0]!r} in {quiz}.")


@contextmanager
def _run(address: str | None) -> Iterator[Run]:
    """How batches are graded: here, or by the workers of a cluster."""
    if address is None:
        yield here
        return
    cluster = the_cluster()
    try:
        with cluster.spreading(graded, address) as run:
            yield run
    except cluster.ClusterFault as fault:
        raise Refused(str(fault)) from None


def told(found: Plan) -> list[str]:
    """Who changes and by how much, then all in one line."""
    lines = []
    for student in found.students:
        if student.told:
            lines.append(f"{student.student}: {_points(student.before)} -> {_points(student.after)}")
        lines += [f"    {_told(change)}" for change in student.told]
    words = sum(not change.is_told for change in found.changes)
    told = [f"{found.answers} {'answer' if found.answers == 1 else 'answers'} graded again"]
    told += [f"{len(found.changes) - words} judged otherwise"]
    told += [f"{words} explained otherwise"] if words else []
    told += [f"{found.raised} {'student' if found.raised == 1 else 'students'} up", f"{found.lowered} down"]
    told += [f"{found.kept} judged by people stay"] if found.kept else []
    told += [f"{found.spared} spared, since nobody is to lose points"] if found.spared else []
    return [*lines, ", ".join(told) + "."]


def _told(change: Change) -> str:
    (old, had), (new, has) = change.before, change.after
    return f"{change.question} {change.field}: {old} {_points(had)} -> {new} {_points(has)}"


def _points(thousandths: int) -> str:
    return f"{thousandths / 1000:g}"
