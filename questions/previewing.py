"""How what somebody is writing is read, field by field, and whether its parts agree; never a judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from questions.kind import JSON, Asking, Preview
from questions.question import Field, Question

NOBODY: Mapping[str, Asking] = {}


def previews(
    question: Question, values: Mapping[str, JSON], askings: Mapping[str, Asking] = NOBODY
) -> dict[str, Preview]:
    """The preview of each value, for who is asked by field; raises KeyError for a field that is not there.

    Where the shape of a derivative is asked beside the derivative itself, and what was typed has another shape than
    what was said, that is remarked. Both are the student's own words, so it tells nothing of the key.
    """
    found = {name: _preview(question.fields[name], values[name], askings.get(name)) for name in values}
    for name, seen in found.items():
        for said in found:
            other = found[said].shape
            if other and seen.shape and other != seen.shape and _shape_of(question.fields[said], question.fields[name]):
                remark = f"You say {_words(other)}, you typed {_words(seen.shape)}."
                found[name] = replace(seen, problems=(*seen.problems, remark))
    return found


def _preview(field: Field, value: JSON, asking: Asking | None) -> Preview:
    if asking is None:
        return field.kind.preview(field.prepared, value)
    return field.kind.preview_for(field.prepared, value, asking)


def _shape_of(one: Field, other: Field) -> bool:
    """Whether the first asks for the shape of what the second asks for."""
    if one.kind.name != "shape" or other.kind.name == "shape":
        return False
    asked = [(getattr(field.spec, "jacobian_of", None), getattr(field.spec, "wrt", None)) for field in (one, other)]
    return asked[0] == asked[1] and asked[0][0] is not None


def _words(shape: tuple[str, ...]) -> str:
    return f"`{' × '.join(shape)}`"
