"""Proves a bank: every key by the engine, every example by grading it, every formula by setting it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import msgspec

from questions import prose
from questions.computed import named
from questions.faults import BankError, Fault
from questions.filling import complaint, fill, references, texts
from questions.grading import PUBLIC_KEY, shown
from questions.kind import JSON, MISSING, Context, SpecError
from questions.parameters import Draw, Parameters, Value
from questions.question import Bank, Example, Field, Place, Question

TOLERANCE = 1e-9
NO_EXAMPLE = "there is no example, so nothing shows that this field grades as meant"
DRAWS = 50  # of a question with parameters, or all where there are fewer


def check(bank: Bank, secret: bytes = PUBLIC_KEY) -> Iterator[Fault]:
    """What is wrong with the questions of a bank, question by question."""
    for _, question in bank:
        yield from check_question(question, secret)


def check_question(question: Question, secret: bytes = PUBLIC_KEY) -> Iterator[Fault]:
    """What is wrong with a question; nothing when every key is proved and every example gets its score.

    With parameters this must hold draw by draw; of what is wrong in one place the first draw is named.
    """
    if question.variants is None:
        yield from _check_drawn(question, question, (), secret)
        return
    known: set[Place | None] = set()
    for draw, _, found in tried(question, secret):
        told = question.variants.parameters.told(draw)
        yield from (Fault(fault.place, f"with {told}: {fault.message}") for fault in found if fault.place not in known)
        known.update(fault.place for fault in found)


def tried(question: Question, secret: bytes = PUBLIC_KEY) -> Iterator[tuple[Draw, Question | None, Sequence[Fault]]]:
    """The draws of a question with parameters that are tried: what each gives, if it can be read, and its faults."""
    if question.variants is None:
        return
    for draw in _draws(question.variants.parameters, question):
        try:
            drawn = question.variants.drawn(draw)
        except BankError as error:
            yield draw, None, [Fault(question.place, fault.message) for fault in error.faults]
            continue
        yield draw, drawn, list(_check_drawn(question, drawn, draw, secret))


def examples(question: Question) -> Iterator[tuple[Field, Example]]:
    """Every example once, with the field as it is where the example was stated for."""
    for field in question.fields.values():
        for example in field.examples:
            asked = question.variants.drawn(example.draw) if question.variants else question
            yield asked.fields[field.name], example


def _draws(parameters: Parameters, question: Question) -> Iterator[Draw]:
    """The draws to try: the first values, those that examples are about, and many others."""
    stated = (example.draw for field in question.fields.values() for example in field.examples)
    yield from dict.fromkeys([parameters.first, *stated, *parameters.draws(DRAWS)])


def _check_drawn(written: Question, question: Question, draw: Draw, secret: bytes) -> Iterator[Fault]:
    """The faults of a question as one draw makes it; places and examples are those of the question as written."""
    for text in (question.title, question.prompt, *question.hints):
        yield from (Fault(written.place, fault) for fault in _text_faults(text, written))
    values = named(written.variants.parameters, draw) if written.variants else {}
    for name, field in question.fields.items():
        place, examples = written.fields[name].place, written.fields[name].examples
        for text in (field.label, *texts(msgspec.to_builtins(field.spec))):
            yield from (Fault(place, fault) for fault in _text_faults(text, written))
        faults = [Fault(place, f"{name}: {fault}") for fault in _key_faults(field, _context(field, secret))]
        if not examples:
            faults.append(Fault(place, f"{name}: {NO_EXAMPLE}"))
        stated = [_at(example, draw, values) for example in examples if example.template or example.draw == draw]
        yield from faults or _answer_faults(field, place, stated, secret)


def _text_faults(text: str, written: Question) -> Iterator[str]:
    """What of the mathematics cannot be set, where there is any, and parameters of a question that has none."""
    if "$" in text:
        yield from prose.faults(text)
    if written.variants is None:
        for _, reference in references(text):
            if problem := complaint(reference, Parameters()):
                yield problem


def _at(example: Example, draw: Draw, values: Mapping[str, Value]) -> Example:
    """An example about every draw, for this one."""
    if example.template is None or example.draw == draw:
        return example
    answer, earlier = fill(list(example.template), values)
    return replace(example, answer=answer, earlier=earlier)


def _key_faults(field: Field, context: Context) -> Iterator[str]:
    try:
        yield from field.kind.verify(field.prepared, context)
    except SpecError as error:
        yield str(error)


def _answer_faults(field: Field, place: Place | None, stated: Sequence[Example], secret: bytes) -> Iterator[Fault]:
    """How the solution and the examples are graded otherwise than stated."""
    if field.model is not MISSING and (complaint := check_example(field, Example(field.model, 1.0), secret)):
        yield Fault(place, complaint.replace("the example", "the solution"))
    for example in stated:
        if complaint := check_example(field, example, secret):
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
