"""Grading what a crash left ungraded, in a process of its own: grading it may be what crashed.

That process has little memory and time, and says which submission it turns to. Where it dies, or goes on for too long,
the submission that it was at goes to a person, and the rest is tried again. So nothing that a student sends can take
the service down more than once.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from app import config
from app.db import Database
from app.ledger import service as ledger
from app.ledger.views import EventRow
from app.taking.judging import Accepted, grade_one, judge, judgements, pending, set_aside

SECONDS = 60  # for all of them; one takes milliseconds
MEMORY = 2 * 2**30  # bytes of addresses
ROUNDS, PAUSE = 5, 0.2  # seconds that another thread gets, before it is taken for dead


_one_at_a_time = threading.Lock()


class Rounds:
    """Looks for what is left again and again: at everything the first time, then only at what has come since, so that
    looking costs the same however much there is."""

    def __init__(self) -> None:
        self.settled = 0  # of the submissions up to this one everything is judged
        self._seen = 0

    def grade_leftovers(self, db: Database) -> None:
        """One round. What was the newest in the last one is settled only now: where transactions run side by side, one
        with a lower id may have ended after one with a higher."""
        with db.read() as c:
            newest = ledger.newest_submission(c)
        found = grade_leftovers(db, self.settled)
        self.settled = min([self._seen, *(one - 1 for one in found)])  # another thread may be at those it found
        self._seen = newest


def grade_leftovers(db: Database, after: int = 0) -> Sequence[int]:
    """Grade what is left after this submission, or pass it on; which submissions there were."""
    with _one_at_a_time:
        found = pending(db, after)
        while found and (stuck := _graded_apart(after)):
            set_aside(db, stuck)
    return found


def judged_again(db: Database, accepted: Accepted) -> Sequence[EventRow]:
    """The judgements on a submission that came again before there were any: either another thread is about to make
    them, or whatever did so has crashed, and this process shall not do the same."""
    for _ in range(ROUNDS):
        if events := judgements(db, accepted):
            return events
        time.sleep(PAUSE)
    grade_leftovers(db)
    return judgements(db, accepted) or judge(db, accepted)


def _graded_apart(after: int) -> int:
    """The submission that a process of its own could not come past; 0 when it came to the end."""
    command = [sys.executable, "-m", __name__, str(after)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (our own interpreter)
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS)
        process.kill()
        said = (process.stdout.read() if process.stdout else "").split()
    return int(said[-1]) if process.returncode and said else 0


def main() -> int:
    """Grade everything that is left, in the process made for it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    settings = config.read()
    db = Database(settings.database_url, settings.keys)
    for submission in pending(db, int(sys.argv[1])):
        sys.stdout.write(f"{submission}\n")
        sys.stdout.flush()
        grade_one(db, submission)
    db.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
