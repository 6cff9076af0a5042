"""What is sent to the JSON API, read strictly: what two parsers could read in two ways is refused."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn, TypeVar

import msgspec
from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from app.config import LARGEST_BODY
from questions.typed import typed

T = TypeVar("T")

DEEPEST = 200  # lists within lists: far beyond any answer, far below what a parser's stack bears


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a request that needs none."""


def read(wanted: type[T]) -> T:
    """The body as `wanted`; raises BadRequest with the reason, UnsupportedMediaType, or 413 when it is too large."""
    sent = request.get_data(cache=False)
    if request.content_length is None and len(sent) >= LARGEST_BODY:  # chunked, and cut there without a word
        raise RequestEntityTooLarge
    if not sent and wanted is Nothing:
        return wanted()
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        return typed(decoded(sent), wanted)
    except msgspec.ValidationError as error:
        raise BadRequest(f"The body does not fit: {error}.") from None


def decoded(sent: bytes) -> Any:
    """The JSON value in a body; raises BadRequest."""
    try:
        text = sent.decode("utf-8")
        found = json.loads(text, object_pairs_hook=_distinct, parse_float=_finite, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise BadRequest("The body is not UTF-8.") from None
    except RecursionError:
        raise BadRequest(f"The body is nested deeper than {DEEPEST} levels.") from None
    except ValueError as error:
        raise BadRequest(f"The body is not JSON: {_reason(error)}.") from None
    if sent.count(b"[") + sent.count(b"{") > DEEPEST and _depth(found) > DEEPEST:
        raise BadRequest(f"The body is nested deeper than {DEEPEST} levels.")
    if b"\\u" in sent and not _is_text(found):
        raise BadRequest("The body has half of a surrogate pair, which is no character.")
    return found


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object names a member twice")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return number


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _reason(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    return "an integer has too many digits" if "digits" in str(error) else str(error)


def _depth(value: Any) -> int:
    """How many lists and objects lie within each other; without recursion."""
    level, depth = [value], 0
    while level := [one for one in level if isinstance(one, (list, dict))]:
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
        depth += 1
    return depth


def _is_text(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
