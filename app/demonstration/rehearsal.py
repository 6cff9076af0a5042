"""The class at work: everybody's hour with the quiz, in the order of time, and what the staff does with it."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.demonstration.answers import Pool, pool
from app.demonstration.pupils import Pupil, enrol, pupils
from app.demonstration.staff import grade_texts
from app.demonstration.whole import Whole
from app.quizzes import service as quizzes
from app.refusals import NoTriesLeft
from app.taking import service as taking
from questions.kind import MISSING
from questions.question import Quiz

GIVES_UP, HANDS_IN, TRIES_AGAIN, ASKS = 0.006, 0.9, 0.8, 0.012
SETTLED = frozenset({"correct", "ungraded", "undecided"})
WORKING = timedelta(hours=2)  # who began so lately leaves drafts
PLEAS = (
    "I think this is the same as the key, only written differently. Could you look at it?",
    "My second step follows from the first, so should it not earn a part of the points?",
    "The reading shown is not what I meant: the minus belongs to the whole bracket.",
)


def rehearse(db: Database, quiz: Quiz) -> None:
    """Let a class take a quiz that tells scores at once, until now, and most of its texts be graded: all or nothing.

    It is the same class with the same answers every time, at moments before the present one.
    """

    def work(c: Connection) -> None:
        now = db.now()
        chance = random.Random(f"the class of {quiz.id}")  # noqa: S311 (made up, the same every time)
        whole = Whole(db, c)
        enrolled, assistant = enrol(whole, quiz.course, chance)
        pools = {
            id: {name: pool(field, chance) for name, field in one.fields.items()} for id, one in quiz.questions.items()
        }
        hours = [_hour(whole, quiz, pools, one, _own(chance), now) for one in pupils(enrolled, chance, now)]
        for at in _in_time(hours, now):
            whole.clock = lambda at=at: at  # type: ignore[misc]
        whole.clock = db.clock
        grade_texts(whole, assistant, quizzes.any_quiz(whole, quiz.id), _own(chance))

    db.write(work)


def _in_time(hours: list[Iterator[datetime]], now: datetime) -> Iterator[datetime]:
    """The moments of all hours in order, each given before what happens then; an hour says when it goes on."""
    heap = [(at, number, hour) for number, hour in enumerate(hours) if (at := next(hour, None))]
    heapq.heapify(heap)
    while heap and heap[0][0] < now:
        at, number, hour = heapq.heappop(heap)
        yield at
        if later := next(hour, None):
            heapq.heappush(heap, (later, number, hour))


def _hour(
    db: Database,
    quiz: Quiz,
    pools: Mapping[str, Mapping[str, Pool]],
    pupil: Pupil,
    chance: random.Random,
    now: datetime,
) -> Iterator[datetime]:
    """One student's way through the quiz: says when the next act is, and acts when asked to go on."""
    at = pupil.begins
    yield at
    attempt = taking.start_or_resume(db, pupil.person, quiz.id)
    for slug, fields in pools.items():
        todo = fields
        for tried in range(quiz.settings.tries or 2):
            answer = _answers(todo, pupil, tried, chance)
            if not answer:
                break
            thought = timedelta(minutes=chance.lognormvariate(0.3 - tried, 0.7) * pupil.pace)
            if now - pupil.begins < WORKING:
                yield at + thought / 2
                taking.save_draft(db, pupil.person, attempt, slug, answer, seq=tried + 1)
            at += thought
            yield at
            wrong = _submit(db, pupil, attempt, slug, answer, chance)
            if wrong and chance.random() < ASKS:
                taking.ask_regrade(db, pupil.person, attempt, slug, chance.choice(wrong), chance.choice(PLEAS))
            if not wrong or chance.random() > TRIES_AGAIN:
                break
            todo = {name: fields[name] for name in wrong}
        if chance.random() < GIVES_UP:
            return
    if chance.random() < HANDS_IN:
        yield at + timedelta(minutes=2)
        taking.finish(db, pupil.person, attempt)


def _answers(fields: Mapping[str, Pool], pupil: Pupil, tried: int, chance: random.Random) -> dict[str, Any]:
    drawn = {name: pool.draw(pupil.ability, tried, chance) for name, pool in fields.items()}
    return {name: value for name, value in drawn.items() if value is not MISSING}


def _submit(
    db: Database, pupil: Pupil, attempt: int, slug: str, answer: Mapping[str, Any], chance: random.Random
) -> list[str]:
    """Submit; the fields that were not right."""
    try:
        receipt = taking.submit(db, pupil.person, attempt, slug, answer, key=f"{chance.getrandbits(96):024x}")
    except NoTriesLeft:
        return []
    return [name for name, result in receipt.result["fields"].items() if result.get("outcome") not in SETTLED]


def _own(chance: random.Random) -> random.Random:
    return random.Random(chance.random())  # noqa: S311
