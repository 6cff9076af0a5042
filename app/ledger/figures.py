"""How much there is in the ledger, for those who watch over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.orm import aliased

from app.ledger.tables import Answer, Attempt, GradeEvent, Submission

LEFT_OPEN = ("undecided", "ungraded")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over all quizzes. `waiting` are answers whose last judgement left them to a person, by outcome; `pending`
    are answers without any judgement yet."""

    submissions: int
    judgements: Mapping[tuple[str, str], int]  # by source and outcome
    waiting: Mapping[str, int]
    pending: int
    running: int  # attempts


def figures(c: Connection) -> Figures:
    """Everything at this moment."""
    judged = exists().where(GradeEvent.answer_id == Answer.id)
    unjudged = select(func.count()).select_from(Answer).where(~judged)
    running = select(func.count()).select_from(Attempt).where(Attempt.finished_at.is_(None))
    by_kind = select(GradeEvent.source, GradeEvent.outcome, func.count()).group_by(
        GradeEvent.source, GradeEvent.outcome
    )
    return Figures(
        submissions=c.execute(select(func.count()).select_from(Submission)).scalar_one(),
        judgements={(source, outcome): count for source, outcome, count in c.execute(by_kind)},
        waiting=_waiting(c),
        pending=c.execute(unjudged).scalar_one(),
        running=c.execute(running).scalar_one(),
    )


def _waiting(c: Connection) -> Mapping[str, int]:
    later = aliased(GradeEvent)
    superseded = exists().where(later.answer_id == GradeEvent.answer_id, later.seq > GradeEvent.seq)
    query = select(GradeEvent.outcome, func.count()).where(GradeEvent.outcome.in_(LEFT_OPEN), ~superseded)
    found = dict(c.execute(query.group_by(GradeEvent.outcome)).all())
    return {outcome: found.get(outcome, 0) for outcome in LEFT_OPEN}
