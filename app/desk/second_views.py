"""What second looks found, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.db import Database
from app.desk.agreement import Agreement, agreement
from app.desk.queue import counts
from app.desk.second import unmarked
from app.desk.tables import SecondMark
from app.ledger import service as ledger
from app.people import service as people
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer whose two graders differ, in thousandths; settled once a person judged it again."""

    answer_id: int
    first: int
    second: int
    by: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """A field that people grade: how much was looked at twice, how far they agree, where not."""

    question: str
    field: str
    graded: int
    waiting: int
    agreement: Agreement
    differences: Sequence[Difference]


def second_looks(db: Database, quiz: QuizView) -> Sequence[Looked]:
    """Every field of the quiz in which a person graded something; the largest differences first."""
    with db.read() as c:
        placed = {one.id: one for one in quizzes.every_placed_question(c, quiz.id)}
        fields = {key: count.graded for key, count in counts(c, quiz).items() if count.graded}
        of = {one.answer_id: (one.question_id, one.field) for one in ledger.items_for_people(c, quiz.id)}
        waiting = [of[answer] for answer in unmarked(c, quiz)]
        marks = [row for row in c.execute(select(SecondMark.__table__)) if row.answer_id in of]
        events = ledger.events_of(c, answers=[row.answer_id for row in marks])
        names = people.names_of(c, sorted({row.grader_id for row in marks}))
    points = {event.id: event.points for event in events}
    last = {event.answer_id: event.id for event in events}  # oldest first, so that the last one stays
    found = []
    for key, graded in sorted(fields.items(), key=lambda pair: (placed[pair[0][0]].position, pair[0][1])):
        here = [row for row in marks if of[row.answer_id] == key]
        pairs = [(points[row.event_id], row.points) for row in here]
        differences = [
            Difference(row.answer_id, first, second, names[row.grader_id], last[row.answer_id] != row.event_id)
            for row, (first, second) in zip(here, pairs, strict=True)
            if first != second
        ]
        differences.sort(key=lambda one: (one.settled, -abs(one.first - one.second), one.answer_id))
        slug, field = placed[key[0]].slug, key[1]
        found.append(Looked(slug, field, graded, waiting.count(key), agreement(pairs), differences))
    return found
