"""The rulings of a quiz that stand, and taking one back, also from the answers that it reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.desk import regrading
from app.desk.deciding import in_words, rule, subject
from app.desk.regrading import Plan
from app.ledger import service as ledger
from app.ledger.rulings import DecisionRow
from app.ledger.values import as_text
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView
from app.refusals import NotThere
from graders.grouping import near


@dataclass(frozen=True, slots=True)
class Standing:
    """A ruling that stands, in words."""

    kind: str  # "decision" or "reading"
    id: int
    question: str
    field: str
    about: str
    ruled: str
    at: datetime


def standing_rulings(db: Database, quiz: QuizView) -> Sequence[Standing]:
    """All rulings of a quiz that stand, by question."""
    found = []
    with db.read() as c:
        for placed in quizzes.placed_questions(c, quiz.id):
            for one in ledger.readings_of(c, placed.id):
                about, ruled = as_text(one.typed), f"read as “{as_text(one.read_as)}”"
                found.append(Standing("reading", one.id, placed.slug, one.field, f"“{about}”", ruled, one.at))
            decisions = ledger.group_decisions(c, placed.id)
            for row, about in zip(decisions, _examples(c, quiz, placed, decisions), strict=True):
                ruled = "" if row.points is None else in_words(row.points)
                said = f"“{row.comment}”" if row.comment else ""
                ruled = ", ".join(filter(None, [ruled, said]))
                found.append(Standing("decision", row.id, placed.slug, row.field, about, ruled, row.at))
    return found


def _examples(c: Connection, quiz: QuizView, placed: PlacedQuestion, decisions: Sequence[DecisionRow]) -> Iterator[str]:
    """What each decision is about, by the first answer with that meaning."""
    meanings = ledger.meanings(c, placed.id) if decisions else {}
    rows = list(ledger.judged(c, quiz.id, placed.id)) if decisions else []
    for one in decisions:
        same = (row for row in rows if row.field == one.field and near(meanings[row.answer_id], one.meaning))
        first = next(same, None)
        yield f"answers that mean “{as_text(first.value)}”" if first else "answers with one meaning"


def standing_ruling(db: Database, quiz: QuizView, kind: str, ruling: int) -> Standing:
    """One of them; raises NotThere."""
    for one in standing_rulings(db, quiz):
        if (one.kind, one.id) == (kind, ruling):
            return one
    raise NotThere


def plan_withdrawal(db: Database, quiz: QuizView, one: Standing) -> Plan:
    """What taking a ruling back would change; raises NotThere when somebody did."""
    with db.read() as c:
        question = quizzes.placed_question(c, quiz.id, one.question).id
        rulings = ledger.rulings(c, question)
        readings = {row.id: row for row in ledger.readings_of(c, question)}
    if one.kind == "decision":
        without = rulings.undeciding(one.id)
    elif found := readings.get(one.id):
        without = rulings.reading(found.field, found.typed, None)
    else:
        raise NotThere
    return regrading.plan(db, quiz, [one.question], rulings={one.question: without})


def withdraw(db: Database, actor: Person, quiz: QuizView, one: Standing, found: Plan) -> None:
    """Take a ruling back, also from the answers that it reached, as the plan shows it; audited. Raises Conflict, and
    NotThere when somebody else did."""

    def also(c: Connection, now: datetime) -> None:
        placed = quizzes.placed_question(c, quiz.id, one.question)
        told: dict[str, Any]
        if one.kind == "reading":
            reading = ledger.withdraw_reading(c, placed.id, one.id, now)
            told = {"typed": as_text(reading.typed), "read_as": [as_text(reading.read_as), None]}
        else:
            decision = ledger.withdraw_decision(c, placed.id, one.id, now)
            told = {"points": [decision.points, None], "comment": [decision.comment, None]}
        about = subject(quiz, one.question, one.field)
        people.audit(c, now, actor, quiz.course_id, f"withdraw a {one.kind}", about, **told)

    rule(db, actor, quiz, found, f"A {one.kind} about this was withdrawn.", also)
