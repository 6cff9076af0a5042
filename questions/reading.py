"""The content of a question, from a bank file, an inline question or the database, to a Question."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from questions.faults import BankError, Fault, Source
from questions.kind import JSON, MISSING, Kind, Setting
from questions.kinds import kinds
from questions.question import Example, Field, Question

THOUSANDTHS = 1000

_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)  # a field's name is part of the names of its form controls
_ID = re.compile(r"[\w.\-]*", re.ASCII)


class _Question(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str = ""
    title: str = ""
    prompt: str = ""
    hints: list[str] = []
    extra: bool = False
    tries: int | None = None
    symbols: dict[str, str] = {}
    definitions: dict[str, str] = {}
    field: list[dict[str, Any]]


class _Field(msgspec.Struct, kw_only=True):
    """What a field of any kind has; the rest of its table is the spec of its kind."""

    name: str
    kind: str
    points: float = 1
    label: str = ""
    follows: str | None = None
    solution: Any = MISSING
    example: list[dict[str, Any]] = []


class _Example(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    answer: Any
    score: float
    outcome: str | None = None
    tag: str | None = None
    earlier: Any = None


def read_question(content: JSON, source: Source | None = None) -> Question:
    """The question with this content; raises BankError with all its faults."""
    source = source or Source()
    table = source.convert(content, _Question)
    kept = {**content, "field": [_kept(field) for field in table.field]}
    text = msgspec.json.encode(kept, order="deterministic")
    version = hashlib.sha256(text).hexdigest()
    setting = Setting(table.symbols, table.definitions, version)
    faults = list(_head_faults(table, source))
    fields: dict[str, Field] = {}
    for number, part in enumerate(table.field):
        at = source.below("field", number)
        try:
            field = _read_field({**part, **_kept(part)}, setting, at)
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
        title=table.title,
        prompt=table.prompt,
        hints=tuple(table.hints),
        extra=table.extra,
        tries=table.tries,
        fields=fields,
        content=text.decode(),
        version=version,
        place=source.place,
    )


def _head_faults(table: _Question, source: Source) -> list[Fault]:
    faults = []
    if not _ID.fullmatch(table.id):
        faults.append(source.below("id").fault("an id has letters, digits, `.`, `_` and `-` only"))
    if not table.field:
        faults.append(source.fault("a question has at least one field"))
    return faults


def _read_field(table: Mapping[str, JSON], setting: Setting, source: Source) -> Field:
    common = source.convert(table, _Field)
    if not _NAME.fullmatch(common.name):
        raise BankError(source.below("name").fault("a field's name is a word of letters, digits and `_`"))
    kind = kinds().get(common.kind)
    if kind is None:
        known = ", ".join(sorted(kinds()))
        raise BankError(source.below("kind").fault(f"there is no kind `{common.kind}`; there are {known}"))
    points = round(common.points * THOUSANDTHS)
    if points <= 0 or abs(points - common.points * THOUSANDTHS) > 1e-6:
        raise BankError(source.below("points").fault("points are positive, in whole thousandths"))
    own = {key: value for key, value in table.items() if key not in _Field.__struct_fields__}
    return Field(
        name=common.name,
        kind=kind,
        points=points,
        label=common.label,
        follows=common.follows,
        model=common.solution,
        spec=_spec(kind, own, source),
        setting=setting,
        examples=tuple(_example(row, source.below("example", n)) for n, row in enumerate(common.example)),
        place=source.place,
    )


def _kept(field: dict[str, Any]) -> dict[str, Any]:
    """A field's content: without its examples, but the first that earns full marks shows what a full answer is."""
    kept = {key: value for key, value in field.items() if key != "example"}
    examples = field.get("example")
    for example in examples if isinstance(examples, list) else ():
        if isinstance(example, dict) and example.get("score") == 1 and "answer" in example:
            kept.setdefault("solution", example["answer"])
    return kept


def _spec(kind: Kind[Any, Any], own: JSON, source: Source) -> Any:
    return source.convert(own, kind.Spec)


def _example(row: JSON, source: Source) -> Example:
    read = source.convert(row, _Example)
    return Example(read.answer, read.score, read.outcome, read.tag, read.earlier, source.place)
