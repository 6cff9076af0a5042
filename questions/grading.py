"""A question and an answer to results field by field: the one door for pages, API, stream and tests."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graders.verdict import Outcome, Verdict, undecided
from questions.kind import JSON, Context
from questions.question import Field, Question

PUBLIC_KEY: Final = b"chainrule: the public key for sample points"  # where no GRADING_KEY is set

_LOG = logging.getLogger(__name__)


class CannotGrade(ValueError):
    """An answer that does not go with the question at all; the message says why."""


Answer = tuple[JSON, Mapping[str, JSON]]  # what was given, and the student's answers to other questions by id


def grade(
    question: Question, answer: JSON, earlier: Mapping[str, JSON] | None = None, secret: bytes = PUBLIC_KEY
) -> dict[str, JSON]:
    """`score`, `outcome` and `fields` of an answer; raises CannotGrade where it names fields that do not exist.

    `earlier` has the student's answers to other questions by id, for fields that follow them.
    """
    (result,) = grade_many(question, [(answer, earlier or {})], secret)
    if isinstance(result, CannotGrade):
        raise result
    return result


def grade_many(
    question: Question, given: Sequence[Answer], secret: bytes = PUBLIC_KEY
) -> list[dict[str, JSON] | CannotGrade]:
    """What `grade` says to each answer; kinds that judge many together sooner than one by one do so.

    Answers with one and the same verdict share their result.
    """
    answers = [_by_field(question, answer) for answer, _ in given]
    verdicts: list[dict[str, Verdict]] = [{} for _ in given]
    for name, field in question.fields.items():
        places = [n for n, answer in enumerate(answers) if isinstance(answer, Mapping) and name in answer]
        if len(question.fields) > 1:
            places = [n for n in places if not _known(question, field, answers[n], verdicts[n])]
        asked = [(answers[n][name], _context(question, field, answers[n], given[n][1], secret)) for n in places]
        for n, verdict in zip(places, _judge(field, asked), strict=True):
            verdicts[n][name] = verdict
    made: dict[tuple[str | int, ...], dict[str, JSON]] = {}
    results: list[dict[str, JSON] | CannotGrade] = []
    for answer, judged in zip(answers, verdicts, strict=True):
        key: tuple[str | int, ...] = (*judged, *map(id, judged.values()))
        if not isinstance(answer, CannotGrade) and key not in made:
            made[key] = _result(question, judged)
        results.append(answer if isinstance(answer, CannotGrade) else made[key])
    return results


def _result(question: Question, verdicts: Mapping[str, Verdict]) -> dict[str, JSON]:
    earned = 0.0
    for name, verdict in verdicts.items():
        earned += question.fields[name].points * verdict.score
    return {
        "score": earned / question.points,
        "outcome": overall([verdict.outcome for verdict in verdicts.values()]).value,
        "fields": {name: shown(verdict) for name, verdict in verdicts.items()},
    }


def preview(question: Question, field: str, value: JSON) -> dict[str, JSON]:
    """How a value would be read: the same members whatever it is, and never a verdict."""
    if field not in question.fields:
        raise CannotGrade(f"There is no field `{field}`; there are {_names(question)}.")
    asked = question.fields[field]
    seen = asked.kind.preview(asked.prepared, value)
    shape = None if seen.shape is None else list(seen.shape)
    return {"reading": seen.reading, "shape": shape, "problems": list(seen.problems)}


def by_field(question: Question, answer: JSON) -> dict[str, JSON]:
    """The values by field. A bare value stands for the only field of a question that has one."""
    if isinstance(answer, dict) and (not answer or not answer.keys().isdisjoint(question.fields)):
        unknown = [name for name in answer if name not in question.fields]
        if unknown:
            raise CannotGrade(f"There is no field `{unknown[0]}`; there are {_names(question)}.")
        return answer
    if len(question.fields) == 1:
        return {next(iter(question.fields)): answer}
    raise CannotGrade(f"This question has several fields; name them: {_names(question)}.")


def served(question: Question, answers: Mapping[str, JSON]) -> dict[str, JSON]:
    """The values by field, with those that also answer a field of their kind that has none."""
    found = dict(answers)
    if len(found) == len(question.fields):
        return found
    for name, field in question.fields.items():
        for given in answers:
            if name not in found and _serves(question.fields[given], answers[given], field):
                found[name] = answers[given]
    return found


def _serves(given: Field, value: JSON, other: Field) -> bool:
    return given.kind is other.kind and given.kind.serves(given.prepared, value, other.prepared)


def followed_by(field: Field, earlier: Mapping[str, JSON]) -> JSON:
    """Of the answers to other questions by id, those that a field follows: by their fields, or the only bare one."""
    found = {name: earlier[name] for name in earlier if name.split("/")[-1] in field.follows}
    if len(found) < 2:
        return next(iter(found.values()), None)
    fields: dict[str, JSON] = {}
    for name, answer in found.items():
        fields.update(answer if isinstance(answer, Mapping) else {name: answer})
    return fields


def overall(outcomes: list[Outcome]) -> Outcome:
    """The outcome of a question from those of its fields."""
    if len(outcomes) == 1:
        return outcomes[0]
    for open_ in (Outcome.INVALID, Outcome.UNDECIDED, Outcome.UNGRADED):
        if open_ in outcomes or not outcomes:
            return open_
    return outcomes[0] if len(set(outcomes)) == 1 else Outcome.PARTIAL


def shown(verdict: Verdict) -> dict[str, JSON]:
    """A verdict as grading lines show it."""
    return {
        "outcome": verdict.outcome.value,
        "score": verdict.score,
        "tag": verdict.tag,
        "feedback": verdict.feedback,
        "reading": verdict.reading,
        "shape": None if verdict.shape is None else list(verdict.shape),
        "witness": None if verdict.witness is None else dict(verdict.witness),
        "first_wrong_step": verdict.first_wrong_step,
    }


def _by_field(question: Question, answer: JSON) -> Any:
    try:
        return served(question, by_field(question, answer))
    except CannotGrade as refusal:
        return refusal


def _known(question: Question, field: Field, answer: Mapping[str, JSON], verdicts: dict[str, Verdict]) -> bool:
    """Whether a value was judged for a field before this that it serves too; then that verdict is taken."""
    for name, verdict in verdicts.items():
        if answer[name] == answer[field.name] and _serves(question.fields[name], answer[name], field):
            verdicts[field.name] = verdict
            return True
    return False


def _judge(field: Field, asked: Sequence[tuple[JSON, Context]]) -> Sequence[Verdict]:
    if len(asked) > 1:
        try:
            return field.kind.grade_many(field.prepared, asked)
        except Exception:  # one by one then, so that a fault of ours stays with the answer it concerns
            _LOG.exception("grading together failed: field %s of %s", field.name, asked[0][1].version)
    return [_judge_one(field, value, context) for value, context in asked]


def _judge_one(field: Field, value: JSON, context: Context) -> Verdict:
    try:
        return field.kind.grade(field.prepared, value, context)
    except Exception:  # a fault of ours costs nobody a try: it is logged and goes to the instructor
        _LOG.exception("grading failed: field %s of %s", field.name, context.version)
        return undecided("Grading this needs a person: it was kept as it is and passed on.")


def _context(
    question: Question, field: Field, answers: Mapping[str, JSON], earlier: Mapping[str, JSON], secret: bytes
) -> Context:
    followed = followed_by(field, earlier) if field.follows else None
    return Context(secret, question.version, field.points, answers, followed)


def _names(question: Question) -> str:
    return ", ".join(f"`{name}`" for name in question.fields)
