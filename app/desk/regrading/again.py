"""One question as it is now, and what it makes of the answers that are there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.desk.regrading.batches import Batch, Given, Run
from app.desk.regrading.rescoring import by_hand, rescored
from app.ledger import service as ledger
from app.ledger.judged import Judged
from app.ledger.rulings import Judgement, Rulings
from app.ledger.values import decoded
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView
from graders.fingerprint import Fingerprint
from graders.verdict import Outcome
from questions.grading import followed_by
from questions.question import Question

JUDGED = (Outcome.CORRECT, Outcome.PARTIAL, Outcome.WRONG)
CHUNK = 200  # submissions graded together


@dataclass(frozen=True)
class Asked:
    """A question as it is now, with all that judging old answers to it takes."""

    placed: PlacedQuestion
    question: Question
    content: str
    seeds: Mapping[int, str]
    overridden: frozenset[int]
    earlier: Mapping[str, Mapping[int, Sequence[tuple[int, str, str]]]]  # by question it follows, then by attempt
    standing: Rulings
    rulings: Rulings  # what answers are judged by: what stands, or what is tried in its place
    meanings: Mapping[int, Fingerprint]  # where anything is decided by them
    versions: Mapping[str, Question]  # that answers to it were judged by
    secret: bytes


def ask(
    c: Connection,
    db: Database,
    quiz: QuizView,
    placed: PlacedQuestion,
    seeds: Mapping[int, str],
    overridden: frozenset[int],
    tried: Rulings | None,
    instead: Question | None = None,
) -> Asked:
    """A question with all that judging old answers to it takes: `instead` another version of it, `tried` what is to
    be ruled in place of what stands."""
    question = instead or quizzes.question(c, placed.version)
    followed = {name for one in question.fields.values() for name in one.follows}
    ids = {other.slug: other.id for other in quizzes.every_placed_question(c, quiz.id)}
    earlier = {slug: ledger.values_given(c, quiz.id, ids[slug]) for slug in sorted(followed & ids.keys())}
    standing = ledger.rulings(c, placed.id)
    rulings = standing if tried is None else tried
    meanings = ledger.meanings(c, placed.id) if [*standing.decisions, *rulings.decisions] else {}
    content = instead.content if instead else quizzes.content(c, placed.version)
    versions = {version: quizzes.question(c, version) for version in ledger.versions_judged(c, quiz.id, placed.id)}
    known = (earlier, standing, rulings, meanings, versions)
    return Asked(placed, question, content, seeds, overridden, *known, db.keys.grading)


def judgements(asked: Asked, rows: Sequence[Judged], run: Run) -> Iterator[tuple[int, Judgement]]:
    """The new judgement of each answer. Equal answers to one variant are graded once."""
    cases: dict[tuple[str | None, str], list[list[Judged]]] = {}
    given: dict[tuple[str | None, str], Given] = {}
    for _, group in groupby(rows, key=lambda row: row.submission_id):
        together = list(group)
        if all(by_hand(row) for row in together):
            continue
        values = {row.field: decoded(asked.rulings.read_as(row.field, row.value)) for row in together}
        earlier = _earlier(asked, together[0])
        seed = asked.seeds[together[0].attempt_id] if asked.question.variants is not None else None
        case = (seed, json.dumps([values, earlier]))  # together they may be longer than any one answer
        cases.setdefault(case, []).append(together)
        given[case] = (values, earlier)
    for seed, of_seed in groupby(sorted(cases, key=lambda case: case[0] or ""), key=lambda case: case[0]):
        order = list(of_seed)
        parts = [order[start : start + CHUNK] for start in range(0, len(order), CHUNK)]
        batches = [Batch(asked.content, seed, [given[case] for case in part], asked.secret) for part in parts]
        for part, done in zip(parts, run(batches), strict=True):
            for case, result in zip(part, done, strict=True):
                for row in (row for together in cases[case] for row in together):
                    if row.field in result and not by_hand(row):
                        yield row.answer_id, _judgement(asked, row, result[row.field])


def rescorings(asked: Asked, rows: Sequence[Judged]) -> Iterator[tuple[int, Judgement]]:
    """What people ticked, by the rubrics as they are now."""
    for row in rows:
        if by_hand(row):
            seed, before = asked.seeds[row.attempt_id], asked.versions[row.version]
            if row.field in before.fields:
                old, new = before.variant(seed).fields[row.field], asked.question.variant(seed).fields[row.field]
                if old.kind is new.kind and (found := rescored(row, old, new)) is not None:
                    yield row.answer_id, found


def _judgement(asked: Asked, row: Judged, result: Mapping[str, Any]) -> Judgement:
    """What the graders found, as rulings read it, and what was decided about its meaning."""
    told = asked.rulings.told(row.field, row.value, result)
    judged = told["outcome"] in JUDGED
    found = Judgement(told["outcome"], round(row.worth * told["score"]) if judged else 0, told["tag"], told)
    meaning = meaning_of(asked, row)
    decision = asked.rulings.decision(row.field, meaning, found.outcome) if meaning else None
    return ledger.decided(decision, found, row.worth) if decision else found


def meaning_of(asked: Asked, row: Judged) -> Fingerprint | None:
    """What an answer means, by which it is decided about; what is read as something else means that."""
    value = asked.rulings.read_as(row.field, row.value)
    if not asked.meanings or value == row.value:
        return asked.meanings.get(row.answer_id)
    field = asked.question.variant(asked.seeds[row.attempt_id]).fields[row.field]
    earlier = followed_by(field, _earlier(asked, row))
    found = field.kind.fingerprint_after(field.prepared, decoded(value), asked.secret, earlier)
    return found or ledger.as_written(row.value)


def _earlier(asked: Asked, row: Judged) -> dict[str, dict[str, Any]]:
    """What had been answered to the questions that this one follows, when the answer was given."""
    found = {}
    for slug, attempts in asked.earlier.items():
        given = attempts.get(row.attempt_id, ())
        found[slug] = {name: decoded(value) for submission, name, value in given if submission < row.submission_id}
    return found
