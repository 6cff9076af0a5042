"""What every judgement by a person stands on: the answer, its question, and the rubric as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.desk.views import RubricLine
from app.ledger import service as ledger
from app.ledger.views import AnswerRow, EventRow, ItemRow
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView
from app.refusals import NotThere, Unreadable
from questions.question import Field, Question


@dataclass(frozen=True, slots=True)
class Located:
    """An answer with what it answers: `asked` as its student had it, graded by `field` of `version`, the newest that
    still has it."""

    answer: AnswerRow
    item: ItemRow
    placed: PlacedQuestion
    asked: Question
    field: Field
    version: str

    @property
    def subject(self) -> str:
        """How the audit names the answer, after its quiz."""
        return f"{self.placed.slug} {self.item.field}, answer {self.answer.id}"


def locate(c: Connection, quiz: QuizView, answer_id: int) -> Located:
    """An answer of this quiz; raises NotThere."""
    answer = ledger.answer(c, answer_id)
    if answer is None:
        raise NotThere
    item = ledger.item(c, answer.item_id)
    placed = next((one for one in quizzes.every_placed_question(c, quiz.id) if one.id == item.question_id), None)
    if placed is None:
        raise NotThere
    seed = ledger.attempt(c, item.attempt_id).seed
    asked = quizzes.question(c, item.version).variant(seed)
    newest = quizzes.question(c, placed.version).variant(seed)
    version = placed.version if same_field(asked, newest, item.field) else item.version
    field = (newest if version == placed.version else asked).fields[item.field]
    return Located(answer, item, placed, asked, field, version)


def same_field(asked: Question, newest: Question, name: str) -> bool:
    """Whether the newest version still has this field, of the same kind."""
    return name in newest.fields and newest.fields[name].kind is asked.fields[name].kind


def rubric(field: Field, ticked: Sequence[str] = ()) -> Sequence[RubricLine]:
    """What a person grades a field by; empty where the engine decides."""
    return [
        RubricLine(str(line["key"]), str(line["text"]), round(line["points"] * 1000), line["key"] in ticked)
        for line in field.kind.rubric(field.prepared)
    ]


def earned(worth: int, lines: Sequence[RubricLine], ticked: Sequence[str]) -> int:
    """The sum of the lines ticked, at least 0 and at most what the field is worth; a line that is gone adds nothing."""
    return min(worth, max(0, sum(line.points for line in lines if line.id in ticked)))


def given(item: ItemRow, lines: Sequence[RubricLine], ticked: Sequence[str], points: int | None) -> int:
    """What a grader gives: the sum of the lines ticked, or `points` in its place; raises Unreadable."""
    if unknown := set(ticked) - {line.id for line in lines}:
        raise Unreadable(f"The rubric has no line {', '.join(sorted(unknown))}.")
    if points is None:
        return earned(item.points, lines, ticked)
    if not 0 <= points <= item.points:
        raise Unreadable(f"This field is worth between 0 and {item.points / 1000:g} points.")
    return points


def last_judgement(c: Connection, answer_id: int) -> EventRow | None:
    """The judgement that an answer has now."""
    events = ledger.events_of(c, answers=[answer_id])
    return events[-1] if events else None
