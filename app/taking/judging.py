"""Judging what is on disk: graded with no transaction open, then the grade is appended.

Whatever happens in between, what was stored stays stored, and is graded by the next repetition of the request or at
the next start.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app import counting
from app.db import Database
from app.ledger import service as ledger
from app.ledger.rulings import NO_RULINGS, Judgement, Rulings
from app.ledger.values import decoded
from app.ledger.views import AnswerRow, AttemptRow, EventRow, ItemRow, NewEvent, SubmissionRow
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.taking.following import earlier_answers
from graders.fingerprint import Fingerprint
from graders.verdict import Outcome, undecided
from questions import grading
from questions.question import Question

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Posed:
    """A question as an attempt has it: its variant, its items by id, and what was ruled about answers to it."""

    attempt: AttemptRow
    quiz: QuizView
    question: Question
    items: Mapping[int, ItemRow]
    rulings: Rulings


@dataclass(frozen=True, slots=True)
class Accepted:
    """A submission that is on disk, with all that judging it takes, and the judgements that there are."""

    posed: Posed
    submission: SubmissionRow
    repeated: bool
    answers: Sequence[AnswerRow]
    earlier: Mapping[str, Mapping[str, Any]]
    events: Sequence[EventRow] = ()


def judge(db: Database, accepted: Accepted) -> Sequence[EventRow]:
    """Grade a stored submission, with no transaction open, and append what comes out."""
    items, question, rulings = accepted.posed.items, accepted.posed.question, accepted.posed.rulings
    given = {items[answer.item_id].field: answer.value for answer in accepted.answers}
    values = {name: decoded(rulings.read_as(name, value)) for name, value in given.items()}
    with counting.timed_grading():
        fields = _grade(question, values, accepted.earlier, db.keys.grading)
    events = []
    for answer in accepted.answers:
        item = items[answer.item_id]
        result = rulings.told(item.field, answer.value, fields[item.field])
        events.append(_event(item, answer, result, question.version))
    return _append(db, accepted, events, _meanings(accepted, values, db.keys.grading))


@dataclass(frozen=True, slots=True)
class _Judged:
    """Judgements on a submission that are to be appended, and what its answers mean."""

    db: Database
    submission: SubmissionRow
    events: Sequence[NewEvent]
    meanings: Mapping[int, Fingerprint]


def _append(
    db: Database, accepted: Accepted, events: Sequence[NewEvent], meanings: Mapping[int, Fingerprint]
) -> Sequence[EventRow]:
    events = [*events, *_decided(accepted, events, meanings)]
    appended = db.together(_append_all, _Judged(db, accepted.submission, events, meanings))
    if len(appended) == len(events):
        return appended
    with db.read() as c:  # another process was first
        return ledger.events_of(c, answers=[answer.id for answer in accepted.answers])


def _append_all(c: Connection, judged: Sequence[_Judged]) -> Sequence[Sequence[EventRow]]:
    # The submissions were received by the ledger's time, which the clock may have left behind since.
    db = judged[0].db
    now = max([db.now(), *(one.submission.received_at for one in judged)])
    appended = ledger.append_all(c, db.keys, [(one.submission.attempt_id, one.events) for one in judged], now)
    ledger.keep_meanings(c, {answer: meaning for one in judged for answer, meaning in one.meanings.items()})
    return appended


def judgements(db: Database, accepted: Accepted) -> Sequence[EventRow]:
    """The judgements on a submission, once each of its answers has one."""
    answers = [answer.id for answer in accepted.answers]
    with db.read() as c:
        events = ledger.events_of(c, answers=answers)
    last = {event.answer_id: event for event in events}
    return list(last.values()) if len(last) == len(answers) else ()


def pending(db: Database, after: int = 0) -> Sequence[int]:
    """The submissions after this one that nothing has judged yet, the oldest first."""
    with db.read() as c:
        return [submission.id for submission in ledger.ungraded_submissions(c, after)]


def grade_one(db: Database, submission_id: int) -> None:
    """Grade a submission that was left ungraded."""
    judge(db, _left(db, submission_id))


def set_aside(db: Database, submission_id: int) -> None:
    """Pass a submission that cannot be graded on to a person: no try is spent and no credit given."""
    left = _left(db, submission_id)
    items, version = left.posed.items, left.posed.question.version
    events = [_event(items[answer.item_id], answer, _passed_on(), version) for answer in left.answers]
    _append(db, left, events, {})


def grade_pending(db: Database) -> int:
    """Grade what a crash left ungraded; how many submissions that were."""
    waiting = pending(db)
    for submission_id in waiting:
        grade_one(db, submission_id)
    return len(waiting)


def _left(db: Database, submission_id: int) -> Accepted:
    with db.read() as c:
        submission = ledger.submission(c, submission_id)
        return stored(c, ledger.attempt(c, submission.attempt_id), submission)


def _passed_on() -> Mapping[str, Any]:
    return grading.shown(undecided("Grading this needs a person: it was kept as it is and passed on."))


def posed(c: Connection, attempt: AttemptRow, quiz: QuizView, items: Iterable[ItemRow], *, ruled: bool = True) -> Posed:
    """The question of these items, which are an attempt's; where nothing is `ruled` about it, nobody looks."""
    by_id = {item.id: item for item in items}
    first = next(iter(by_id.values()))
    question = quizzes.question(c, first.version).variant(attempt.seed)
    rulings = ledger.rulings(c, first.question_id) if ruled else NO_RULINGS
    return Posed(attempt, quizzes.as_released_to(c, quiz, attempt.user_id), question, by_id, rulings)


def stored(c: Connection, attempt: AttemptRow, submission: SubmissionRow) -> Accepted:
    """A submission that was stored before, with all that judging it takes."""
    quiz = quizzes.quiz_by_id(c, attempt.quiz_id)
    asked = posed(c, attempt, quiz, ledger.items(c, [attempt.id], submission.question_id))
    answers = ledger.answers_in(c, submission.id)
    events = ledger.events_of(c, answers=[answer.id for answer in answers])
    last = {event.answer_id: event for event in events}
    earlier = earlier_answers(c, attempt, asked.question)
    return Accepted(asked, submission, True, answers, earlier, list(last.values()))


def _grade(
    question: Question, values: Mapping[str, Any], earlier: Mapping[str, Any], secret: bytes
) -> Mapping[str, Mapping[str, Any]]:
    try:
        fields: Mapping[str, Mapping[str, Any]] = grading.grade(question, dict(values), earlier, secret)["fields"]
    except Exception:  # never a try, never credit, never lost: a person looks at it
        _LOG.exception("grading failed: %s", question.version)
        fields = dict.fromkeys(values, _passed_on())
    return fields


def _meanings(accepted: Accepted, values: Mapping[str, Any], secret: bytes) -> Mapping[int, Fingerprint]:
    """What the answers mean, as far as their kinds can tell."""
    found = {}
    asked = accepted.posed
    for answer in accepted.answers:
        field = asked.question.fields[asked.items[answer.item_id].field]
        try:
            earlier = grading.followed_by(field, accepted.earlier)
            meaning = field.kind.fingerprint_after(field.prepared, values[field.name], secret, earlier)
        except Exception:  # it helps to find answers alike, and is no part of judging them
            _LOG.exception("no fingerprint: %s", asked.question.version)
            continue
        if meaning is not None:
            found[answer.id] = meaning
    return found


def _decided(accepted: Accepted, judged: Sequence[NewEvent], meanings: Mapping[int, Fingerprint]) -> Iterator[NewEvent]:
    """What earlier decisions about the meanings of these answers make of their judgements."""
    given = {answer.id: answer.value for answer in accepted.answers}
    for event in judged:
        if event.answer_id is None:
            continue
        item = accepted.posed.items[event.item_id]
        meaning = meanings.get(event.answer_id) or ledger.as_written(given[event.answer_id])
        if decision := accepted.posed.rulings.decision(item.field, meaning, event.outcome):
            found = Judgement(event.outcome, event.points, event.tag, event.result)
            now = ledger.decided(decision, found, item.points)
            by, version = decision.actor_id, accepted.posed.question.version
            yield NewEvent(
                item.id, event.answer_id, "person", now.outcome, now.points, now.tag, now.result, version, by
            )


def _event(item: ItemRow, answer: AnswerRow, result: Mapping[str, Any], version: str) -> NewEvent:
    outcome = result["outcome"]
    judged = outcome in (Outcome.CORRECT, Outcome.PARTIAL, Outcome.WRONG)
    points = round(item.points * result["score"]) if judged else 0
    return NewEvent(item.id, answer.id, "engine", outcome, points, result["tag"], result, version)
