"""Grading by hand: one answer, its rubric, a comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.desk.alike import alike, compared, groups_left
from app.desk.comments import kept_comments
from app.desk.grading_views import Judged, Task
from app.desk.judging import given, last_judgement, locate, rubric
from app.desk.order import in_order, place_of
from app.desk.queue import waiting_fields
from app.desk.views import RubricLine
from app.ledger import service as ledger
from app.ledger.reasons import without_reason
from app.ledger.rulings import BY_MEANING
from app.ledger.values import decoded
from app.ledger.views import EventRow, ItemRow, NewEvent
from app.people import service as people
from app.people.views import Person
from app.quizzes.views import QuizView
from app.refusals import Conflict, NotThere, Unreadable
from graders.verdict import Outcome

LONGEST_COMMENT = 10_000


def next_answer(
    db: Database, quiz: QuizView, grader: Person, question: str | None = None, field: str | None = None
) -> int | None:
    """The next answer that waits for a person, of one field if given, in the grader's own order."""
    with db.read() as c:
        for placed, name in waiting_fields(c, quiz):
            if question in (None, placed.slug) and field in (None, name):
                answers = in_order(db.keys, grader, ledger.answers_by_hand(c, placed.id, name))
                return next((answer.answer_id for answer in answers if answer.is_waiting), None)
    return None


def task(db: Database, quiz: QuizView, grader: Person, answer_id: int) -> Task:
    """One answer to grade, among the others as this grader meets them; raises NotThere."""
    with db.read() as c:
        found = locate(c, quiz, answer_id)
        last = last_judgement(c, answer_id)
        if last is None:
            raise NotThere
        answers = in_order(db.keys, grader, ledger.answers_by_hand(c, found.placed.id, found.item.field))
        likeness = compared(answers)
        lines = rubric(found.field, last.details.get("rubric", ()))
        waiting = sum(answer.is_waiting for answer in answers)
        return Task(
            answer_id=answer_id,
            question=found.placed.slug,
            field=found.item.field,
            title=found.asked.title,
            label=found.field.label,
            prompt=found.asked.prompt,
            value=decoded(found.answer.value),
            points=found.item.points,
            rubric=lines,
            last_event=last.id,
            judged=_judged(c, last, lines),
            waiting=waiting,
            graded=len(answers) - waiting,
            groups=groups_left(answers, likeness),
            place=place_of(answers, found.item.id),
            alike=alike(c, answers, likeness, answer_id),
            kept=kept_comments(c, found.placed.id, found.item.field),
        )


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
        found = locate(c, quiz, answer_id)
        item = found.item
        ledger.attempt(c, item.attempt_id, lock=True)
        last = last_judgement(c, answer_id)
        if last is None or last.id != last_event:
            raise Conflict("Somebody else graded this answer while you did. What you gave is kept below.")
        earned = given(item, rubric(found.field), ticked, points)
        now = ledger.ledger_now(c, db.now(), quiz.id)
        result = _result(last, item, earned, comment.strip(), ticked)
        event = NewEvent(item.id, answer_id, "person", result["outcome"], earned, None, result, found.version, actor.id)
        ledger.append(c, db.keys, item.attempt_id, [event], now)
        subject = f"{quiz.slug}/{found.subject}"
        people.audit(c, now, actor, quiz.course_id, "grade", subject, points=earned, before=last.points)

    db.write(work)


def _judged(c: Connection, last: EventRow, lines: Sequence[RubricLine]) -> Judged | None:
    if last.source == "engine":
        return None
    by = people.names_of(c, [last.grader_id])[last.grader_id] if last.grader_id else None
    ticked = [line for line in lines if line.ticked]
    return Judged(by, last.at, last.points, ticked, last.details.get("comment", ""))


def _result(last: EventRow, item: ItemRow, earned: int, comment: str, ticked: Sequence[str]) -> Mapping[str, Any]:
    """The last result with the person's judgement in place of the engine's; how it was read stays."""
    outcome = Outcome.CORRECT if earned == item.points else Outcome.PARTIAL if earned else Outcome.WRONG
    judged = {"outcome": outcome.value, "score": earned / item.points if item.points else 0.0, "tag": None}
    words = {"feedback": "", "witness": None, "first_wrong_step": None}
    read = {name: value for name, value in without_reason(last.details).items() if name != BY_MEANING}
    return {**read, **judged, **words, "comment": comment, "rubric": sorted(set(ticked))}
