"""Lines are found for tables and keys of TOML, whatever stands in strings."""

from __future__ import annotations

from questions.lines import Lines

TEXT = """\
[quiz]
title = "A quiz"

[[question]]
id = "1.1"
prompt = '''
[[question]]
id = "not a table"
'''
[question.symbols]
w = "d"
[[question.field]]
name = "one"
[[question.field]]
name = "two"
"points" = 2  # quoted
[[question.field.example]]
answer = "x"
[[question.field.example]]
answer = [[1, 2],
[3, 4]]
score = 1

[[question]]  # the second
id = "1.2"
[[question.field]]
name = "only"
"""


def test_tables_and_keys_are_found() -> None:
    lines = Lines(TEXT)
    assert lines["quiz", "title"] == 2
    assert lines["question", 0] == 4
    assert lines["question", 0, "symbols", "w"] == 11
    assert lines["question", 0, "field", 1, "points"] == 16
    assert lines["question", 0, "field", 1, "example", 1, "score"] == 22
    assert lines["question", 1, "field", 0, "name"] == 27


def test_what_is_not_written_is_looked_for_around_it() -> None:
    lines = Lines(TEXT)
    assert lines["question", 0, "field", 0, "kind"] == 12
    assert lines["question", 1, "field", 0, "example", 3, "score"] == 26
    assert lines["nothing"] == 1


def test_a_string_that_closes_on_its_line_hides_nothing() -> None:
    assert Lines("a = '''one''' # ''\nb = 1\n")[("b",)] == 2
