"""What a student looks at: the course home, an attempt, a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.ledger.values import decoded
from app.ledger.views import AttemptRow
from app.people import service as people
from app.people.views import CourseView, Person
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import NotThere
from app.taking.asked import asked
from app.taking.drawing import Answers, Drawn, Pictures, drawn, sketched
from app.taking.handing_in import hand_in_late
from app.taking.progress import Progress, attempt_state, attempt_view, progress
from app.taking.timing import as_extended
from app.taking.views import AttemptView, ClockView, DraftView, QuestionView, QuizCard, QuizState


def course_home(db: Database, person: Person, course: CourseView) -> Sequence[QuizCard]:
    """The quizzes of a course with one's own progress."""
    with db.read() as c:
        return [_quiz_card(c, db.now(), person, quiz) for quiz in quizzes.quizzes_within(c, course.id)]


def attempt(db: Database, person: Person, attempt_id: int) -> AttemptView:
    """One's own attempt with its progress; raises NotThere."""
    with _own(db, person, attempt_id) as (c, done):
        return attempt_view(c, done)


def clock(db: Database, person: Person, attempt_id: int) -> ClockView:
    """The time, and when one's own attempt ends by what is set now; raises NotThere."""
    with db.read() as c:
        found = own_attempt(c, person, attempt_id)
        quiz = quizzes.quiz_by_id(c, found.quiz_id)
        found, _ = as_extended(c, quiz, found)
        now = ledger.ledger_now(c, db.now(), quiz.id)
        return ClockView(attempt_state(found, now), now, found.due_at)


def question(db: Database, person: Person, attempt_id: int, slug: str) -> QuestionView:
    """One question of one's own attempt; raises NotThere."""
    with _own(db, person, attempt_id) as (c, done):
        return asked(c, done, [slug])[0]


def questions(db: Database, person: Person, attempt_id: int) -> Sequence[QuestionView]:
    """All questions of one's own attempt, in order; raises NotThere."""
    with _own(db, person, attempt_id) as (c, done):
        return asked(c, done, list(done.slugs.values()))


def pictures(db: Database, person: Person, attempt_id: int, slugs: Sequence[str]) -> Mapping[str, Drawn]:
    """Pictures of what was answered to these questions of one's own attempt; raises NotThere."""
    with _own(db, person, attempt_id) as (c, done):
        return drawn(c, done, slugs)


def sketches(db: Database, person: Person, attempt_id: int, slug: str, typed: Answers) -> Pictures:
    """Pictures of what is being typed into a question of one's own attempt, in practice; raises NotThere."""
    with db.read() as c:
        if quizzes.quiz_by_id(c, own_attempt(c, person, attempt_id).quiz_id).mode != "practice":
            return {}  # asked at every pause in typing, by a whole class in an exam
    with _own(db, person, attempt_id) as (c, done):
        return sketched(c, done, slug, typed)


def answers(db: Database, person: Person, attempt_id: int) -> Sequence[DraftView]:
    """The drafts of one's own attempt, or where something was submitted since, that; raises NotThere."""
    with _own(db, person, attempt_id) as (c, done):
        return [view for question_id in done.slugs if (view := _current_answer(c, done, question_id))]


@contextmanager
def _own(db: Database, person: Person, attempt_id: int) -> Iterator[tuple[Connection, Progress]]:
    """One's own attempt, after what was left over when its time was up has been handed in; raises NotThere."""
    with db.read() as c:
        done = progress(c, own_attempt(c, person, attempt_id), db.now())
        if not done.is_left_over:
            yield c, done
            return
    hand_in_late(db, attempt_id)
    with db.read() as c:
        yield c, progress(c, own_attempt(c, person, attempt_id), db.now())


def own_attempt(c: Connection, person: Person, attempt_id: int) -> AttemptRow:
    """One's own attempt; somebody else's is not there."""
    found = ledger.attempt(c, attempt_id)
    if found.user_id != person.id:
        raise NotThere
    if person.course_id is not None and quizzes.quiz_by_id(c, found.quiz_id).course_id != person.course_id:
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
    allowance = people.allowance(c, person.id, quiz.course_id, quiz.id)
    due_at = quizzes.personal_due(quiz, allowance)
    found = ledger.latest_attempt(c, quiz.id, person.id)
    if found:
        done = progress(c, found, clock)
        return QuizCard(
            quiz=quiz,
            state=attempt_state(done.attempt, done.now),
            attempt_id=found.id,
            due_at=done.attempt.due_at,
            minutes=done.time.minutes,
            answered=len(done.submitted),
            questions=len(done.items),
            earned=done.earned,
            points=done.points(extra=False),
            extra_points=done.points(extra=True),
            saved_at=done.saved_at,
            startable=quiz.mode == "practice" and _state(quiz, due_at, done.now) == "open",
        )
    asked = [quizzes.question(c, placed.version) for placed in quizzes.placed_questions(c, quiz.id)]
    state = _state(quiz, due_at, ledger.ledger_now(c, clock, quiz.id))
    return QuizCard(
        quiz=quiz,
        state=state,
        attempt_id=None,
        due_at=due_at,
        minutes=quizzes.personal_minutes(quiz, allowance),
        answered=0,
        questions=len(asked),
        earned=None,
        points=sum(one.points for one in asked if not one.extra),
        extra_points=sum(one.points for one in asked if one.extra),
        saved_at=None,
        startable=state == "open",
    )


def _state(quiz: QuizView, due_at: datetime | None, now: datetime) -> QuizState:
    if quiz.opens_at is not None and now < quiz.opens_at:
        return "not-open"
    return "over" if due_at is not None and now > due_at else "open"
