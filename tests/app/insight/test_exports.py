"""What leaves the house."""

from __future__ import annotations

import csv
import json

import pytest

from app.insight import exports
from app.sheets import safe
from app.taking import service as taking
from tests.app.store import Store, counting


def test_grades_are_a_line_a_student(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "A", "first")
    store.submit(attempt, "2.1", "A", "second")
    lines = list(csv.reader(exports.grades_csv(store.db, store.quiz())))
    assert lines == [
        ["student", "score", "1.1", "1.2", "2.1"],
        ["other", "0", "", "", ""],
        ["student", "3", "2", "", "1"],
    ]


def test_grades_in_the_columns_of_canvas(store: Store) -> None:
    lines = list(csv.reader(exports.grades_csv(store.db, store.quiz(), canvas=True)))
    assert lines[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Small"]
    assert lines[1][-1] == "6"
    assert lines[2][0] == "other"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    name = f'{start}HYPERLINK("x")'
    assert safe(name) == "'" + name
    assert safe("a" + name) == "a" + name


def test_a_name_that_begins_like_a_formula_is_made_safe(store: Store) -> None:
    store.run("UPDATE users SET name = '=1+1' WHERE id = 2")
    assert [line[0] for line in csv.reader(exports.grades_csv(store.db, store.quiz()))][1] == "'=1+1"


def test_answers_are_a_json_line_a_submission(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "B", "key of sixteen and more")
    other = store.start(store.other)
    taking.submit(store.db, store.other, other, "1.2", {"why": "Because.", "pick": "B"}, key="k" * 16)
    first, second = map(json.loads, exports.answers(store.db, store.quiz()))
    assert first == {
        "submission": 1,
        "student": "student",
        "attempt": attempt,
        "question": "1.1",
        "answer": "B",
        "idempotency_key": "key of sixteen and more",
        "received_at": "2030-05-01T12:00:00+00:00",
        "fields": first["fields"],
    }
    assert first["fields"]["pick"]["outcome"] == "wrong"
    assert second["answer"] == {"why": "Because.", "pick": "B"}
    assert {name: field["outcome"] for name, field in second["fields"].items()} == {
        "why": "ungraded",
        "pick": "correct",
    }


def test_as_many_queries_for_many_submissions_as_for_few(store: Store) -> None:
    attempt = store.start()
    counted = []
    for number in range(3):
        store.submit(attempt, "1.1", "B", f"key {number}")
        with counting(store) as queries:
            list(exports.answers(store.db, store.quiz()))
        counted.append(len(queries))
    assert len(set(counted)) == 1
