"""The command line. Commands are imported when they run, so that `chainrule grade` starts without the web."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app import streams
from app.refusals import Refused, Unavailable
from questions.faults import BankError

PARTS = ("verdicts", "numpy", "autograd", "sympy", "reading", "xor", "lines", "statistics", "desk")
ROLES = ("student", "assistant", "instructor", "admin")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. What a person can mend is said in a sentence, without a traceback."""
    args = parser().parse_args(arguments)
    os.umask(0o077)  # keys, databases and backups are nobody else's to read
    streams.settle()
    module, function = args.run.split(":")
    try:
        status: int = getattr(importlib.import_module(f"app.commands.{module}"), function)(args)
    except Refused as refused:
        sys.stderr.write(f"{refused.message}\n")
        return 1
    except BankError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except Unavailable as error:
        sys.stderr.write(f"The database cannot be used: {error}\n")
        return 1
    except BrokenPipeError:  # whoever read our output has had enough
        streams.let_go()
        return 1
    except OSError as error:  # a full disk, a directory that is not there, a closed stream
        streams.let_go()
        sys.stderr.write(f"{streams.told(error)}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    top = argparse.ArgumentParser(prog="chainrule", description="Quizzes that grade by running what students submit.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _running(commands)
    _bank(commands)
    _measuring(commands)
    _people(commands)
    _regrading(commands)
    _keeping(commands)
    return top


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: str, does: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=does, description=does)
    command.set_defaults(run=run)
    return command


def _running(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = _command(commands, "serve", "serving:serve", "migrate if needed, then run gunicorn in the foreground")
    serve.add_argument("--bind", metavar="A", help="host:port, a host, or unix:PATH (default 127.0.0.1:$PORT)")
    serve.add_argument("--workers", type=_positive, metavar="N", help="processes (default: one a core, at most 4)")
    serve.add_argument("--threads", type=_positive, metavar="N", help="threads a process (default 64)")
    _command(commands, "demo", "demo:demo", "make keys, a database, a course, a student, an instructor and a class")
    _command(commands, "doctor", "doctoring:doctor", "show settings, database, versions and warnings")


def _bank(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    grade = _command(commands, "grade", "banks:grade", "JSON Lines in, JSON Lines out, without a database")
    grade.add_argument("file", nargs="?", default="-", metavar="FILE", help="default: standard input")
    shared = grade.add_mutually_exclusive_group()
    shared.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help="processes that share the lines (default 1)"
    )
    shared.add_argument("--cluster", metavar="ADDRESS", help="of a Dask scheduler whose workers share the lines")
    grade.add_argument("--bank", type=Path, metavar="DIR", help="the questions (default: those of the package)")
    check = _command(commands, "check", "banks:check", "verify a bank: every key and every example")
    load = _command(commands, "load", "banks:load", "bank files into the database, in one transaction")
    for command in (check, load):
        command.add_argument("directory", nargs="?", type=Path, metavar="DIR")


def _measuring(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    bench = _command(commands, "bench", "benching:bench", "measure how fast things are, beside others, in one run")
    bench.add_argument("part", nargs="*", type=_part, metavar="PART", help=f"some of {', '.join(PARTS)} (default: all)")
    bench.add_argument("--rounds", type=_positive, default=25, metavar="N", help="of which the median counts")
    bench.add_argument("--lines", type=_positive, default=1_000_000, metavar="N", help="that grade is given")
    bench.add_argument("--students", type=_positive, default=2000, metavar="N", help="whom the desk's pages show")
    bench.add_argument("--jobs", type=_positive, default=2, metavar="N", help="processes of grade, beside one")
    bench.add_argument("--web", action="store_true", help="the web instead: a real server beside a bare Flask view")
    bench.add_argument("--database", metavar="URL", help="an empty one for --web (default: SQLite in a new place)")
    bench.add_argument("--requests", type=_positive, default=4000, metavar="N", help="of a round of --web")
    bench.add_argument("--crowd", type=_positive, default=500, metavar="N", help="who submit to --web within a second")


def _people(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    user = commands.add_parser("user", help="accounts").add_subparsers(required=True, metavar="COMMAND")
    add = _command(user, "add", "accounts:add_users", "make accounts and enrol them")
    add.add_argument("names", nargs="+", metavar="NAME")
    add.add_argument("--role", required=True, choices=ROLES)
    add.add_argument("--course", metavar="C", help="default: the only course")
    anew = _command(user, "password", "accounts:set_passwords", "give accounts other passwords and sign them out")
    anew.add_argument("names", nargs="+", metavar="NAME")
    for command in (add, anew):
        command.add_argument("--password-stdin", action="store_true", help="one line for all names, or one a name")
    token = _command(commands, "token", "accounts:token", "print a bearer token for the JSON API")
    token.add_argument("names", nargs="+", metavar="NAME")


def _keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = _command(commands, "export", "exporting:export", "grades as CSV or answers as JSON Lines")
    export.add_argument("what", choices=("grades", "answers"))
    export.add_argument("quiz", metavar="QUIZ")
    export.add_argument("--canvas", action="store_true", help="grades in the columns that Canvas imports")
    backup = _command(commands, "backup", "upkeep:backup", "write a consistent snapshot, while others write")
    restore = _command(commands, "restore", "upkeep:restore", "bring a snapshot into an empty place")
    for command in (backup, restore):
        command.add_argument("file", type=Path, metavar="FILE")
    _command(commands, "verify", "upkeep:verify", "check every hash chain; 1 on any damage")


def _regrading(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    does = "say who would change and by how much if all answers were graded again, and do it"
    regrade = _command(commands, "regrade", "regrading:regrade", does)
    regrade.add_argument("quiz", metavar="QUIZ")
    regrade.add_argument("--apply", action="store_true", help="append what changes (default: only say it)")
    regrade.add_argument("--never-lower", action="store_true", help="leave out what would lower a grade")
    regrade.add_argument("--question", action="append", metavar="ID", help="only this one; may be repeated")
    regrade.add_argument("--cluster", metavar="ADDRESS", help="of a Dask scheduler whose workers grade")
    regrade.add_argument("--reason", metavar="TEXT", help="what students read beside their grade")


def _part(text: str) -> str:
    if text not in PARTS:
        raise argparse.ArgumentTypeError(f"there is no part {text}")
    return text


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number, at least 1")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
