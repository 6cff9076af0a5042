"""Operations of the JSON API: what a view takes and answers, said beside it. `app.web.openapi` makes the document."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from flask import Response

View = TypeVar("View", bound=Callable[..., Any])

PREFIX = "/api/v1"
_COMPACT = json.JSONEncoder(separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Header:
    """A header that a request must have; `pattern` is what JSON Schema and Python read alike."""

    name: str
    pattern: str
    description: str
    example: str


@dataclass(frozen=True, slots=True)
class Link:
    """An operation that goes on where this one ends, with its parameters found in the answer or the request."""

    operation: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Operation:
    """What a view takes and answers. `answers` gives the type of the body by status; `problems` are further statuses
    that answer a plain problem, beside those that every operation may."""

    name: str
    answers: Mapping[int, Any]
    body: Any = None
    problems: Sequence[int] = ()
    headers: Sequence[Header] = ()
    links: Mapping[str, Link] = field(default_factory=dict)


def operation(name: str, answers: Mapping[int, Any], **rest: Any) -> Callable[[View], View]:
    """Say of a view which operation it is."""

    def marked(view: View) -> View:
        view.operation = Operation(name, answers, **rest)  # type: ignore[attr-defined]
        return view

    return marked


def answer(value: Any, status: int = 200) -> Response:
    """A value of the API's types as JSON. The standard library writes integers of any length, as answers may hold."""
    text = _COMPACT.encode(msgspec.to_builtins(value))
    return Response(text, status=status, content_type="application/json")
