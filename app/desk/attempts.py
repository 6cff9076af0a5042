"""A student's attempt as the desk sees it: everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from app.db import Database
from app.desk.judging import rubric
from app.desk.views import DeskAnswer, DeskAttempt, DeskEvent, DeskField, DeskQuestion
from app.ledger import service as ledger
from app.ledger.values import decoded
from app.ledger.views import AnswerRow, EventRow, Grade, ItemRow
from app.people import service as people
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import NotThere
from questions.kind import MISSING, Asking, Seen
from questions.question import Field, Question


class _Everything:
    """What is known about the items of one attempt."""

    def __init__(self, c: Connection, attempt_id: int) -> None:
        self.items = ledger.items(c, [attempt_id])
        ids = [item.id for item in self.items]
        self.grades: Mapping[int, Grade] = ledger.grades(c, [attempt_id])
        self.answers: dict[int, list[AnswerRow]] = {item: [] for item in ids}
        for row in ledger.answers_to(c, ids):
            self.answers[row.item_id].insert(0, row)
        self.events: dict[int | None, list[EventRow]] = {}
        self.judged: dict[int, list[EventRow]] = {item: [] for item in ids}
        for event in ledger.events_of(c, items=ids):
            self.judged[event.item_id].insert(0, event)
            if event.answer_id is not None:
                self.events.setdefault(event.answer_id, []).insert(0, event)
        graders = {event.grader_id for events in self.judged.values() for event in events if event.grader_id}
        self.names = people.names_of(c, sorted(graders))

    def shown(self, item: ItemRow) -> AnswerRow | None:
        """The answer that counts, else the newest."""
        grade, given = self.grades.get(item.id), self.answers[item.id]
        return next((row for row in given if grade and row.id == grade.answer_id), given[0] if given else None)


def attempt(db: Database, quiz: QuizView, attempt_id: int) -> DeskAttempt:
    """A student's attempt, whole; raises NotThere when it is not of this quiz."""
    with db.read() as c:
        found = ledger.attempt(c, attempt_id)
        if found.quiz_id != quiz.id:
            raise NotThere
        known = _Everything(c, attempt_id)
        by_question: dict[int, list[ItemRow]] = {}
        for item in known.items:
            by_question.setdefault(item.question_id, []).append(item)
        slugs = {placed.id: placed.slug for placed in quizzes.every_placed_question(c, quiz.id)}
        asked = [
            _question(quizzes.question(c, items[0].version).variant(found.seed), slugs[question], items, known)
            for question, items in by_question.items()
        ]
        return DeskAttempt(
            id=found.id,
            quiz=quiz,
            student=people.names_of(c, [found.user_id])[found.user_id],
            started_at=found.started_at,
            due_at=found.due_at,
            finished_at=found.finished_at,
            questions=asked,
            earned=sum(question.earned for question in asked),
            points=sum(question.points for question in asked if not question.extra),
        )


def _question(content: Question, slug: str, items: Sequence[ItemRow], known: _Everything) -> DeskQuestion:
    shown = {item.field: row for item in items if (row := known.shown(item))}
    seen = Seen({name: decoded(row.value) for name, row in shown.items()}, reasons=True)
    fields = [_field(content.fields[item.field], item, known, seen) for item in items]
    return DeskQuestion(
        slug=slug,
        title=content.title,
        prompt=content.prompt,
        extra=items[0].extra,
        points=sum(item.points for item in items),
        earned=sum(field.earned for field in fields),
        fields=fields,
    )


def _field(content: Field, item: ItemRow, known: _Everything, seen: Seen) -> DeskField:
    grade = known.grades.get(item.id)
    counting = grade.answer_id if grade else None
    events = known.events.get(counting, []) if grade else []
    ticked = events[0].details.get("rubric", ()) if events else ()
    return DeskField(
        item_id=item.id,
        name=item.field,
        label=content.label,
        kind=content.kind.name,
        ask=content.kind.ask(content.prepared, Asking("")),
        points=item.points,
        earned=grade.points if grade else 0,
        outcome=grade.outcome if grade else None,
        rubric=rubric(content, ticked),
        answers=[_answer(row, known, row.id == counting) for row in known.answers[item.id]],
        picture=content.kind.picture(content.prepared, seen.answers.get(item.field, MISSING), seen),
        overrides=[_event(event, known) for event in known.judged[item.id] if event.answer_id is None],
        last_event=max((event.id for event in known.judged[item.id]), default=0),
    )


def _answer(row: AnswerRow, known: _Everything, counts: bool) -> DeskAnswer:
    events = [_event(event, known) for event in known.events.get(row.id, ())]
    return DeskAnswer(row.id, row.seq, row.received_at, decoded(row.value), events, counts)


def _event(event: EventRow, known: _Everything) -> DeskEvent:
    return DeskEvent(
        id=event.id,
        at=event.at,
        source=event.source,
        grader=known.names.get(event.grader_id) if event.grader_id else None,
        outcome=event.outcome,
        points=event.points,
        tag=event.tag,
        result=event.details,
        comment=event.details.get("comment"),
        build=event.build,
    )
