"""How far a student is in an attempt: what the rail, the overview and the course home show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection

from app.ledger import service as ledger
from app.ledger.views import AttemptRow, Grade, ItemRow
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView, Visible
from app.taking.drafts import DraftRow, drafts_of
from app.taking.flags import flagged
from app.taking.timing import as_extended
from app.taking.views import AttemptState, AttemptView, QuestionCard, QuestionState, Section, TimeView
from graders.verdict import Outcome
from questions.grading import overall
from questions.question import Question


@dataclass(frozen=True, slots=True)
class Progress:
    """An attempt with everything that was done in it."""

    attempt: AttemptRow
    quiz: QuizView
    now: datetime
    visible: Visible
    slugs: Mapping[int, str]  # by question, in order
    tries: Mapping[int, int | None]  # by question
    items: Mapping[int, Sequence[ItemRow]]  # by question
    grades: Mapping[int, Grade]  # by item
    submitted: Mapping[int, tuple[int, datetime]]  # by question: the last number and time
    drafts: Mapping[int, DraftRow]  # by question
    flagged: frozenset[int]  # questions
    time: TimeView

    @property
    def is_left_over(self) -> bool:
        """Whether time is up and something that was written has not been handed in yet."""
        return attempt_state(self.attempt, self.now) == "over" and any(map(self.newer_draft, self.slugs))

    @property
    def earned(self) -> int | None:
        """Points so far, where they may be shown."""
        return sum(grade.points for grade in self.grades.values()) if self.visible.score else None

    @property
    def saved_at(self) -> datetime | None:
        """When anything was stored last."""
        times = [at for _, at in self.submitted.values()] + [draft.saved_at for draft in self.drafts.values()]
        return max(times, default=None)

    def points(self, extra: bool) -> int:
        """What the ordinary questions, or those for extra credit, are worth."""
        return sum(item.points for items in self.items.values() for item in items if item.extra is extra)

    def newer_draft(self, question_id: int) -> DraftRow | None:
        """The draft of a question unless something was submitted after it."""
        draft, submitted = self.drafts.get(question_id), self.submitted.get(question_id)
        return draft if draft and (submitted is None or draft.saved_at > submitted[1]) else None


def progress(c: Connection, attempt: AttemptRow, clock: datetime) -> Progress:
    """Everything about an attempt in a handful of queries."""
    quiz = quizzes.as_released_to(c, quizzes.quiz_by_id(c, attempt.quiz_id), attempt.user_id)
    attempt, time = as_extended(c, quiz, attempt)
    now = ledger.ledger_now(c, clock, quiz.id)
    items = ledger.items(c, [attempt.id])
    placed = {placed.id: placed for placed in quizzes.every_placed_question(c, quiz.id)}
    by_question = {question: list(group) for question, group in groupby(items, key=lambda item: item.question_id)}
    tries = {question: placed[question].tries for question in by_question}
    return Progress(
        attempt=attempt,
        quiz=quiz,
        now=now,
        visible=quizzes.visibility(quiz, attempt.due_at, now),
        slugs={question: placed[question].slug for question in by_question},
        tries={question: quiz.tries if own is None else own for question, own in tries.items()},
        items=by_question,
        grades=ledger.grades(c, [attempt.id]),
        submitted=ledger.last_seqs(c, attempt.id),
        drafts=drafts_of(c, attempt.id),
        flagged=flagged(c, attempt.id),
        time=time,
    )


def content(c: Connection, done: Progress, question_id: int) -> Question:
    """A question of an attempt, in the version that it began with and with its own values."""
    return quizzes.question(c, done.items[question_id][0].version).variant(done.attempt.seed)


def attempt_view(c: Connection, done: Progress) -> AttemptView:
    """What a student sees of an attempt."""
    attempt = done.attempt
    return AttemptView(
        id=attempt.id,
        quiz=done.quiz,
        state=attempt_state(attempt, done.now),
        started_at=attempt.started_at,
        due_at=attempt.due_at,
        time=done.time,
        now=done.now,
        sections=_sections(c, done),
        visible=done.visible,
        earned=done.earned,
        points=done.points(extra=False),
        extra_points=done.points(extra=True),
        saved_at=done.saved_at,
    )


def attempt_state(attempt: AttemptRow, now: datetime) -> AttemptState:
    """Running, handed in, or out of time."""
    if attempt.finished_at is not None:
        return "finished"
    return "running" if attempt.is_open(now) else "over"


def _sections(c: Connection, done: Progress) -> Sequence[Section]:
    by_section: dict[str, list[QuestionCard]] = {}
    for question_id, slug in done.slugs.items():
        by_section.setdefault(slug.split(".")[0], []).append(_card(c, done, question_id, slug))
    return [Section(key, done.quiz.sections.get(key, key), cards) for key, cards in by_section.items()]


def _card(c: Connection, done: Progress, question_id: int, slug: str) -> QuestionCard:
    items = done.items[question_id]
    grades = [done.grades[item.id] for item in items if item.id in done.grades]
    return QuestionCard(
        slug=slug,
        title=content(c, done, question_id).title,
        extra=items[0].extra,
        points=sum(item.points for item in items),
        state=_state(done, question_id),
        flagged=question_id in done.flagged,
        edited=question_id in done.submitted and done.newer_draft(question_id) is not None,
        outcome=_outcome(grades, len(items)) if done.visible.score else None,
        earned=sum(grade.points for grade in grades) if done.visible.score and grades else None,
    )


def _state(done: Progress, question_id: int) -> QuestionState:
    if question_id in done.submitted:
        return "submitted"
    draft = done.drafts.get(question_id)
    return "draft" if draft and not draft.is_blank else "empty"


def _outcome(grades: Sequence[Grade], fields: int) -> str | None:
    if not grades:
        return None
    outcome = overall([Outcome(grade.outcome) for grade in grades])
    return Outcome.PARTIAL if outcome is Outcome.CORRECT and len(grades) < fields else outcome
