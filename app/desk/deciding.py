"""Deciding once for many: what all answers with one meaning earn, and what an unreadable text is read as.

A decision reaches the answers that are there by a regrade, which a dry run shows first, and those to come when they
are graded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from app.db import Database
from app.desk import regrading
from app.desk.regrading import Plan
from app.ledger import service as ledger
from app.ledger.rulings import DecisionRow
from app.ledger.values import as_text, decoded, encoded
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView
from app.refusals import NotThere, Unreadable
from graders.fingerprint import Fingerprint
from graders.grouping import near
from questions import grading
from questions.question import Question

SAMPLES = 5
LONGEST = 1000
SAME_MEANING = "Decided for all answers that mean the same."


@dataclass(frozen=True, slots=True)
class Group:
    """Answers to a field with one meaning. `samples` are the ways in which they are written most, with how often;
    `worth` is in thousandths."""

    question: str
    title: str
    field: str
    label: str
    answer_id: int
    meaning: Fingerprint
    reading: str | None
    answers: int
    samples: Sequence[tuple[str, int]]
    worth: int
    decision: DecisionRow | None


def group(db: Database, quiz: QuizView, answer_id: int) -> Group:
    """The answers that mean what this one means; raises NotThere, also for what could not be read."""
    with db.read() as c:
        placed, question, field = _located(c, quiz, answer_id)
        meanings = ledger.meanings(c, placed.id)
        rows = [row for row in ledger.judged(c, quiz.id, placed.id) if row.field == field]
        decisions = ledger.group_decisions(c, placed.id)
    meaning = meanings[answer_id]
    members = [row for row in rows if near(meanings[row.answer_id], meaning)]
    one = next((row for row in members if row.answer_id == answer_id), None)
    if one is None or one.outcome in ("invalid", "ungraded"):
        raise NotThere
    content = question.fields[field]
    written = Counter(as_text(row.value) for row in members).most_common(SAMPLES)
    return Group(
        question=placed.slug,
        title=question.title,
        field=field,
        label=content.label,
        answer_id=answer_id,
        meaning=meaning,
        reading=content.kind.preview(content.prepared, decoded(one.value)).reading,
        answers=len(members),
        samples=written,
        worth=one.worth,
        decision=next((row for row in decisions if row.field == field and near(row.meaning, meaning)), None),
    )


def plan_decision(db: Database, actor: Person, quiz: QuizView, about: Group, points: int | None, comment: str) -> Plan:
    """What a decision about a group would change; raises Unreadable for points there are not, or nothing decided."""
    if points is not None and not 0 <= points <= about.worth:
        raise Unreadable(f"This field is worth between 0 and {in_words(about.worth)}.")
    if len(comment) > LONGEST or (points is None and not comment):
        raise Unreadable(f"Give points, or a comment of at most {LONGEST} characters, or both.")
    with db.read() as c:
        placed = quizzes.placed_question(c, quiz.id, about.question)
        standing = ledger.rulings(c, placed.id)
    pending = DecisionRow(0, placed.id, about.field, about.meaning, points, comment, actor.id, db.now())
    return regrading.plan(db, quiz, [about.question], rulings={about.question: standing.deciding(pending)})


def decide(
    db: Database, actor: Person, quiz: QuizView, about: Group, points: int | None, comment: str, found: Plan
) -> None:
    """Decide about a group as the plan shows it, for its answers now and to come; audited. Raises Conflict."""

    def also(c: Connection, now: datetime) -> None:
        placed = quizzes.placed_question(c, quiz.id, about.question)
        ledger.decide_group(c, placed.id, about.field, about.meaning, points, comment, actor.id, now)
        before = about.decision.points if about.decision else None
        told = {"points": [before, points], "comment": comment, "answers": about.answers}
        told["written"] = about.samples[0][0]
        people.audit(
            c, now, actor, quiz.course_id, "decide for a group", subject(quiz, about.question, about.field), **told
        )

    rule(db, actor, quiz, found, comment or SAME_MEANING, also)


def plan_reading(db: Database, quiz: QuizView, slug: str, field: str, typed: str, read_as: str) -> Plan:
    """What it would change to read `typed` (JSON) as the text `read_as`; raises NotThere, and Unreadable when that
    cannot be read either."""
    with db.read() as c:
        placed = quizzes.placed_question(c, quiz.id, slug)
        question = quizzes.question(c, placed.version).variant(None)
        standing = ledger.rulings(c, placed.id)
    if field not in question.fields:
        raise NotThere
    seen = grading.preview(question, field, read_as)
    if not read_as.strip() or seen["reading"] is None:
        raise Unreadable(" ".join(["That cannot be read either.", *map(str, seen["problems"])]))
    return regrading.plan(db, quiz, [slug], rulings={slug: standing.reading(field, typed, encoded(read_as))})


def accept_reading(
    db: Database, actor: Person, quiz: QuizView, slug: str, field: str, typed: str, read_as: str, found: Plan
) -> None:
    """From now on `typed` is read as `read_as`, in the answers that are there as the plan shows; audited."""

    def also(c: Connection, now: datetime) -> None:
        placed = quizzes.placed_question(c, quiz.id, slug)
        ledger.accept_reading(c, placed.id, field, typed, encoded(read_as), actor.id, now)
        told = {"typed": as_text(typed), "read_as": read_as}
        people.audit(c, now, actor, quiz.course_id, "accept a reading", subject(quiz, slug, field), **told)

    rule(db, actor, quiz, found, f"“{as_text(typed)[:200]}” is read as “{read_as[:200]}”.", also)


def rule(
    db: Database, actor: Person, quiz: QuizView, found: Plan, reason: str, also: Callable[[Connection, datetime], None]
) -> None:
    """Record a ruling, with the regrade that it needs, in one transaction."""
    if found.changes:
        regrading.apply(db, actor, quiz, found, reason, also=also)
    else:
        db.write(lambda c: also(c, ledger.ledger_now(c, db.now(), quiz.id)))


def in_words(thousandths: int) -> str:
    """Points as people say them."""
    return f"{thousandths / 1000:g} {'point' if thousandths == 1000 else 'points'}"


def subject(quiz: QuizView, slug: str, field: str) -> str:
    """What a ruling is about, for the audit log."""
    return f"{quiz.slug}/{slug} {field}"


def _located(c: Connection, quiz: QuizView, answer_id: int) -> tuple[PlacedQuestion, Question, str]:
    answer = ledger.answer(c, answer_id)
    if answer is None:
        raise NotThere
    item = ledger.item(c, answer.item_id)
    for placed in quizzes.placed_questions(c, quiz.id):
        question = quizzes.question(c, placed.version)
        if placed.id == item.question_id and item.field in question.fields:
            return placed, question.variant(ledger.attempt(c, item.attempt_id).seed), item.field
    raise NotThere
