"""`chainrule grade`, `check` and `load`: the question bank, without and with a database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import IO

from app import config
from app.commands.common import open_database, say, the_cluster
from app.refusals import Refused
from questions.faults import BankError, Fault
from questions.loading import BANK, load_bank
from questions.question import Bank


def grade(args: argparse.Namespace) -> int:
    """JSON Lines in, JSON Lines out."""
    from questions import batch, parallel

    if args.jobs > 1:
        parallel.prepare()  # while the bank is read
    bank = load_bank(args.bank or BANK)
    batch.settle()
    with _opened(args.file) as source:
        _stream(source, bank, args)
    return 0


def _opened(name: str) -> IO[bytes]:
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror}.") from None


def _stream(source: IO[bytes], bank: Bank, args: argparse.Namespace) -> None:
    from questions import stream

    if args.cluster is None:
        stream.run(source, sys.stdout.buffer, bank, _secret(), args.jobs)
        return
    cluster = the_cluster()
    try:
        stream.share(source, cluster.on_cluster(bank, _secret(), args.cluster, sys.stdout.buffer))
    except cluster.ClusterFault as fault:
        raise Refused(str(fault)) from None


def check(args: argparse.Namespace) -> int:
    """Verify the bank; 1 when anything is wrong with it."""
    from questions import checking

    bank = _bank(args.directory or BANK)
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

    done = service.load(open_database(migrate=True), _bank(args.directory or BANK))
    say(
        f"{done.quizzes} quizzes, {done.questions} questions: "
        f"{done.new_versions} new versions, {done.withdrawn} withdrawn."
    )
    for slug in done.kept:
        say(f"{slug}: the version published in the web stays; its file has not changed since.")
    for slug in done.replaced:
        say(f"{slug}: its file has changed, and replaces the version published in the web.")
    return 0


def _bank(directory: Path) -> Bank:
    """The bank in a directory; one without any quiz is another directory than was meant."""
    bank = load_bank(directory)
    if not bank.quizzes:
        raise BankError(Fault(None, f"{directory} holds no quiz: a bank file is <course>/<quiz>.toml in it"))
    return bank


def _secret() -> bytes:
    from questions.grading import PUBLIC_KEY

    given = config.key("GRADING_KEY")
    return given.encode() if given else PUBLIC_KEY
