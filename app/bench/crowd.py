"""A large class in a database, made quickly: each distinct answer is graded once and stored as often as it is given."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.demonstration.answers import Pool, pool
from app.demonstration.whole import Whole
from app.ledger import service as ledger
from app.ledger.values import digest, encoded
from app.ledger.views import NewEvent, NewSubmission
from app.people import service as people
from app.people.views import Person, Role
from app.quizzes import service as quizzes
from app.taking import service as taking
from graders.fingerprint import Fingerprint
from questions import grading
from questions.kind import MISSING
from questions.question import Question, Quiz

TOGETHER = 100  # students in one transaction
JUDGED = ("correct", "partial", "wrong")


@dataclass
class _Grader:
    """What each answer to a question earns and means, found once."""

    question: Question
    secret: bytes
    pools: Mapping[str, Pool]
    known: dict[tuple[str, str], tuple[Mapping[str, Any], Fingerprint | None]] = field(default_factory=dict)

    def judged(self, name: str, value: Any) -> tuple[Mapping[str, Any], Fingerprint | None]:
        """The result of one field, and its fingerprint."""
        key = name, json.dumps(value)
        if key not in self.known:
            one = self.question.fields[name]
            result = grading.grade(self.question, {name: value}, {}, self.secret)["fields"][name]
            self.known[key] = result, one.kind.fingerprint(one.prepared, value, self.secret)
        return self.known[key]


def crowd(db: Database, quiz: Quiz, students: int) -> None:
    """So many students who have answered every question once."""
    chance = random.Random(1)  # noqa: S311 (made up)
    names = [(f"Student {number:05}", "a password for nobody") for number in range(students)]
    enrolled = people.add_users(db, names, role=Role.STUDENT, course=quiz.course)
    graders = {
        slug: _Grader(question, db.keys.grading, {name: pool(one, chance) for name, one in question.fields.items()})
        for slug, question in quiz.questions.items()
    }
    for start in range(0, students, TOGETHER):
        _sit_together(db, quiz, enrolled[start : start + TOGETHER], graders, chance)


def _sit_together(
    db: Database, quiz: Quiz, some: Sequence[Person], graders: Mapping[str, _Grader], chance: random.Random
) -> None:
    def work(c: Connection) -> None:
        for one in some:
            _sit(c, db, quiz, one, graders, chance)

    db.write(work)


def _sit(
    c: Connection, db: Database, quiz: Quiz, person: Person, graders: Mapping[str, _Grader], chance: random.Random
) -> None:
    attempt = ledger.attempt(c, taking.start_or_resume(Whole(db, c), person, quiz.id))
    items = {(item.question_id, item.field): item for item in ledger.items(c, [attempt.id])}
    ability, now = chance.gauss(0, 1), ledger.ledger_now(c, db.now(), attempt.quiz_id)
    events: list[NewEvent] = []
    meanings: dict[int, Fingerprint] = {}
    for placed in quizzes.placed_questions(c, attempt.quiz_id):
        grader = graders[placed.slug]
        drawn = {name: one.draw(ability, 0, chance) for name, one in grader.pools.items()}
        given = {name: value for name, value in drawn.items() if value is not MISSING}
        values = {items[placed.id, name].id: encoded(value) for name, value in given.items()}
        of_item = {items[placed.id, name].id: name for name in given}
        key, text = f"{placed.slug:*>16}", encoded(given)
        new = NewSubmission(attempt.id, attempt.quiz_id, placed.id, 1, key, digest(given), text, now, values)
        for row in ledger.store(c, db.keys, [new])[0][1]:
            name = of_item[row.item_id]
            result, meaning = grader.judged(name, given[name])
            points = items[placed.id, name].points if result["outcome"] in JUDGED else 0
            earned = round(points * result["score"])
            version = items[placed.id, name].version
            outcome, tag = result["outcome"], result["tag"]
            events.append(NewEvent(row.item_id, row.id, "engine", outcome, earned, tag, result, version))
            if meaning is not None:
                meanings[row.id] = meaning
    ledger.append(c, db.keys, attempt.id, events, now)
    ledger.keep_meanings(c, meanings)
