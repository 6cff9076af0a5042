"""Beginning an attempt."""

from __future__ import annotations

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.ledger.views import AttemptRow, NewItem
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import Closed
from app.taking.timing import as_extended


def start_or_resume(db: Database, person: Person, quiz_slug: str, again: bool = False) -> int:
    """The id of one's attempt, begun now if there was none; raises NotThere or Closed.

    Practice that was handed in, or whose time is over, may be begun `again`.
    """

    def work(c: Connection) -> int:
        quiz = quizzes.find_quiz_within(c, person, quiz_slug)
        latest = ledger.latest_attempt(c, quiz.id, person.id)
        if latest is None or (again and _may_begin_again(c, db, quiz, latest)):
            return _start(c, db, person, quiz, latest)
        return latest.id

    return db.write(work)


def _may_begin_again(c: Connection, db: Database, quiz: QuizView, latest: AttemptRow) -> bool:
    if quiz.mode != "practice":
        return False
    return not as_extended(c, quiz, latest)[0].is_open(ledger.ledger_now(c, db.now(), quiz.id))


def _start(c: Connection, db: Database, person: Person, quiz: QuizView, after: AttemptRow | None) -> int:
    now = ledger.ledger_now(c, db.now(), quiz.id)
    allowance = people.allowance(c, person.id, quiz.course_id, quiz.id)
    due_at = quizzes.personal_due(quiz, allowance)
    if quiz.opens_at is not None and now < quiz.opens_at:
        raise Closed("This quiz is not open yet.")
    if due_at is not None and now > due_at:
        raise Closed("This quiz is over.")
    items = _items(c, quiz)
    if not items:
        raise Closed("This quiz has no questions yet.")
    return ledger.start(c, db.keys, quiz.id, person.id, now, quizzes.attempt_end(quiz, allowance, now), items, after)


def _items(c: Connection, quiz: QuizView) -> list[NewItem]:
    """The quiz as it is now: an attempt keeps the versions, points and rules that it began with."""
    items: list[NewItem] = []
    for placed in quizzes.placed_questions(c, quiz.id):
        question = quizzes.question(c, placed.version)
        for field in question.fields.values():
            by_person = bool(field.kind.rubric(field.prepared))
            items.append(
                NewItem(
                    question_id=placed.id,
                    field=field.name,
                    position=len(items),
                    version=placed.version,
                    points=field.points,
                    extra=question.extra,
                    counts="last" if by_person or quiz.mode == "exam" else "best",
                )
            )
    return items
