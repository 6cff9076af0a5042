"""A running quiz: who is where, who rests, who is stuck on what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from app.db import Database
from app.insight.marks import Row, marks
from app.ledger import service as ledger
from app.people import service as people
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.taking import service as taking

IDLE = timedelta(minutes=10)  # without a draft or an answer
STUCK = 2  # submissions to a question, without success
LEFT = timedelta(hours=1)  # without a sign: whoever was stuck then has gone
SETTLED = frozenset({"correct", "ungraded", "undecided"})
MOST = 200  # students in the table


@dataclass(frozen=True, slots=True)
class Sitting:
    """A student at work: the question last written at, since when nothing came, the end of their time, and the fields
    that they tried again and again without success."""

    user_id: int
    name: str
    attempt_id: int
    question: str | None
    seen_at: datetime
    idle: bool
    ends_at: datetime | None
    answered: int
    tries: int
    stuck: Sequence[str]


@dataclass(frozen=True, slots=True)
class Live:
    """A quiz at a moment. `at_work` are those who are neither done nor out of time, the stuck first, the idle last;
    `places` counts them by question, `stuck` by question and field."""

    quiz: QuizView
    now: datetime
    students: int
    away: int
    finished: int
    over: int
    at_work: Sequence[Sitting]
    places: Mapping[str, int]
    stuck: Sequence[tuple[str, str, int]]

    @property
    def idle(self) -> int:
        """How many of those at work rest."""
        return sum(one.idle for one in self.at_work)


def live(db: Database, quiz: QuizView) -> Live:
    """The quiz as it is now, by the clock of the ledger."""
    rows = {row.head.user_id: row for row in marks(db, quiz).begun}
    with db.read() as c:
        now = ledger.ledger_now(c, db.now(), quiz.id)
        names = {one.id: one.name for one in people.students(c, quiz.course_id)}
        slugs = {placed.id: placed.slug for placed in quizzes.every_placed_question(c, quiz.id)}
        begun = {user: row for user, row in rows.items() if user in names}
        ends = _ends(c, quiz, [row for row in begun.values() if row.head.finished_at is None])
        open_ = [row for row in begun.values() if row.head.id in ends and not _passed(ends[row.head.id], now)]
        seen = _seen(c, [row.head.id for row in open_])
    sittings = [_sitting(row, names, slugs, seen.get(row.head.id), ends[row.head.id], now) for row in open_]
    stuck = Counter((one.question, field) for one in sittings for field in one.stuck)
    return Live(
        quiz=quiz,
        now=now,
        students=len(names),
        away=len(names) - len(begun),
        finished=len(begun) - len(ends),
        over=len(ends) - len(open_),
        at_work=sorted(sittings, key=lambda one: (not one.stuck, one.idle, one.name.casefold())),
        places=_places(sittings, list(slugs.values())),
        stuck=[(slug, field, count) for (slug, field), count in stuck.most_common() if slug],
    )


def _ends(c: Connection, quiz: QuizView, rows: Sequence[Row]) -> Mapping[int, datetime | None]:
    """When each of these attempts ends, by what is set now; never before the end that it was told."""
    allowances = people.allowances(c, [row.head.user_id for row in rows], quiz.course_id, quiz.id)
    found = {}
    for row in rows:
        now = quizzes.attempt_end(quiz, allowances[row.head.user_id], row.head.started_at)
        told = row.head.due_at
        found[row.head.id] = None if now is None or told is None else max(now, told)
    return found


def _passed(end: datetime | None, now: datetime) -> bool:
    return end is not None and end < now


def _seen(c: Connection, attempts: Sequence[int]) -> Mapping[int, tuple[int, datetime]]:
    """Where each attempt was last heard of, and when: an answer, or a draft that is newer."""
    found = dict(ledger.last_submissions(c, attempts))
    for attempt, draft in taking.last_drafts(c, attempts).items():
        if attempt not in found or draft[1] > found[attempt][1]:
            found[attempt] = draft
    return found


def _sitting(
    row: Row,
    names: Mapping[int, str],
    slugs: Mapping[int, str],
    seen: tuple[int, datetime] | None,
    ends_at: datetime | None,
    now: datetime,
) -> Sitting:
    question, at = seen or (None, row.head.started_at)
    tries = row.tries.get(question, 0) if question is not None else 0
    return Sitting(
        user_id=row.head.user_id,
        name=names[row.head.user_id],
        attempt_id=row.head.id,
        question=slugs[question] if question is not None else None,
        seen_at=at,
        idle=now - at >= IDLE,
        ends_at=ends_at,
        answered=len(row.cells),
        tries=tries,
        stuck=_failed(row, question) if tries >= STUCK and now - at < LEFT else (),
    )


def _failed(row: Row, question: int | None) -> Sequence[str]:
    return [
        field
        for (owner, field), mark in row.marks.items()
        if owner == question and mark.outcome is not None and mark.outcome not in SETTLED
    ]


def _places(sittings: Sequence[Sitting], slugs: Sequence[str]) -> Mapping[str, int]:
    counted = Counter(one.question for one in sittings)
    return {slug: counted[slug] for slug in slugs if counted[slug]}
