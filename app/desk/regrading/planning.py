"""Working out what a regrade would change. Nothing is written, and nothing is graded in a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.desk.regrading.batches import Batch, Given, Run, here
from app.desk.regrading.views import Change, Plan, Stale, StudentDiff
from app.ledger import service as ledger
from app.ledger.judged import Judged
from app.ledger.rulings import BY_MEANING, Judgement, Rulings
from app.ledger.values import decoded, encoded
from app.people import service as people
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView
from graders.fingerprint import Fingerprint
from graders.verdict import Outcome
from questions.question import Question

JUDGED = (Outcome.CORRECT, Outcome.PARTIAL, Outcome.WRONG)
OURS = ("because", "regrade")  # what applying adds to the graders' own words
CHUNK = 200  # submissions graded together


@dataclass
class _Found:
    """What was found so far."""

    changes: list[Change] = field(default_factory=list)
    answers: int = 0
    kept: int = 0
    spared: int = 0


@dataclass(frozen=True)
class _Asked:
    """A question as it is now, with all that judging old answers to it takes."""

    placed: PlacedQuestion
    question: Question
    content: str
    seeds: Mapping[int, str]
    overridden: frozenset[int]
    earlier: Mapping[str, Mapping[int, Sequence[tuple[int, str, str]]]]  # by question it follows, then by attempt
    rulings: Rulings
    meanings: Mapping[int, Fingerprint]
    secret: bytes


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

    What a person judged by hand stays as it is. `rulings` are what is tried, by question, in place of what stands.
    `run` grades batches, in this process or elsewhere.
    """
    found = _Found()
    with db.read() as c:
        attempts = ledger.every_attempt(c, quiz.id)
        placed = [one for one in quizzes.placed_questions(c, quiz.id) if only is None or one.slug in only]
        overridden = ledger.overridden(c, quiz.id)
    seeds = {attempt.id: attempt.seed for attempt in attempts}
    for one in placed:
        with db.read() as c:
            asked = _asked(c, db, quiz, one, seeds, overridden, (rulings or {}).get(one.slug))
            rows = list(ledger.judged(c, quiz.id, one.id))
        _compare(asked, rows, found, never_lower, run)
    with db.read() as c:
        students = _students(c, found.changes, {attempt.id: attempt.user_id for attempt in attempts})
    return Plan(students, found.answers, found.kept, found.spared)


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
        asked = _asked(c, db, quiz, placed, seeds, frozenset(), None, question)
        rows = [row for row in ledger.judged(c, quiz.id, placed.id) if row.field in question.fields]
    results = dict(_results(asked, rows, here))
    for row in rows:
        if row.answer_id in results and not _by_hand(row):
            yield row, results[row.answer_id]


def _asked(
    c: Connection,
    db: Database,
    quiz: QuizView,
    placed: PlacedQuestion,
    seeds: Mapping[int, str],
    overridden: frozenset[int],
    tried: Rulings | None,
    instead: Question | None = None,
) -> _Asked:
    question = instead or quizzes.question(c, placed.version)
    followed = {name for one in question.fields.values() for name in one.follows}
    ids = {other.slug: other.id for other in quizzes.every_placed_question(c, quiz.id)}
    earlier = {slug: ledger.values_given(c, quiz.id, ids[slug]) for slug in sorted(followed & ids.keys())}
    rulings = ledger.rulings(c, placed.id) if tried is None else tried
    meanings = ledger.meanings(c, placed.id) if rulings.decisions else {}
    content = instead.content if instead else quizzes.content(c, placed.version)
    return _Asked(placed, question, content, seeds, overridden, earlier, rulings, meanings, db.keys.grading)


def _compare(asked: _Asked, rows: Sequence[Judged], found: _Found, never_lower: bool, run: Run) -> None:
    """Grade the answers again and keep what differs."""
    fields = asked.question.fields
    rows = [row for row in rows if row.field in fields]
    found.answers += len(rows)
    found.kept += sum(_by_hand(row) for row in rows)
    results = dict(_results(asked, rows, run))
    rows = sorted(rows, key=lambda row: (row.item_id, row.seq))
    for item, group in groupby(rows, key=lambda row: row.item_id):
        if item not in asked.overridden:
            changes = _of_item(asked, list(group), results)
            lower = bool(changes) and changes[0].standing[1] < changes[0].standing[0]
            if never_lower and lower:
                found.spared += len(changes)
            else:
                found.changes += changes


def _results(asked: _Asked, rows: Sequence[Judged], run: Run) -> Iterator[tuple[int, Judgement]]:
    """The new judgement of each answer. Equal answers to one variant are graded once."""
    cases: dict[tuple[str | None, str], list[list[Judged]]] = {}
    given: dict[tuple[str | None, str], Given] = {}
    for _, group in groupby(rows, key=lambda row: row.submission_id):
        together = list(group)
        if all(_by_hand(row) for row in together):
            continue
        values = {row.field: decoded(asked.rulings.read_as(row.field, row.value)) for row in together}
        earlier = _earlier(asked, together[0])
        seed = asked.seeds[together[0].attempt_id] if asked.question.variants is not None else None
        case = (seed, encoded([values, earlier]))
        cases.setdefault(case, []).append(together)
        given[case] = (values, earlier)
    for seed, of_seed in groupby(sorted(cases, key=lambda case: case[0] or ""), key=lambda case: case[0]):
        order = list(of_seed)
        parts = [order[start : start + CHUNK] for start in range(0, len(order), CHUNK)]
        batches = [Batch(asked.content, seed, [given[case] for case in part], asked.secret) for part in parts]
        for part, done in zip(parts, run(batches), strict=True):
            for case, result in zip(part, done, strict=True):
                for row in (row for together in cases[case] for row in together if row.field in result):
                    yield row.answer_id, _judgement(asked, row, result[row.field])


def _judgement(asked: _Asked, row: Judged, result: Mapping[str, Any]) -> Judgement:
    """What the graders found, as rulings read it, and what was decided about its meaning."""
    told = asked.rulings.told(row.field, row.value, result)
    judged = told["outcome"] in JUDGED
    found = Judgement(told["outcome"], round(row.worth * told["score"]) if judged else 0, told["tag"], told)
    meaning = asked.meanings.get(row.answer_id)
    decision = asked.rulings.decision(row.field, meaning, found.outcome) if meaning else None
    return ledger.decided(decision, found, row.worth) if decision else found


def _by_hand(row: Judged) -> bool:
    return row.source == "person" and BY_MEANING not in decoded(row.result)


def _earlier(asked: _Asked, row: Judged) -> dict[str, dict[str, Any]]:
    """What had been answered to the questions that this one follows, when the answer was given."""
    found = {}
    for slug, attempts in asked.earlier.items():
        given = attempts.get(row.attempt_id, ())
        found[slug] = {name: decoded(value) for submission, name, value in given if submission < row.submission_id}
    return found


def _of_item(asked: _Asked, rows: Sequence[Judged], results: Mapping[int, Judgement]) -> list[Change]:
    """The changes of one item's answers."""
    new = {row.answer_id: results[row.answer_id] for row in rows if row.answer_id in results and not _by_hand(row)}
    stood = [(row.outcome, row.points) for row in rows]
    after = [
        (new[row.answer_id].outcome, new[row.answer_id].points) if row.answer_id in new else had
        for row, had in zip(rows, stood, strict=True)
    ]
    standing = _standing(rows[0].counts, stood), _standing(rows[0].counts, after)
    return [
        Change(
            attempt_id=row.attempt_id,
            item_id=row.item_id,
            question=asked.placed.slug,
            field=row.field,
            answer_id=row.answer_id,
            last_event=row.event_id,
            before=(row.outcome, row.points),
            after=(found.outcome, found.points),
            standing=standing,
            tag=found.tag,
            result=found.result,
            version=asked.placed.version,
        )
        for row in rows
        if (found := new.get(row.answer_id)) is not None and _differs(row, found)
    ]


def _standing(counts: str, judgements: Sequence[tuple[str, int]]) -> int:
    """The points of the answer that counts, as the view `current_grades` chooses it; the answers come oldest first."""
    ranked = [
        (outcome != "invalid", points if counts == "best" else 0, n) for n, (outcome, points) in enumerate(judgements)
    ]
    return judgements[max(ranked)[2]][1]


def _differs(row: Judged, found: Judgement) -> bool:
    stored = {name: value for name, value in decoded(row.result).items() if name not in OURS}
    return row.points != found.points or encoded(stored) != encoded(dict(found.result))


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
