"""What names something in the database: parts of an address, and numbers in a form."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

LARGEST_ID = 2**31 - 1  # what every database can be asked for


class Id(IntegerConverter):
    """`<id:attempt>`: a number that can be an id; anything else is not there."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_ID)


def form_id(text: str) -> int:
    """The same in a form, as a `type` of what is looked up there; raises ValueError."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_ID)) and int(text) <= LARGEST_ID):
        raise ValueError("no id")
    return int(text)


class Name(UnicodeConverter):
    """`<quiz>`: a name without NUL, which PostgreSQL takes in no text."""

    def __init__(self, map: Map) -> None:
        super().__init__(map)
        self.regex = r"[^/\x00]+"


def init_app(app: Flask) -> None:
    """Let routes say `<id:…>`, and keep out names that cannot be."""
    app.url_map.converters["default"] = Name
    app.url_map.converters["id"] = Id
