"""A changed question run on what was answered already, before anything is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.db import Database
from app.desk.regrading.planning import judged_by
from app.ledger.values import decoded
from app.quizzes.views import PlacedQuestion, QuizView
from questions.question import Question

Judged = tuple[str, int, str | None]  # outcome, points in thousandths, tag


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer that would be judged otherwise, and how many gave it."""

    field: str
    answer: str
    count: int
    was: Judged
    now: Judged


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change would do to stored answers that no person judged; what is most frequent comes first."""

    answers: int
    differences: Sequence[Difference]

    @property
    def differing(self) -> int:
        """How many answers would be judged otherwise."""
        return sum(one.count for one in self.differences)

    @property
    def losing(self) -> int:
        """How many answers would earn less."""
        return sum(one.count for one in self.differences if one.now[1] < one.was[1])


def trial(db: Database, quiz: QuizView, placed: PlacedQuestion, question: Question) -> Trial:
    """How stored answers to a placed question would be judged by another version of it."""
    found: Counter[tuple[str, str, Judged, Judged]] = Counter()
    answers = 0
    for row, new in judged_by(db, quiz, placed, question):
        answers += 1
        if (new.outcome, new.points) != (row.outcome, row.points):
            was, now = (row.outcome, row.points, row.tag), (new.outcome, new.points, new.tag)
            found[row.field, row.value, was, now] += 1
    differences = [
        Difference(field, _shown(value), count, was, now) for (field, value, was, now), count in found.most_common()
    ]
    return Trial(answers, differences)


def _shown(value: str) -> str:
    answer = decoded(value)
    return answer if isinstance(answer, str) else value
