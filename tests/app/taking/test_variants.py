"""Students get numbers of their own: asked, read back, drafted, graded and shown to graders by the attempt's seed."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest

from app.db import Database
from app.desk import service as desk
from app.ledger import service as ledger
from app.taking import service as taking
from app.taking.submitting import judge
from questions import stream
from questions.loading import load_bank
from tests.app.store import HOMEWORK, KEYS, Store

QUESTIONS = """
[[question]]
id = "1.1"
title = "Times {{a}}"
prompt = "What is {{a}} · {{b}}?"
[question.parameters]
a = {from = 2, to = 999}
b = {from = 2, to = 999}
[[question.field]]
name = "product"
kind = "number"
label = "{{a}} · {{b}}"
points = 2
value = "{{a}}*{{b}}"
[[question.field]]
name = "why"
kind = "text"
rubric = [{key = "1", points = 1, text = "says {{a}} times"}]

[[question]]
id = "1.2"
title = "The same numbers drawn again"
prompt = "What is {{a}} + {{b}}?"
[question.parameters]
a = {from = 2, to = 999}
b = {from = 2, to = 999}
[[question.field]]
name = "sum"
kind = "number"
value = "{{a}} + {{b}}"
"""


@pytest.fixture
def numbers(store: Store) -> Store:
    store.load(HOMEWORK, QUESTIONS, "numbers")
    return store


def begin(store: Store, person: Any = None) -> int:
    return store.start(person, "numbers")


def asked(store: Store, attempt: int, slug: str = "1.1", person: Any = None) -> tuple[int, int]:
    prompt = taking.question(store.db, person or store.student, attempt, slug).prompt
    one, two = map(int, re.findall(r"\d+", prompt))
    return one, two


def test_two_students_have_numbers_of_their_own_and_keep_them(numbers: Store) -> None:
    mine, theirs = begin(numbers), begin(numbers, numbers.other)
    first = asked(numbers, mine)
    assert first == asked(numbers, mine) == asked(numbers, begin(numbers))
    assert first != asked(numbers, theirs, person=numbers.other)
    assert first != asked(numbers, mine, "1.2")


def test_another_process_asks_the_same(numbers: Store) -> None:
    attempt = begin(numbers)
    elsewhere = Database(str(numbers.db.engine.url.render_as_string(hide_password=False)), KEYS, numbers.clock)
    assert taking.question(elsewhere, numbers.student, attempt, "1.1").prompt.split()[2] == str(
        asked(numbers, attempt)[0]
    )
    elsewhere.engine.dispose()


def test_grading_lines_with_the_seed_of_an_attempt_have_its_numbers(numbers: Store) -> None:
    attempt = begin(numbers)
    a, b = asked(numbers, attempt)
    with numbers.db.read() as c:
        seed = ledger.attempt(c, attempt).seed
    line = {"id": 1, "question": "numbers/1.1", "answer": {"product": a * b}}
    said = io.BytesIO()
    lines = b"".join(json.dumps(one).encode() + b"\n" for one in ({**line, "seed": seed}, line))
    stream.run(io.BytesIO(lines), said, load_bank(numbers.folder / "bank"))
    assert [json.loads(one)["outcome"] for one in said.getvalue().splitlines()] == ["correct", "wrong"]


def test_each_is_graded_by_the_key_of_their_own(numbers: Store) -> None:
    mine, theirs = begin(numbers), begin(numbers, numbers.other)
    a, b = asked(numbers, mine)
    c, d = asked(numbers, theirs, person=numbers.other)
    assert numbers.submit(mine, "1.1", {"product": f"{c}*{d}"}, "other's").result["outcome"] == "wrong"
    assert numbers.submit(mine, "1.1", {"product": a * b}, "own").result["outcome"] == "correct"
    receipt = taking.submit(numbers.db, numbers.other, theirs, "1.1", {"product": c * d}, key="x" * 16)
    assert receipt.result["outcome"] == "correct"


def test_the_whole_page_speaks_of_the_same_numbers(numbers: Store) -> None:
    attempt = begin(numbers)
    a, b = asked(numbers, attempt)
    view = taking.question(numbers.db, numbers.student, attempt, "1.1")
    assert (view.title, view.fields[0].label) == (f"Times {a}", f"{a} · {b}")
    cards = [card for section in view.attempt.sections for card in section.questions]
    assert cards[0].title == f"Times {a}"


def test_what_is_handed_in_at_the_end_is_graded_by_its_own_key(numbers: Store) -> None:
    attempt = begin(numbers)
    a, b = asked(numbers, attempt)
    taking.save_draft(numbers.db, numbers.student, attempt, "1.1", {"product": str(a * b)}, 1)
    taking.finish(numbers.db, numbers.student, attempt)
    assert numbers.scalar("SELECT outcome FROM grade_events") == "correct"


def test_what_a_crash_left_ungraded_is_graded_by_its_own_key(numbers: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = begin(numbers)
    a, b = asked(numbers, attempt)

    def crash(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr("app.taking.submitting.judge", crash)
    with pytest.raises(SystemExit):
        numbers.submit(attempt, "1.1", {"product": a * b}, "crashes")
    monkeypatch.setattr("app.taking.submitting.judge", judge)
    assert numbers.counts() == (1, 1, 0)
    assert taking.grade_pending(numbers.db) == 1
    assert numbers.scalar("SELECT outcome FROM grade_events") == "correct"


def test_whoever_grades_sees_what_the_student_saw(numbers: Store) -> None:
    attempt = begin(numbers)
    a, _ = asked(numbers, attempt)
    numbers.submit(attempt, "1.1", {"why": "because"}, "text")
    quiz = numbers.quiz("numbers")
    answer = desk.next_answer(numbers.db, quiz, numbers.instructor)
    assert answer is not None
    task = desk.task(numbers.db, quiz, numbers.instructor, answer)
    assert (task.title, task.rubric[0].text) == (f"Times {a}", f"says {a} times")
    assert task.prompt == desk.attempt(numbers.db, quiz, attempt).questions[0].prompt
    desk.grade(numbers.db, numbers.instructor, quiz, task.answer_id, ticked=["1"], last_event=task.last_event)
    assert desk.attempt(numbers.db, quiz, attempt).earned == 1000


def test_a_preview_reads_with_the_symbols_of_the_attempt(numbers: Store) -> None:
    attempt = begin(numbers)
    seen = taking.preview(numbers.db, numbers.student, attempt, "1.1", "product", "2*3")
    assert seen["problems"] == []
