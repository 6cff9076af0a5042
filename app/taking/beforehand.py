"""What a student sends is looked at beside the one who writes, and stored together with what others send.

Whether it may be stored is found out first, in a snapshot; storing sees to it that this is still so. Where it is not,
or time is up, all is done again while nobody else can write: what took its number or its key may be itself, stored by a
commit whose answer was lost on the way back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.db import Database
from app.ledger import service as ledger
from app.ledger.views import AttemptRow
from app.people.views import Person
from app.quizzes import service as quizzes
from app.refusals import Closed, Conflict, NotThere
from app.taking.timing import extend

D = TypeVar("D")
R = TypeVar("R")


def looked_at_and_stored(
    db: Database,
    person: Person,
    attempt_id: int,
    look: Callable[[Connection, AttemptRow], D | R],
    done: type[D],
    store: Callable[[Connection, Sequence[R]], Sequence[D]],
) -> D:
    """What is on disk then. `look` gives what is `done` already, or what `store` may be given with what others sent;
    the same `store` must come from all. Raises NotThere where the attempt is not one's own, and what either raises."""

    def alone(c: Connection) -> D:
        attempt = _own(c, person, attempt_id, lock=True)
        found = look(c, extend(c, db.keys, quizzes.quiz_by_id(c, attempt.quiz_id), attempt))
        return found if isinstance(found, done) else store(c, [cast(R, found)])[0]

    try:
        with db.read() as c:
            found = look(c, _own(c, person, attempt_id))
        return found if isinstance(found, done) else db.together(store, cast(R, found))
    except (Closed, Conflict, IntegrityError):
        return db.write(alone)


def _own(c: Connection, person: Person, attempt_id: int, lock: bool = False) -> AttemptRow:
    attempt = ledger.attempt(c, attempt_id, lock=lock)
    if attempt.user_id != person.id:
        raise NotThere
    return attempt
