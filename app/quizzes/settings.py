"""The settings of a quiz: what they may be, and changing them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

import msgspec
from sqlalchemy import Connection, update

from app.db import Database
from app.people.service import audit
from app.people.views import Person
from app.quizzes.finding import quiz_by_id
from app.quizzes.tables import Quiz
from app.quizzes.views import QuizView
from app.refusals import Conflict, Unreadable
from questions.question import Settings
from questions.typed import typed

CHANGEABLE = frozenset(Settings.__struct_fields__) - {"sections"}
LONGEST_TITLE = 200
MOST = {"minutes": 10_000, "tries": 1_000}


def change_settings(
    db: Database, actor: Person, quiz_id: int, changes: Mapping[str, object], seen: str | None = None
) -> QuizView:
    """Change settings of a quiz, audited with what they were; what is as it was is no change.

    Times may be given as text with an offset. A running attempt may get a later end by this, never an earlier one.
    Raises Unreadable for a name or value there is not, and Conflict when the settings are not those `seen` (see
    `settings_seen`) any more.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise Unreadable(f"There is no setting {', '.join(sorted(unknown))}.")
    try:
        checked = typed(dict(changes), Settings, strict=False)
    except msgspec.ValidationError as error:
        raise Unreadable(f"That setting cannot be: {error}.") from None
    values = {name: getattr(checked, name) for name in changes}

    def work(c: Connection) -> QuizView:
        before = quiz_by_id(c, quiz_id, lock=True)
        if seen not in (None, settings_seen(before)):
            raise Conflict("Somebody changed these settings in the meantime. What they are now stands beside yours.")
        after = replace(before, **values)
        _refuse_nonsense(after)
        changed = {name: value for name, value in values.items() if value != getattr(before, name)}
        if not changed:
            return before
        c.execute(update(Quiz).where(Quiz.id == quiz_id).values(changed))
        detail = {name: [getattr(before, name), value] for name, value in changed.items()}
        audit(c, db.now(), actor, before.course_id, "change settings", before.slug, **detail)
        return quiz_by_id(c, quiz_id)

    return db.write(work)


def settings_seen(quiz: QuizView) -> str:
    """What a form carries to say which settings it was filled in on."""
    settings = [str(getattr(quiz, name)) for name in sorted(CHANGEABLE)]
    return hashlib.sha256(json.dumps(settings).encode()).hexdigest()[:16]


def _refuse_nonsense(quiz: QuizView) -> None:
    if not 1 <= len(quiz.title.strip()) <= LONGEST_TITLE:
        raise Unreadable(f"A quiz has a title of at most {LONGEST_TITLE} characters.")
    for name, most in MOST.items():
        number = getattr(quiz, name)
        if number is not None and not 1 <= number <= most:
            raise Unreadable(f"Give the {name} as a number from 1 to {most:,}, or nothing for no limit.")
    for name, moment in (("opens_at", quiz.opens_at), ("due_at", quiz.due_at)):
        if moment is not None and moment.tzinfo is None:
            raise Unreadable(f"`{name}` needs its offset from UTC.")
    if quiz.opens_at is not None and quiz.due_at is not None and quiz.opens_at >= quiz.due_at:
        raise Unreadable("A quiz opens before it is due: give a later due time, or let it open earlier.")
