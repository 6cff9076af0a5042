"""The forms of a question, and how what is being typed into them is read: asked for at every pause in typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.people.views import Person
from app.quizzes import service as quizzes
from app.refusals import NotThere
from app.taking.following import earlier_answers
from app.taking.looking import own_attempt
from app.taking.views import FormView, ReadBack
from questions.grading import followed_by
from questions.kind import Asking
from questions.previewing import previews
from questions.question import Question

Typed = Callable[[Sequence[FormView]], Mapping[str, Any]]


def forms(db: Database, person: Person, attempt_id: int, slug: str) -> Sequence[FormView]:
    """What it takes to read a posted form of a question; raises NotThere."""
    with db.read() as c:
        return _forms(c, person, attempt_id, slug)[1]


def read_back(db: Database, person: Person, attempt_id: int, slug: str, typed: Typed) -> Mapping[str, ReadBack]:
    """By field, how each value is read that `typed` finds in the forms of the question; raises NotThere."""
    with db.read() as c:
        question, found, askings = _forms(c, person, attempt_id, slug)
    values = typed(found)
    asks = {form.name: form.ask for form in found}
    return {
        name: ReadBack(values[name], _retold(question, name, asks, seen.reading), seen.shape, seen.problems, seen.span)
        for name, seen in previews(question, values, askings).items()
    }


def _retold(question: Question, name: str, asks: Mapping[str, Any], reading: str | None) -> str | None:
    """A reading in the names that the form uses."""
    told: str | None = question.fields[name].kind.retold({"reading": reading}, asks[name])["reading"]
    return told


def _forms(
    c: Connection, person: Person, attempt_id: int, slug: str
) -> tuple[Question, Sequence[FormView], Mapping[str, Asking]]:
    attempt = own_attempt(c, person, attempt_id)
    placed = quizzes.placed_question(c, attempt.quiz_id, slug)
    items = ledger.items(c, [attempt_id], placed.id)
    if not items:
        raise NotThere
    question = quizzes.question(c, items[0].version).variant(attempt.seed)
    earlier = earlier_answers(c, attempt, question)
    askings = {
        name: Asking(f"{attempt.seed}/{slug}/{name}", followed_by(field, earlier))
        for name, field in question.fields.items()
    }
    found = [
        FormView(name, field.kind.name, field.kind.ask(field.prepared, askings[name]))
        for name, field in question.fields.items()
    ]
    return question, found, askings
