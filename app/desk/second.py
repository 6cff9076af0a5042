"""A second look: somebody else judges an answer anew, without seeing what it was given. No grade changes by it."""

from __future__ import annotations

import hmac
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from app.db import Database
from app.desk.judging import given, last_judgement, locate, rubric
from app.desk.tables import SecondLook, SecondMark
from app.desk.views import RubricLine
from app.ledger import service as ledger
from app.ledger.values import decoded
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import Conflict, NotThere, Unreadable


@dataclass(frozen=True, slots=True)
class SecondTask:
    """An answer to judge anew: no name, and nothing of what it was given. `points` are thousandths."""

    answer_id: int
    question: str
    title: str
    label: str
    prompt: str
    value: Any
    points: int
    rubric: Sequence[RubricLine]


def choose_share(db: Database, actor: Person, quiz: QuizView, question: str, field: str, percent: int | None) -> int:
    """Choose this share of what people graded in a field, rounded up, for a second look; audited. How many are new.

    The same answers come first whoever asks, and a larger share holds the smaller one. Raises Unreadable.
    """
    if percent is None or not 1 <= percent <= 100:
        raise Unreadable("Say how many of a hundred answers get a second look, as a whole number from 1 to 100.")

    def work(c: Connection) -> int:
        quizzes.quiz_by_id(c, quiz.id, lock=True)
        placed = quizzes.placed_question(c, quiz.id, question)
        judged = [one for one in ledger.answers_by_hand(c, placed.id, field) if not one.is_waiting]
        if not judged:
            raise Unreadable("Nothing has been graded there yet.")
        key = db.keys.grading
        judged.sort(key=lambda one: hmac.digest(key, f"second look {one.item_id}".encode(), "sha256"))
        first = [one.answer_id for one in judged[: math.ceil(len(judged) * percent / 100)]]
        return _choose(c, db, actor, quiz, f"{question} {field}", first, percent=percent)

    return db.write(work)


def choose_one(db: Database, actor: Person, quiz: QuizView, answer_id: int) -> int:
    """Choose one answer that a person graded, audited; 0 when it was chosen before. Raises NotThere, Unreadable."""

    def work(c: Connection) -> int:
        quizzes.quiz_by_id(c, quiz.id, lock=True)
        found = locate(c, quiz, answer_id)
        if not graders_of(c, answer_id):
            raise Unreadable("Nobody has graded this answer yet, so that there is nothing to look at again.")
        return _choose(c, db, actor, quiz, found.subject, [answer_id])

    return db.write(work)


def _choose(
    c: Connection, db: Database, actor: Person, quiz: QuizView, about: str, answers: Sequence[int], **detail: int
) -> int:
    there = set(c.execute(select(SecondLook.answer_id).where(SecondLook.answer_id.in_(answers))).scalars())
    new = [answer for answer in answers if answer not in there]
    if new:
        now = db.now()
        c.execute(insert(SecondLook), [{"answer_id": one, "actor_id": actor.id, "at": now} for one in new])
        subject = f"{quiz.slug}/{about}"
        people.audit(c, now, actor, quiz.course_id, "choose for a second look", subject, answers=len(new), **detail)
    return len(new)


def graders_of(c: Connection, answer_id: int) -> set[int]:
    """Who judged an answer, ever."""
    events = ledger.events_of(c, answers=[answer_id])
    return {event.grader_id for event in events if event.source == "person" and event.grader_id is not None}


def next_second(db: Database, quiz: QuizView, grader: Person) -> int | None:
    """The next chosen answer that nobody has looked at again and that this person did not grade."""
    with db.read() as c:
        waiting = unmarked(c, quiz)
        judged = {event.answer_id for event in ledger.events_of(c, answers=waiting) if event.grader_id == grader.id}

    def place(answer: int) -> bytes:
        return hmac.digest(db.keys.grading, f"order of second looks {grader.id} {answer}".encode(), "sha256")

    return min((answer for answer in waiting if answer not in judged), key=place, default=None)


def unmarked(c: Connection, quiz: QuizView) -> Sequence[int]:
    """The answers of a quiz that were chosen and wait for a second mark."""
    marked = select(SecondMark.answer_id)
    chosen = c.execute(select(SecondLook.answer_id).where(SecondLook.answer_id.not_in(marked))).scalars()
    return list(_of_quiz(c, quiz, chosen))


def _of_quiz(c: Connection, quiz: QuizView, answers: Iterable[int]) -> Iterable[int]:
    here = {one.answer_id for one in ledger.items_for_people(c, quiz.id)}
    return (answer for answer in answers if answer in here)


def second_task(db: Database, quiz: QuizView, grader: Person, answer_id: int) -> SecondTask:
    """A chosen answer for somebody who did not grade it; raises NotThere otherwise, and Conflict once it is done."""
    with db.read() as c:
        found = locate(c, quiz, answer_id)
        _refuse(c, grader, answer_id)
        return SecondTask(
            answer_id=answer_id,
            question=found.placed.slug,
            title=found.asked.title,
            label=found.field.label or found.item.field,
            prompt=found.asked.prompt,
            value=decoded(found.answer.value),
            points=found.item.points,
            rubric=rubric(found.field),
        )


def mark(
    db: Database, grader: Person, quiz: QuizView, answer_id: int, ticked: Sequence[str], points: int | None
) -> None:
    """Keep what a second grader would give: the lines ticked, or `points` (thousandths) in their place; audited.

    Raises NotThere for whom the answer is not, Conflict when it has a second mark, Unreadable for what cannot be given.
    """

    def work(c: Connection) -> None:
        found = locate(c, quiz, answer_id)
        ledger.attempt(c, found.item.attempt_id, lock=True)
        _refuse(c, grader, answer_id)
        if not ticked and points is None:
            raise Unreadable("Tick what the answer shows, or give the points; 0 is a judgement too.")
        last = last_judgement(c, answer_id)
        if last is None:
            raise NotThere
        earned = given(found.item, rubric(found.field), ticked, points)
        row = {"answer_id": answer_id, "grader_id": grader.id, "event_id": last.id, "points": earned}
        c.execute(insert(SecondMark).values(**row, rubric=json.dumps(sorted(set(ticked))), at=db.now()))
        subject = f"{quiz.slug}/{found.subject}"
        people.audit(c, db.now(), grader, quiz.course_id, "second look", subject, points=earned)

    db.write(work)


def _refuse(c: Connection, grader: Person, answer_id: int) -> None:
    chosen = c.execute(select(SecondLook.answer_id).where(SecondLook.answer_id == answer_id)).first()
    if chosen is None or grader.id in graders_of(c, answer_id):
        raise NotThere
    if c.execute(select(SecondMark.answer_id).where(SecondMark.answer_id == answer_id)).first():
        raise Conflict("This answer has had its second look already.")
