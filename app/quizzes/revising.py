"""A new version of a question from the web: read, proved, published."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select, update

from app.db import Database
from app.quizzes.loading import add_version, keep_text
from app.quizzes.tables import QuestionText, QuizQuestion
from app.quizzes.versions import question as version_of
from app.quizzes.views import PlacedQuestion, Revision
from app.refusals import Conflict
from questions.checking import check_question
from questions.faults import BankError, Fault
from questions.loading import read_text, sharing_faults
from questions.question import Question

_LOG = logging.getLogger(__name__)


def question_text(c: Connection, question_id: int) -> str:
    """What the author wrote of a placed question, as in a bank file; empty where that is not known."""
    found = select(QuestionText.text).where(QuestionText.question_id == question_id)
    return c.execute(found).scalar_one_or_none() or ""


def is_revised(c: Connection, placed: PlacedQuestion) -> bool:
    """Whether a question's version was published in the web, in place of its bank file's."""
    found = select(QuestionText.loaded).where(QuestionText.question_id == placed.id)
    return c.execute(found).scalar_one_or_none() not in (None, placed.version)


def read_revision(db: Database, slug: str, text: str) -> Revision:
    """The question in a text such as a bank file has of it, read and proved as `chainrule check` does.

    Raises BankError with all faults, whose places are lines of the text. Takes seconds for one with parameters, so
    that it runs outside any transaction.
    """
    try:
        question = read_text(text, Path(slug))
        faults = list(check_question(question, db.keys.grading))
    except BankError:
        raise
    except Exception:  # a fault of ours, not the author's; what is published must be proved all the same
        _LOG.exception("checking failed: a revision of %s", slug)
        raise BankError(Fault(None, "this question cannot be checked: something in it is too much")) from None
    if question.id != slug:
        faults.insert(0, Fault(question.place, f"this question keeps its id, `{slug}`"))
    if faults:
        raise BankError(*faults)
    return Revision(question, text)


def revise(c: Connection, now: datetime, placed: PlacedQuestion, revision: Revision) -> PlacedQuestion:
    """Publish a revision of the question `placed`, for attempts that begin from now on; the caller audits it.

    Answers that are there keep the version they were given to until a regrade moves them. Loading a bank file that
    has not changed leaves this version alone. Raises Conflict when `placed` is not the current version any more, and
    BankError where questions that draw together would draw differently.
    """
    row = select(QuizQuestion.quiz_id, QuizQuestion.version).where(QuizQuestion.id == placed.id).with_for_update()
    quiz_id, version = c.execute(row).one()
    if version != placed.version:
        raise Conflict("Somebody published another version of this question in the meantime. Look at that one first.")
    question = revision.question
    _refuse_strangers(c, quiz_id, question)
    add_version(c, question, now)
    values = {"version": question.version, "tries": question.tries}
    c.execute(update(QuizQuestion).where(QuizQuestion.id == placed.id).values(values))
    loaded = select(QuestionText.loaded).where(QuestionText.question_id == placed.id)
    keep_text(c, placed.id, revision.text, c.execute(loaded).scalar_one_or_none() or version)
    return PlacedQuestion(placed.id, placed.slug, placed.position, question.version, question.tries)


def _refuse_strangers(c: Connection, quiz_id: int, question: Question) -> None:
    """Questions that draw their parameters together keep the same values by a name."""
    others = select(QuizQuestion.slug, QuizQuestion.version).where(
        QuizQuestion.quiz_id == quiz_id, QuizQuestion.withdrawn.is_(False), QuizQuestion.slug != question.id
    )
    together = {row.slug: version_of(c, row.version) for row in c.execute(others)}
    together[question.id] = question
    if faults := list(sharing_faults(together)):
        raise BankError(*(Fault(fault.place or question.place, fault.message) for fault in faults))
