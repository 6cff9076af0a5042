"""The log is JSON, one line an entry, whatever is logged."""

from __future__ import annotations

import json
import logging
import sys

from app.logs import JsonLines


def entry(message: str, *, failed: bool = False) -> str:
    """What is written for a message."""
    trace = None
    if failed:
        try:
            raise ValueError("first\nsecond")
        except ValueError:
            trace = sys.exc_info()
    return JsonLines().format(logging.LogRecord("app.test", logging.WARNING, "", 1, message, None, trace))


def test_an_entry_is_one_line_of_json():
    found = json.loads(entry("a\nforged\r\n{} line\u2028"))
    assert found["message"] == "a\nforged\r\n{} line\u2028"
    assert (found["level"], found["logger"]) == ("WARNING", "app.test")
    assert len(entry("a\nforged\r\n{} line\u2028").splitlines()) == 1


def test_a_traceback_is_part_of_its_line():
    assert "ValueError" in json.loads(entry("it failed", failed=True))["trace"]
    assert "\n" not in entry("it failed", failed=True)
