"""What a form or an address carries, as text that every database takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items

NUL, INSTEAD = "\x00", "\N{REPLACEMENT CHARACTER}"


class Sent(ImmutableMultiDict[str, Any]):
    """Names and values without NUL: HTML reads the same sign in its place. PostgreSQL takes NUL in no text, and SQLite
    counts a text's letters only as far as that."""

    def __init__(self, sent: Iterable[tuple[str, Any]] | None = None) -> None:
        super().__init__([(_text(name), _text(value)) for name, value in iter_multi_items(sent or ())])


class OurRequest(Request):
    """A request whose forms and queries are such."""

    parameter_storage_class = Sent


def init_app(app: Flask) -> None:
    """Read requests so."""
    app.request_class = OurRequest


def _text(value: Any) -> Any:
    """A file is no text: whoever reads it looks for itself."""
    return value.replace(NUL, INSTEAD) if isinstance(value, str) else value
