"""Grading by hand: one answer, its rubric, a comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.desk.queue import Counted, counts, waiting_items
from app.desk.views import RubricLine, Task
from app.ledger import service as ledger
from app.ledger.values import decoded
from app.ledger.views import AnswerRow, EventRow, ItemRow, NewEvent
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView
from app.refusals import Conflict, NotThere, Unreadable
from graders.verdict import Outcome
from questions.question import Field

LONGEST_COMMENT = 10_000


def next_task(db: Database, quiz: QuizView, question: str | None = None, field: str | None = None) -> Task | None:
    """The next answer that waits for a person, in an order that does not follow names."""
    with db.read() as c:
        slugs = {placed.id: placed.slug for placed in quizzes.every_placed_question(c, quiz.id)}
        for item in waiting_items(c, quiz):
            if question in (None, slugs[item.question_id]) and field in (None, item.field):
                return _task(c, quiz, item.answer_id)
    return None


def task(db: Database, quiz: QuizView, answer_id: int) -> Task:
    """One answer to grade; raises NotThere."""
    with db.read() as c:
        return _task(c, quiz, answer_id)


def grade(
    db: Database,
    actor: Person,
    quiz: QuizView,
    answer_id: int,
    *,
    ticked: Sequence[str] = (),
    points: int | None = None,
    comment: str = "",
    last_event: int,
) -> None:
    """Judge an answer: the sum of the rubric lines ticked, or `points` (thousandths) where given. Audited.

    Raises Conflict when somebody judged it since `last_event`, Unreadable for a rubric line there is not.
    """
    if len(comment) > LONGEST_COMMENT:
        raise Unreadable(f"A comment has at most {LONGEST_COMMENT} characters.")

    def work(c: Connection) -> None:
        answer, item, placed = _locate(c, quiz, answer_id)
        attempt = ledger.attempt(c, item.attempt_id, lock=True)
        last = _last_event(c, answer_id)
        if last is None or last.id != last_event:
            raise Conflict("Somebody judged this answer in the meantime. Their judgement is shown; look again.")
        field = quizzes.question(c, item.version).variant(attempt.seed).fields[item.field]
        earned = _earned(item, rubric(field), ticked, points)
        now = ledger.ledger_now(c, db.now(), quiz.id)
        result = _result(last, item, earned, comment.strip(), ticked)
        outcome = result["outcome"]
        event = NewEvent(item.id, answer.id, "person", outcome, earned, None, result, item.version, actor.id)
        ledger.append(c, db.keys, item.attempt_id, [event], now)
        subject = f"{quiz.slug}/{placed.slug} {item.field}, answer {answer_id}"
        people.audit(c, now, actor, quiz.course_id, "grade", subject, points=earned, before=last.points)

    db.write(work)


def rubric(field: Field, ticked: Sequence[str] = ()) -> Sequence[RubricLine]:
    """What a person grades a field by; empty where the engine decides."""
    return [
        RubricLine(str(line["key"]), str(line["text"]), round(line["points"] * 1000), line["key"] in ticked)
        for line in field.kind.rubric(field.prepared)
    ]


def _task(c: Connection, quiz: QuizView, answer_id: int) -> Task:
    answer, item, placed = _locate(c, quiz, answer_id)
    question = quizzes.question(c, item.version).variant(ledger.attempt(c, item.attempt_id).seed)
    field = question.fields[item.field]
    last = _last_event(c, answer_id)
    if last is None:
        raise NotThere
    done = counts(c, quiz).get((item.question_id, item.field), Counted(0, 0))
    return Task(
        answer_id=answer.id,
        question=placed.slug,
        field=item.field,
        title=question.title,
        label=field.label,
        prompt=question.prompt,
        kind=field.kind.name,
        value=decoded(answer.value),
        points=item.points,
        earned=last.points,
        rubric=rubric(field, last.details.get("rubric", ())),
        comment=last.details.get("comment", ""),
        last_event=last.id,
        waiting=done.waiting,
        graded=done.graded,
    )


def _locate(c: Connection, quiz: QuizView, answer_id: int) -> tuple[AnswerRow, ItemRow, PlacedQuestion]:
    """An answer with its item, if both are of this quiz; raises NotThere."""
    answer = ledger.answer(c, answer_id)
    if answer is None:
        raise NotThere
    item = ledger.item(c, answer.item_id)
    for placed in quizzes.every_placed_question(c, quiz.id):
        if placed.id == item.question_id:
            return answer, item, placed
    raise NotThere


def _last_event(c: Connection, answer_id: int) -> EventRow | None:
    events = ledger.events_of(c, answers=[answer_id])
    return events[-1] if events else None


def _earned(item: ItemRow, lines: Sequence[RubricLine], ticked: Sequence[str], points: int | None) -> int:
    by_id = {line.id: line.points for line in lines}
    if unknown := set(ticked) - by_id.keys():
        raise Unreadable(f"The rubric has no line {', '.join(sorted(unknown))}.")
    if points is None:
        return min(item.points, max(0, sum(by_id[one] for one in set(ticked))))
    if not 0 <= points <= item.points:
        raise Unreadable(f"This field is worth between 0 and {item.points / 1000:g} points.")
    return points


def _result(last: EventRow, item: ItemRow, earned: int, comment: str, ticked: Sequence[str]) -> Mapping[str, Any]:
    """The last result with the person's judgement in place of the engine's; how it was read stays."""
    outcome = Outcome.CORRECT if earned == item.points else Outcome.PARTIAL if earned else Outcome.WRONG
    judged = {"outcome": outcome.value, "score": earned / item.points if item.points else 0.0, "tag": None}
    words = {"feedback": "", "witness": None, "first_wrong_step": None}
    return {**last.details, **judged, **words, "comment": comment, "rubric": sorted(set(ticked))}
