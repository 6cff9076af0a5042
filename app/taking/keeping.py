"""What a server does by itself: it grades what a crash left ungraded, and hands in what is due when nobody looks."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from app.db import Database
from app.taking.handing_in import hand_in_all_late
from app.taking.leftovers import Rounds

EVERY = 20.0  # seconds
_LOG = logging.getLogger(__name__)


def keep(db: Database, pause: Callable[[float], object] = time.sleep) -> None:
    """Goes on for as long as its process lives, whatever fails: the next round tries again."""
    rounds = Rounds()
    while True:
        _try(rounds.grade_leftovers, db)
        _try(hand_in_all_late, db)
        pause(EVERY)


def _try(work: Callable[[Database], object], db: Database) -> None:
    try:
        work(db)
    except Exception:  # such as a database that is away for a moment
        _LOG.exception("%s failed", work.__name__)
