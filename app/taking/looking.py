"""What a student looks at: the course home, an attempt, a question."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.ledger.values import decoded
from app.ledger.views import AnswerRow, AttemptRow, EventRow, ItemRow
from app.people import service as people
from app.people.views import CourseView, Person
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import NotThere
from app.taking.following import earlier_answers
from app.taking.progress import Progress, attempt_state, attempt_view, progress
from app.taking.showing import Retelling, result_view
from app.taking.starting import personal_due, personal_minutes
from app.taking.views import AttemptView, DraftView, FieldView, QuestionView, QuizCard, QuizState, ResultView
from questions.grading import by_field
from questions.kind import Asking
from questions.question import Field, Question


def course_home(db: Database, person: Person, course: CourseView) -> Sequence[QuizCard]:
    """The quizzes of a course with one's own progress."""
    with db.read() as c:
        return [_quiz_card(c, db.now(), person, quiz) for quiz in quizzes.quizzes_within(c, course.id)]


def attempt(db: Database, person: Person, attempt_id: int) -> AttemptView:
    """One's own attempt with its progress; raises NotThere."""
    with db.read() as c:
        return attempt_view(c, progress(c, own_attempt(c, person, attempt_id), db.now()))


def question(db: Database, person: Person, attempt_id: int, slug: str) -> QuestionView:
    """One question of one's own attempt; raises NotThere."""
    with db.read() as c:
        done = progress(c, own_attempt(c, person, attempt_id), db.now())
        return _question(c, done, slug)


def questions(db: Database, person: Person, attempt_id: int) -> Sequence[QuestionView]:
    """All questions of one's own attempt, in order; raises NotThere."""
    with db.read() as c:
        done = progress(c, own_attempt(c, person, attempt_id), db.now())
        return [_question(c, done, slug) for slug in done.slugs.values()]


def answers(db: Database, person: Person, attempt_id: int) -> Sequence[DraftView]:
    """The drafts of one's own attempt, or where something was submitted since, that; raises NotThere."""
    with db.read() as c:
        done = progress(c, own_attempt(c, person, attempt_id), db.now())
        return [view for question_id in done.slugs if (view := _current_answer(c, done, question_id))]


def own_attempt(c: Connection, person: Person, attempt_id: int) -> AttemptRow:
    """One's own attempt; somebody else's is not there."""
    found = ledger.attempt(c, attempt_id)
    if found.user_id != person.id:
        raise NotThere
    return found


def _current_answer(c: Connection, done: Progress, question_id: int) -> DraftView | None:
    slug, draft = done.slugs[question_id], done.drafts.get(question_id)
    seq = draft.seq if draft else 0
    if newer := done.newer_draft(question_id):
        return DraftView(slug, decoded(newer.answer), seq, newer.saved_at)
    if question_id not in done.submitted:
        return None
    names = {item.id: item.field for item in done.items[question_id]}
    given = ledger.answers_to(c, list(names))
    return DraftView(
        slug, {names[row.item_id]: decoded(row.value) for row in given}, seq, done.submitted[question_id][1]
    )


def _quiz_card(c: Connection, clock: datetime, person: Person, quiz: QuizView) -> QuizCard:
    found = ledger.latest_attempt(c, quiz.id, person.id)
    if found:
        done = progress(c, found, clock)
        state: QuizState = attempt_state(found, done.now)
        return QuizCard(
            quiz=quiz,
            state=state,
            attempt_id=found.id,
            due_at=found.due_at,
            minutes=quiz.minutes,
            answered=len(done.submitted),
            questions=len(done.items),
            earned=done.earned,
            points=done.points(extra=False),
            extra_points=done.points(extra=True),
            saved_at=done.saved_at,
        )
    allowance = people.allowance(c, person.id, quiz.course_id, quiz.id)
    asked = [quizzes.question(c, placed.version) for placed in quizzes.placed_questions(c, quiz.id)]
    due_at = personal_due(quiz, allowance)
    return QuizCard(
        quiz=quiz,
        state=_state(quiz, due_at, ledger.ledger_now(c, clock, quiz.id)),
        attempt_id=None,
        due_at=due_at,
        minutes=personal_minutes(quiz, allowance),
        answered=0,
        questions=len(asked),
        earned=None,
        points=sum(one.points for one in asked if not one.extra),
        extra_points=sum(one.points for one in asked if one.extra),
        saved_at=None,
    )


def _state(quiz: QuizView, due_at: datetime | None, now: datetime) -> QuizState:
    if quiz.opens_at is not None and now < quiz.opens_at:
        return "not-open"
    return "over" if due_at is not None and now > due_at else "open"


def _question(c: Connection, done: Progress, slug: str) -> QuestionView:
    order = list(done.slugs.values())
    if slug not in order:
        raise NotThere
    place = order.index(slug)
    question_id = list(done.slugs)[place]
    items = done.items[question_id]
    content = quizzes.question(c, items[0].version)
    draft = done.drafts.get(question_id)
    return QuestionView(
        attempt=attempt_view(c, done),
        slug=slug,
        title=content.title,
        prompt=content.prompt,
        hints=content.hints,
        extra=content.extra,
        points=content.points,
        fields=_fields(c, done, question_id, slug, content),
        seq=done.submitted.get(question_id, (0, None))[0] + 1,
        draft_seq=draft.seq if draft else 0,
        draft_saved_at=draft.saved_at if draft else None,
        key=secrets.token_urlsafe(24),
        previous=order[place - 1] if place else None,
        next=order[place + 1] if place + 1 < len(order) else None,
    )


def _fields(c: Connection, done: Progress, question_id: int, slug: str, content: Question) -> Sequence[FieldView]:
    items = done.items[question_id]
    ids = [item.id for item in items]
    given: dict[int, list[AnswerRow]] = {item: [] for item in ids}
    for row in ledger.answers_to(c, ids):
        given[row.item_id].append(row)
    events = {event.answer_id: event for event in ledger.events_of(c, items=ids)}
    used = ledger.tries_used(c, ids)
    tries = quizzes.placed_question(c, done.quiz.id, slug).tries or done.quiz.tries
    draft = done.newer_draft(question_id)
    typed = by_field(content, decoded(draft.answer)) if draft else None
    earlier = earlier_answers(c, done.attempt, content)
    views = []
    for item in items:
        field = content.fields[item.field]
        ask = _ask(field, done, slug, earlier)
        last = given[item.id][-1:] if typed is None else []
        values = [typed[item.field]] if typed and item.field in typed else [decoded(row.value) for row in last]
        views.append(
            FieldView(
                name=item.field,
                label=field.label,
                kind=field.kind.name,
                points=item.points,
                ask=ask,
                has_value=bool(values),
                value=values[0] if values else None,
                tries=tries,
                tries_left=None if tries is None else max(0, tries - used[item.id]),
                results=_results(done, item, given[item.id], events, partial(field.kind.retold, ask=ask)),
                solution=field.solution() if done.visible.solution else None,
            )
        )
    return views


def _ask(field: Field, done: Progress, slug: str, earlier: Mapping[str, Any]) -> Mapping[str, Any]:
    asking = Asking(f"{done.attempt.seed}/{slug}/{field.name}", earlier.get(field.follows or ""))
    return field.kind.ask(field.prepared, asking)


def _results(
    done: Progress, item: ItemRow, given: Sequence[AnswerRow], events: Mapping[int | None, EventRow], retold: Retelling
) -> Sequence[ResultView]:
    grade = done.grades.get(item.id)
    counting = grade.answer_id if grade else None
    return [result_view(row, events.get(row.id), row.id == counting, done.visible, retold) for row in reversed(given)]
