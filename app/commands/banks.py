"""`chainrule grade`, `check` and `load`: the question bank, without and with a database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app import config
from app.commands.common import complain, open_database, say
from questions.loading import BANK, load_bank


def grade(args: argparse.Namespace) -> int:
    """JSON Lines in, JSON Lines out."""
    from questions import batch, parallel, stream

    if args.jobs > 1:
        parallel.prepare()  # while the bank is read
    bank = load_bank(args.bank or BANK)
    batch.settle()
    sink = sys.stdout.buffer
    if args.file == "-":
        stream.run(sys.stdin.buffer, sink, bank, _secret(), args.jobs)
        return 0
    try:
        with Path(args.file).open("rb") as source:
            stream.run(source, sink, bank, _secret(), args.jobs)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        complain(f"{args.file} cannot be read: {error.strerror}.")
        return 1
    return 0


def check(args: argparse.Namespace) -> int:
    """Verify the bank; 1 when anything is wrong with it."""
    from questions import checking

    bank = load_bank(args.directory or BANK)
    faults = 0
    for fault in checking.check(bank, _secret()):
        say(str(fault))
        faults += 1
    questions = sum(1 for _ in bank)
    say(f"{questions} questions, {'all in order' if not faults else f'{faults} faults'}.")
    return 1 if faults else 0


def load(args: argparse.Namespace) -> int:
    """Bank files into the database, in one transaction."""
    from app.quizzes import service

    done = service.load(open_database(migrate=True), load_bank(args.directory or BANK))
    say(
        f"{done.quizzes} quizzes, {done.questions} questions: "
        f"{done.new_versions} new versions, {done.withdrawn} withdrawn."
    )
    for slug in done.kept:
        say(f"{slug}: the version published in the web stays; its file has not changed since.")
    for slug in done.replaced:
        say(f"{slug}: its file has changed, and replaces the version published in the web.")
    return 0


def _secret() -> bytes:
    from questions.grading import PUBLIC_KEY

    given = config.key("GRADING_KEY")
    return given.encode() if given else PUBLIC_KEY
