"""The content of a question, from a bank file, an inline question or the database, to a Question."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from questions.computed import named
from questions.faults import BankError, Fault, Source
from questions.filling import complaint, fill, references
from questions.kind import JSON, MISSING, Setting, SpecError
from questions.kinds import kinds
from questions.parameters import Draw, Parameters, Value, read_values
from questions.question import Example, Field, Question
from questions.replay import Replay, refuse_nonsense

THOUSANDTHS = 1000
MOST_POINTS, MOST_TRIES = 100_000, 1_000
VARIANTS = 512  # that a process keeps with their derived truths, about 60 kB each

_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)  # a field's name is part of the names of its form controls
_TAKEN = frozenset({"csrf_token"})
_ID = re.compile(r"[\w.\-]*", re.ASCII)
_PARAMETER = re.compile(r"[A-Za-z]\w*", re.ASCII)


class _Question(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str = ""
    title: str = ""
    prompt: str = ""
    hints: list[str] = []
    extra: bool = False
    tries: int | None = None
    symbols: dict[str, str] = {}
    definitions: dict[str, str] = {}
    parameters: dict[str, Any] = {}
    draws_with: str | None = None
    replay: Replay | None = None
    field: list[dict[str, Any]]


class _Field(msgspec.Struct, kw_only=True):
    """What a field of any kind has; the rest of its table is the spec of its kind."""

    name: str
    kind: str
    points: float = 1
    label: str = ""
    follows: str | list[str] | None = None
    solution: Any = MISSING
    example: list[dict[str, Any]] = []


class _Example(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    answer: Any
    score: float
    outcome: str | None = None
    tag: str | None = None
    earlier: Any = None
    parameters: dict[str, Any] = {}


@dataclass(frozen=True)
class _Variants:
    """See `question.Variants`."""

    text: str
    parameters: Parameters

    def drawn(self, draw: Draw) -> Question:
        return _variant(self.text, draw)


@dataclass(frozen=True)
class _Drawn:
    """The parameters of a question and the values that it is read with."""

    parameters: Parameters
    draw: Draw
    values: Mapping[str, Value]


@lru_cache(maxsize=VARIANTS)
def _variant(text: str, draw: Draw) -> Question:
    return read_question(msgspec.json.decode(text), draw=draw)


def read_question(content: JSON, source: Source | None = None, draw: Draw | None = None) -> Question:
    """The question with this content and the values drawn, the first without; raises BankError with all its faults."""
    source = source or Source()
    table = source.convert(content, _Question)
    kept = {**content, "field": [_kept(field, varied=bool(table.parameters)) for field in table.field]}
    text = msgspec.json.encode(kept, order="deterministic")
    version = hashlib.sha256(text).hexdigest()
    drawn = _drawn(table, kept, draw, source)
    content, head = _filled(kept, table, drawn, source)
    names = tuple(part["name"] for part in content["field"] if isinstance(part.get("name"), str))
    setting = Setting(head.symbols, head.definitions, _points_from(version, drawn.values), names)
    faults = [*_head_faults(table, source), *_replay_faults(head.replay, source)]
    fields: dict[str, Field] = {}
    for number, (part, written) in enumerate(zip(content["field"], table.field, strict=True)):
        at = source.below("field", number)
        try:
            field = _read_field({**part, "example": written.get("example", [])}, setting, drawn, at)
        except BankError as error:
            faults.extend(error.faults)
            continue
        if field.name in fields:
            faults.append(at.below("name").fault(f"there is a field `{field.name}` already"))
        fields[field.name] = field
    if faults:
        raise BankError(*faults)
    return Question(
        id=table.id,
        title=head.title,
        prompt=head.prompt,
        hints=tuple(head.hints),
        extra=table.extra,
        tries=table.tries,
        replay=head.replay,
        fields=fields,
        content=text.decode(),
        version=version,
        place=source.place,
        variants=_Variants(text.decode(), drawn.parameters) if drawn.values else None,
        draws_with=table.draws_with,
    )


def _drawn(table: _Question, kept: JSON, draw: Draw | None, source: Source) -> _Drawn:
    """The parameters of a question, each of them used and no other named; raises BankError."""
    drawn, computed, faults = {}, {}, []
    for name, given in sorted(table.parameters.items()):  # as in stored content, whose keys are sorted
        at = source.below("parameters", name)
        try:
            found = read_values(given)
        except SpecError as problem:
            faults.append(at.fault(f"`{name}`: {problem}"))
            continue
        if not _PARAMETER.fullmatch(name):
            faults.append(at.fault("a parameter's name begins with a letter and has letters, digits and `_` only"))
        if isinstance(found, str):
            computed[name] = found
        else:
            drawn[name] = found
    parameters = Parameters(drawn, computed)
    if not faults and table.parameters:
        faults.extend(_naming_faults(kept, parameters, source))
    if faults:
        raise BankError(*faults)
    draw = parameters.first if draw is None else draw
    try:
        return _Drawn(parameters, draw, named(parameters, draw))
    except SpecError as problem:
        raise BankError(source.below("parameters").fault(str(problem))) from None


def _naming_faults(kept: JSON, parameters: Parameters, source: Source) -> Iterator[Fault]:
    used = set()
    for at, reference in references(kept):
        used.add(reference.split(".")[0])
        if problem := complaint(reference, parameters):
            yield source.below(*at).fault(problem)
    for formula in parameters.computed.values():
        used.update(re.findall(r"[A-Za-z]\w*", formula, re.ASCII))
    for name in parameters.names:
        if name not in used:
            unused = f"nothing names the parameter `{name}`: write `{{{{{name}}}}}`"
            yield source.below("parameters", name).fault(unused)


def _filled(kept: JSON, table: _Question, drawn: _Drawn, source: Source) -> tuple[JSON, _Question]:
    """The content with its values, and the same as a table."""
    if not drawn.values:
        return kept, table
    try:
        content = fill(kept, drawn.values)
    except SpecError as problem:
        raise BankError(source.fault(str(problem))) from None
    return content, source.convert(content, _Question, strict=False)


def _points_from(version: str, values: Mapping[str, Value]) -> str:
    """What sample points derive from: no two variants of a question share them, nor any truth that was derived."""
    return hashlib.sha256(msgspec.json.encode([version, values])).hexdigest() if values else version


def _head_faults(table: _Question, source: Source) -> list[Fault]:
    faults = []
    if not _ID.fullmatch(table.id):
        faults.append(source.below("id").fault("an id has letters, digits, `.`, `_` and `-` only"))
    if table.tries is not None and not 1 <= table.tries <= MOST_TRIES:
        faults.append(source.below("tries").fault(f"tries are a number from 1 to {MOST_TRIES:,}"))
    if not table.field:
        faults.append(source.fault("a question has at least one field"))
    return faults


def _replay_faults(replay: Replay | None, source: Source) -> Iterator[Fault]:
    try:
        if replay:
            refuse_nonsense(replay)
    except SpecError as problem:
        yield source.below("replay").fault(str(problem))


def _read_field(table: Mapping[str, JSON], setting: Setting, drawn: _Drawn, source: Source) -> Field:
    common = source.convert(table, _Field)
    if not _NAME.fullmatch(common.name):
        raise BankError(source.below("name").fault("a field's name is a word of letters, digits and `_`"))
    if common.name in _TAKEN:
        raise BankError(source.below("name").fault(f"every form has a `{common.name}` already"))
    kind = kinds().get(common.kind)
    if kind is None:
        known = ", ".join(sorted(kinds()))
        raise BankError(source.below("kind").fault(f"there is no kind `{common.kind}`; there are {known}"))
    if not 0 < common.points <= MOST_POINTS:  # nan and inf are numbers of TOML
        raise BankError(source.below("points").fault(f"points are positive, and at most {MOST_POINTS:,}"))
    points = round(common.points * THOUSANDTHS)
    if points <= 0 or abs(points - common.points * THOUSANDTHS) > 1e-6:
        raise BankError(source.below("points").fault("points are positive, in whole thousandths"))
    own = {key: value for key, value in table.items() if key not in _Field.__struct_fields__}
    return Field(
        name=common.name,
        kind=kind,
        points=points,
        label=common.label,
        follows=_several(common.follows),
        model=common.solution,
        spec=source.convert(own, kind.Spec, strict=not drawn.values),
        setting=setting,
        examples=tuple(_example(row, drawn, source.below("example", n)) for n, row in enumerate(common.example)),
        place=source.place,
    )


def _several(names: str | list[str] | None) -> tuple[str, ...]:
    return () if names is None else (names,) if isinstance(names, str) else tuple(names)


def _kept(field: dict[str, Any], varied: bool) -> dict[str, Any]:
    """A field's content: without its examples, but the first that earns full marks shows what a full answer is.

    Where values are drawn, one that names them is right for all rather than one that names none.
    """
    kept = {key: value for key, value in field.items() if key != "example"}
    examples = field.get("example")
    full = [
        example["answer"]
        for example in (examples if isinstance(examples, list) else ())
        if isinstance(example, dict) and example.get("score") == 1 and "answer" in example
        if "parameters" not in example
    ]
    naming = [answer for answer in full if varied and any(references(answer))]
    if full:
        kept.setdefault("solution", (naming or full)[0])
    return kept


def _example(row: JSON, drawn: _Drawn, source: Source) -> Example:
    """An example; one that names parameters has the values of its own draw in their places."""
    read = source.convert(row, _Example)
    draw, answer, earlier, template = drawn.draw, read.answer, read.earlier, None
    try:
        if read.parameters:
            draw = drawn.parameters.find(read.parameters)
        if drawn.values and any(references([answer, earlier])):
            _check_names([answer, earlier], drawn.parameters)
            template = None if read.parameters else (answer, earlier)
            answer, earlier = fill([answer, earlier], named(drawn.parameters, draw))
    except SpecError as problem:
        raise BankError(source.fault(str(problem))) from None
    return Example(answer, read.score, read.outcome, read.tag, earlier, source.place, draw, template)


def _check_names(answers: JSON, parameters: Parameters) -> None:
    for _, reference in references(answers):
        if problem := complaint(reference, parameters):
            raise SpecError(problem)
