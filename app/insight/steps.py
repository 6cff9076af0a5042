"""Where derivations and arguments break: the first line that does not hold, over everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.insight.given import given
from app.insight.marks import Marks, marks
from app.ledger import service as ledger
from app.ledger.meanings import Meant
from app.ledger.values import decoded
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from questions.question import Field

KINDS = frozenset({"derivation", "argument"})
MOST = 8  # lines that are shown


@dataclass(frozen=True, slots=True)
class Broken:
    """A line at which chains stop: what was written, the mistake it is, and how many students stop there."""

    line: str
    tag: str | None
    students: int


@dataclass(frozen=True, slots=True)
class Steps:
    """A field. Of so many `students`, `held` had every line right; `at` counts the others by the number of the line,
    from 1, and `tags` by the mistake; what names no line is under 0."""

    slug: str
    label: str
    students: int
    held: int
    at: Mapping[int, int]
    tags: Sequence[tuple[str, int]]
    lines: Sequence[Broken]

    @property
    def broken(self) -> int:
        """How many chains stop somewhere."""
        return sum(self.at.values())


def steps(db: Database, quiz: QuizView) -> Sequence[Steps]:
    """Every field of the quiz that asks for lines, with what its grades come from now."""
    found = []
    known = marks(db, quiz)
    with db.read() as c:
        for placed in quizzes.placed_questions(c, quiz.id):
            for field in quizzes.question(c, placed.version).fields.values():
                if field.kind.name in KINDS:
                    found.append(_steps(c, known, placed.id, placed.slug, field))
    return found


def _steps(c: Connection, known: Marks, question_id: int, slug: str, field: Field) -> Steps:
    answers = [one for one in given(c, known, (question_id, field.name)) if one.outcome != "invalid"]
    wrong = [one.answer_id for one in answers if one.outcome not in ("correct", "undecided")]
    last = {event.answer_id: event for event in ledger.events_of(c, answers=wrong)}
    held, at, tags, lines = 0, Counter[int](), Counter[str](), Counter[tuple[str, str | None]]()
    for one in answers:
        if one.outcome in ("correct", "undecided"):
            held += one.outcome == "correct"
            continue
        step = last[one.answer_id].details.get("first_wrong_step")
        at[0 if step is None else step + 1] += 1
        if one.tag:
            tags[one.tag] += 1
        if line := _line(one, step):
            lines[line, one.tag] += 1
    frequent = [Broken(line, tag, count) for (line, tag), count in lines.most_common(MOST)]
    return Steps(slug, field.label, len(answers), held, dict(sorted(at.items())), tags.most_common(), frequent)


def _line(one: Meant, step: int | None) -> str | None:
    """The line at which an answer breaks, without its spaces' whims."""
    found = _lines(decoded(one.value))
    return " ".join(found[step].split()) if step is not None and step < len(found) else None


def _lines(value: Any) -> list[str]:
    written = value.get("steps", ()) if isinstance(value, dict) else value
    if isinstance(written, str):
        written = written.splitlines()
    return [str(line) for line in written or () if str(line).strip()]
