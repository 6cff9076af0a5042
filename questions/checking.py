"""Proves a bank: every key by the engine, every example by grading it, every formula by setting it."""

from __future__ import annotations

from collections.abc import Iterator

from questions import prose
from questions.faults import Fault
from questions.grading import PUBLIC_KEY, shown
from questions.kind import JSON, MISSING, Context, SpecError
from questions.question import Bank, Example, Field, Question

TOLERANCE = 1e-9


def check(bank: Bank, secret: bytes = PUBLIC_KEY) -> Iterator[Fault]:
    """What is wrong with the questions of a bank, question by question."""
    for _, question in bank:
        yield from check_question(question, secret)


def check_question(question: Question, secret: bytes = PUBLIC_KEY) -> Iterator[Fault]:
    """What is wrong with a question; nothing when every key is proved and every example gets its score."""
    for text in (question.title, question.prompt, *question.hints):
        yield from (Fault(question.place, fault) for fault in prose.faults(text))
    for field in question.fields.values():
        yield from (Fault(field.place, fault) for fault in prose.faults(field.label))
        yield from _check_field(field, _context(field, secret))


def _check_field(field: Field, context: Context) -> Iterator[Fault]:
    try:
        faults = field.kind.verify(field.prepared, context)
    except SpecError as error:
        faults = [str(error)]
    if faults:
        yield from (Fault(field.place, f"{field.name}: {fault}") for fault in faults)
        return
    if field.model is not MISSING and (complaint := check_example(field, Example(field.model, 1.0), context.secret)):
        yield Fault(field.place, complaint.replace("the example", "the solution"))
    if not field.examples:
        yield Fault(field.place, f"{field.name}: there is no example, so nothing shows that this field grades as meant")
    for example in field.examples:
        if complaint := check_example(field, example, context.secret):
            yield Fault(example.place, complaint)


def check_example(field: Field, example: Example, secret: bytes = PUBLIC_KEY) -> str | None:
    """How grading an example differs from what it states, or None."""
    context = _context(field, secret, field.name, example.answer, example.earlier)
    got = shown(field.kind.grade(field.prepared, example.answer, context))
    differences = []
    if abs(got["score"] - example.score) > TOLERANCE:
        differences.append(f"score {got['score']:g} instead of {example.score:g}")
    if example.outcome is not None and got["outcome"] != example.outcome:
        differences.append(f"outcome {got['outcome']} instead of {example.outcome}")
    if example.tag is not None and got["tag"] != example.tag:
        differences.append(f"tag {got['tag']} instead of {example.tag}")
    if not differences:
        return None
    why = f" ({got['feedback']})" if got["feedback"] else ""
    return f"{field.name}: the example {example.answer!r} gets {', '.join(differences)}{why}"


def _context(
    field: Field, secret: bytes, name: str | None = None, answer: JSON = None, earlier: JSON = None
) -> Context:
    answers = {} if name is None else {name: answer}
    return Context(secret, field.setting.version, field.points, answers, earlier)
