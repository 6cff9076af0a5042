"""The part of an address that is an id of the database."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1  # what every database can be asked for


class Id(IntegerConverter):
    """`<id:attempt>`: a number that can be an id; anything else is not there."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_ID)


def init_app(app: Flask) -> None:
    """Let routes say `<id:…>`."""
    app.url_map.converters["id"] = Id
