"""What went wrong, and where: a quiz and its questions in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from app.db import Database
from app.insight.curves import Curve, curves
from app.insight.marks import Marks, marks
from app.insight.statistics.items import FEW, Against, Array, ItemFigures, item_figures
from app.insight.statistics.scores import ScoreFigures, score_figures
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from questions.question import Question

BINS = 10


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in the item analysis. `guess` is what answering blindly earns of 1, None where nobody can guess;
    `tags` are the mistakes found most often, with how many students made them; `curve` only in large classes."""

    slug: str
    title: str
    worth: float
    extra: bool
    figures: ItemFigures
    curve: Curve | None
    guess: float | None
    seconds: float | None
    tries: float | None
    tags: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A quiz. `few` warns that so small a class says little; `bins` counts total scores in tenths of the maximum."""

    quiz: QuizView
    against: Against
    students: int
    few: bool
    most: float
    scores: ScoreFigures
    bins: Sequence[int]
    lines: Sequence[QuestionLine]


def analysis(db: Database, quiz: QuizView, against: Against = "rest") -> Analysis:
    """The figures of everybody who answered anything, as things are now."""
    found = marks(db, quiz)
    ids, points, worth = found.by_question()
    with db.read() as c:
        asked = _questions(c, quiz)
    totals = np.nansum(points, axis=1)
    most = float(sum(value for id, value in zip(ids, worth, strict=True) if not asked[id][1].extra))
    figures = item_figures(points, worth, totals, against)
    curve = curves(found)
    return Analysis(
        quiz=quiz,
        against=against,
        students=len(found.rows),
        few=len(found.rows) < FEW,
        most=most,
        scores=score_figures(points, totals),
        bins=_bins(totals, most),
        lines=[
            _line(found, id, *asked[id], one, curve.get(id), value)
            for id, one, value in zip(ids, figures, worth, strict=True)
        ],
    )


def _questions(c: Connection, quiz: QuizView) -> Mapping[int, tuple[str, Question]]:
    placed = quizzes.placed_questions(c, quiz.id)
    return {one.id: (one.slug, quizzes.question(c, one.version)) for one in placed}


def _line(
    found: Marks, id: int, slug: str, question: Question, figures: ItemFigures, curve: Curve | None, worth: float
) -> QuestionLine:
    reached = [row for row in found.rows if id in row.seconds]
    tags = Counter(tag for row in reached for tag in row.tags.get(id, ()))
    return QuestionLine(
        slug=slug,
        title=question.title,
        worth=float(worth),
        extra=question.extra,
        figures=figures,
        curve=curve,
        guess=_guess(question),
        seconds=float(np.median([row.seconds[id] for row in reached])) if reached else None,
        tries=float(np.mean([row.tries[id] for row in reached])) if reached else None,
        tags=tags.most_common(3),
    )


def _guess(question: Question) -> float | None:
    """Points of fields that can be guessed, on average, over all points; None if no field can."""
    guesses = [(field.points, field.kind.guess(field.prepared)) for field in question.fields.values()]
    if all(guess is None for _, guess in guesses):
        return None
    return sum(points * (guess or 0.0) for points, guess in guesses) / question.points


def _bins(totals: Array, most: float) -> list[int]:
    places = np.clip((totals / (most or 1.0) * BINS).astype(int), 0, BINS - 1)
    return [int(count) for count in np.bincount(places, minlength=BINS)]
