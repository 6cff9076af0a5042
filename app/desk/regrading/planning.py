"""Working out what a regrade would change. Nothing is written, and nothing is graded in a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from app.db import Database
from app.desk.regrading.again import CHUNK, ask, judgements
from app.desk.regrading.batches import Run, here
from app.desk.regrading.comparing import Found, compare
from app.desk.regrading.views import Change, Plan, Stale, StudentDiff
from app.ledger import service as ledger
from app.ledger.judged import Judged
from app.ledger.rulings import Judgement, Rulings
from app.people import service as people
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView
from questions.question import Question


def plan(
    db: Database,
    quiz: QuizView,
    only: Sequence[str] | None = None,
    *,
    never_lower: bool = False,
    rulings: Mapping[str, Rulings] | None = None,
    run: Run = here,
) -> Plan:
    """What the current versions of the questions (`only` those named) make of all answers that are there.

    What a person judged by hand stays, but for what a changed rubric makes of the lines they ticked. `rulings` are what
    is tried, by question, in place of what stands. `run` grades batches, in this process or elsewhere.
    """
    found = Found()
    with db.read() as c:
        attempts = ledger.every_attempt(c, quiz.id)
        placed = [one for one in quizzes.placed_questions(c, quiz.id) if only is None or one.slug in only]
        overridden = ledger.overridden(c, quiz.id)
    seeds = {attempt.id: attempt.seed for attempt in attempts}
    for one in placed:
        with db.read() as c:
            asked = ask(c, db, quiz, one, seeds, overridden, (rulings or {}).get(one.slug))
            rows = list(ledger.judged(c, quiz.id, one.id))
        compare(asked, rows, found, never_lower, run)
    with db.read() as c:
        students = _students(c, found.changes, {attempt.id: attempt.user_id for attempt in attempts})
    return Plan(students, found.answers, found.kept, found.spared)


def how_many_answers(db: Database, quiz: QuizView, only: Sequence[str] | None = None) -> int:
    """How many answers a plan would grade, at most."""
    with db.read() as c:
        placed = [one for one in quizzes.placed_questions(c, quiz.id) if only is None or one.slug in only]
        counts = ledger.how_many_answers(c, quiz.id)
    return sum(counts.get(one.id, 0) for one in placed)


def stale_questions(db: Database, quiz: QuizView) -> Sequence[Stale]:
    """The questions with answers that were graded by another version, so that a regrade may change them."""
    with db.read() as c:
        counts = ledger.graded_otherwise(c, quiz.id)
        placed = {one.id: one for one in quizzes.placed_questions(c, quiz.id)}
        return [
            Stale(placed[id].slug, quizzes.question(c, placed[id].version).title, count)
            for id, count in counts.items()
            if id in placed
        ]


def judged_by(
    db: Database, quiz: QuizView, placed: PlacedQuestion, question: Question
) -> Iterator[tuple[Judged, Judgement]]:
    """Each answer to a question that no person judged by itself, and how another version of the question, published
    or not, judges it."""
    with db.read() as c:
        seeds = {attempt.id: attempt.seed for attempt in ledger.every_attempt(c, quiz.id)}
        asked = ask(c, db, quiz, placed, seeds, frozenset(), None, question)
        rows = [row for row in ledger.judged(c, quiz.id, placed.id) if row.field in question.fields]
    results = dict(judgements(asked, rows, here))
    for row in rows:
        if row.answer_id in results:
            yield row, results[row.answer_id]


def _students(c: Connection, changes: Sequence[Change], users: Mapping[int, int]) -> list[StudentDiff]:
    """The changes by attempt, with what the attempt earns and would earn."""
    by_attempt: dict[int, list[Change]] = {}
    for change in changes:
        by_attempt.setdefault(change.attempt_id, []).append(change)
    earned: dict[int, int] = dict.fromkeys(by_attempt, 0)
    for start in range(0, len(by_attempt), CHUNK):
        for grade in ledger.grades(c, list(by_attempt)[start : start + CHUNK]).values():
            earned[grade.attempt_id] += grade.points
    names = people.names_of(c, sorted({users[attempt] for attempt in by_attempt}))
    diffs = []
    for attempt, found in by_attempt.items():
        items = {change.item_id: change.standing[1] - change.standing[0] for change in found}
        after = earned[attempt] + sum(items.values())
        diffs.append(StudentDiff(attempt, names[users[attempt]], earned[attempt], after, found))
    return sorted(diffs, key=lambda diff: (diff.student, diff.attempt_id))
