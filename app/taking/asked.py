"""The questions of an attempt as their student meets them, however many in the same few queries."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection

from app.ledger import service as ledger
from app.ledger.values import decoded
from app.ledger.views import AnswerRow, EventRow, ItemRow
from app.refusals import NotThere
from app.taking.amending import amendments
from app.taking.progress import Progress, attempt_view, content
from app.taking.showing import Retelling, result_view
from app.taking.views import AttemptView, FieldView, QuestionView, ResultView
from questions.grading import by_field, followed_by
from questions.kind import Asking
from questions.naming import called
from questions.question import Field, Question


def asked(c: Connection, done: Progress, slugs: Sequence[str]) -> Sequence[QuestionView]:
    """These questions; raises NotThere for one that the attempt does not have."""
    ids = {slug: question_id for question_id, slug in done.slugs.items()}
    if not ids.keys() >= set(slugs):
        raise NotThere
    wanted = {slug: content(c, done, ids[slug]) for slug in slugs}
    known = _Known(c, done, [ids[slug] for slug in {*wanted, *_followed(wanted.values())} if slug in ids])
    attempt = attempt_view(c, done)
    return [_question(done, known, attempt, ids[slug], question) for slug, question in wanted.items()]


class _Known:
    """What is stored about some questions of an attempt."""

    def __init__(self, c: Connection, done: Progress, questions: Sequence[int]) -> None:
        self.items = {done.slugs[question]: done.items[question] for question in questions}
        ids = [item.id for items in self.items.values() for item in items]
        self.answers: dict[int, list[AnswerRow]] = {item: [] for item in ids}
        for row in ledger.answers_to(c, ids):
            self.answers[row.item_id].append(row)
        self.judged: dict[int, list[EventRow]] = {item: [] for item in ids}
        for event in ledger.events_of(c, items=ids):
            self.judged[event.item_id].append(event)
        self.events: Mapping[int | None, EventRow] = {
            event.answer_id: event for events in self.judged.values() for event in events
        }
        self.used = ledger.tries_used(c, ids)

    def last(self, slug: str) -> Mapping[str, Any]:
        """What was submitted to a question last, by field."""
        items = self.items.get(slug, ())
        return {item.field: decoded(self.answers[item.id][-1].value) for item in items if self.answers[item.id]}


def _followed(questions: Any) -> set[str]:
    return {name for question in questions for field in question.fields.values() for name in field.follows}


def _question(done: Progress, known: _Known, attempt: AttemptView, question_id: int, content: Question) -> QuestionView:
    order = list(done.slugs)
    place = order.index(question_id)
    draft = done.drafts.get(question_id)
    seq, submitted_at = done.submitted.get(question_id, (0, None))
    fields = _fields(done, known, question_id, content)
    own = {name: latex for field in fields for name, latex in field.ask.get("called", {}).items()}
    return QuestionView(
        attempt=attempt,
        slug=done.slugs[question_id],
        title=content.title,
        prompt=called(content.prompt, own),
        hints=[called(hint, own) for hint in content.hints],
        extra=content.extra,
        points=content.points,
        replay=content.replay if done.visible.reason and all(field.results for field in fields) else None,
        fields=fields,
        seq=seq + 1,
        draft_seq=draft.seq if draft else 0,
        draft_saved_at=draft.saved_at if draft else None,
        touched_at=max((at for at in (submitted_at, draft and draft.saved_at) if at), default=None),
        flagged=question_id in done.flagged,
        names=_names(content),
        key=secrets.token_urlsafe(24),
        previous=done.slugs[order[place - 1]] if place else None,
        next=done.slugs[order[place + 1]] if place + 1 < len(order) else None,
    )


def _names(content: Question) -> Sequence[str]:
    """What an answer may name, in the order of its declaration."""
    setting = next(iter(content.fields.values())).setting
    return [*setting.symbols, *setting.definitions, *setting.scope.sizes]


def _fields(done: Progress, known: _Known, question_id: int, content: Question) -> Sequence[FieldView]:
    slug, tries = done.slugs[question_id], done.tries[question_id]
    draft = done.newer_draft(question_id)
    typed = by_field(content, decoded(draft.answer)) if draft else None
    views = []
    for item in done.items[question_id]:
        field, given = content.fields[item.field], known.answers[item.id]
        ask = field.kind.ask(
            field.prepared, Asking(f"{done.attempt.seed}/{slug}/{field.name}", _earlier(done, known, field))
        )
        tries_left = None if tries is None else max(0, tries - known.used[item.id])
        values = _written(typed, item) if typed is not None and tries_left != 0 else _decoded(given[-1:])
        views.append(
            FieldView(
                name=item.field,
                label=called(field.label, ask.get("called", {})),
                kind=field.kind.name,
                points=item.points,
                ask=ask,
                has_value=bool(values),
                value=values[0] if values else None,
                tries=tries,
                tries_left=tries_left,
                results=_results(done, known, item, partial(field.kind.retold, ask=ask)),
                solution=_solution(done, field),
                amended=amendments(known.judged[item.id]) if done.visible.score else (),
            )
        )
    return views


def _earlier(done: Progress, known: _Known, field: Field) -> Any:
    """What the form of a field may show of earlier answers: whether they are right only where that is shown."""
    if not done.visible.score:
        return None
    return followed_by(field, {slug: answer for slug in field.follows if (answer := known.last(slug))})


def _written(draft: Mapping[str, Any], item: ItemRow) -> Sequence[Any]:
    return [draft[item.field]] if item.field in draft else []


def _decoded(rows: Sequence[AnswerRow]) -> Sequence[Any]:
    return [decoded(row.value) for row in rows]


def _solution(done: Progress, field: Field) -> Mapping[str, Any] | None:
    return field.solution() if done.visible.solution else None


def _results(done: Progress, known: _Known, item: ItemRow, retold: Retelling) -> Sequence[ResultView]:
    grade = done.grades.get(item.id)
    counting = grade.answer_id if grade else None
    given = reversed(known.answers[item.id])
    return [result_view(row, known.events.get(row.id), row.id == counting, done.visible, retold) for row in given]
