"""A regrade: what it finds, what it appends, what it leaves alone, and how it is taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.desk import regrading
from app.desk import service as desk
from app.ledger import service as ledger
from app.refusals import Conflict, NotThere, Unreadable
from app.taking import service as taking
from tests.app.store import HOMEWORK, QUESTIONS, Store

OTHER_KEY = QUESTIONS.replace('key = ["A"]\noptions', 'key = ["B"]\noptions', 1)


def earned(store: Store, attempt: int) -> int:
    """What an attempt earns, in thousandths."""
    with store.db.read() as c:
        return sum(grade.points for grade in ledger.grades(c, [attempt]).values())


def change_key(store: Store) -> None:
    """1.1 was keyed A; it should have been B."""
    store.load(HOMEWORK, OTHER_KEY)


@pytest.fixture
def two(store: Store) -> tuple[int, int]:
    """The student picked A, the other one B."""
    mine, others = store.start(), store.start(store.other)
    store.submit(mine, "1.1", "A", "mine")
    taking.submit(store.db, store.other, others, "1.1", "B", key="others..........")
    return mine, others


def test_what_is_graded_as_it_would_be_now_does_not_change(store: Store, two: tuple[int, int]) -> None:
    found = regrading.plan(store.db, store.quiz())
    assert (found.answers, found.changes) == (2, [])
    with pytest.raises(Unreadable):
        regrading.apply(store.db, store.instructor, store.quiz(), found, "No reason.")


def test_a_dry_run_says_who_changes_and_changes_nothing(store: Store, two: tuple[int, int]) -> None:
    change_key(store)
    before = store.counts()
    found = regrading.plan(store.db, store.quiz())
    assert [(one.student, one.before, one.after) for one in found.students] == [
        ("other", 0, 2000),
        ("student", 2000, 0),
    ]
    assert (found.raised, found.lowered) == (1, 1)
    assert store.counts() == before
    assert [(one.slug, one.answers) for one in regrading.stale_questions(store.db, store.quiz())] == [("1.1", 2)]


def test_applying_appends_and_a_second_one_finds_nothing(store: Store, two: tuple[int, int]) -> None:
    mine, others = two
    change_key(store)
    quiz = store.quiz()
    found = regrading.plan(store.db, quiz)
    number = regrading.apply(store.db, store.instructor, quiz, found, "The key was wrong.")
    assert (earned(store, mine), earned(store, others)) == (0, 2000)
    assert store.counts() == (2, 2, 4)
    assert regrading.plan(store.db, quiz).changes == []
    assert not regrading.stale_questions(store.db, quiz)
    assert [(one.id, one.changed, one.actor) for one in regrading.past_regrades(store.db, quiz)] == [
        (number, 2, "instructor")
    ]
    assert list(ledger.verify(store.db)) == []


def test_the_evidence_of_one_version_and_build_is_equal_to_the_byte(store: Store, two: tuple[int, int]) -> None:
    fresh = store.start(store.instructor)
    change_key(store)
    regrading.apply(store.db, None, store.quiz(), regrading.plan(store.db, store.quiz()), "The key was wrong.")
    later = taking.start_or_resume(store.db, store.instructor, "small")
    assert later == fresh  # begun before, so that it has the old key
    rows = "SELECT result FROM grade_events WHERE source = 'regrade' ORDER BY id"
    first = json.loads(store.scalar(rows))
    assert {name: first.pop(name) for name in ("because", "regrade")} == {"because": "The key was wrong.", "regrade": 1}
    regrading.undo(store.db, None, store.quiz(), 1, "No.")
    regrading.apply(store.db, None, store.quiz(), regrading.plan(store.db, store.quiz()), "Yes.")
    again = json.loads(store.scalar(rows + " LIMIT 1 OFFSET 4"))
    assert again["because"] == "Yes."
    assert {name: again[name] for name in first} == first


def test_nobody_loses_points_where_that_is_asked_for(store: Store, two: tuple[int, int]) -> None:
    mine, others = two
    change_key(store)
    found = regrading.plan(store.db, store.quiz(), never_lower=True)
    assert ([one.student for one in found.students], found.spared) == (["other"], 1)
    regrading.apply(store.db, store.instructor, store.quiz(), found, "The key was wrong.", never_lower=True)
    assert (earned(store, mine), earned(store, others)) == (2000, 2000)


def test_of_several_tries_the_one_that_counts_decides_what_changes(store: Store, two: tuple[int, int]) -> None:
    mine, _ = two
    store.submit(mine, "1.1", "B", "second")
    change_key(store)
    found = regrading.plan(store.db, store.quiz())
    (student,) = [one for one in found.students if one.student == "student"]
    assert (student.before, student.after, len(student.changes)) == (2000, 2000, 2)
    assert found.lowered == 0
    regrading.apply(store.db, store.instructor, store.quiz(), found, "The key was wrong.")
    assert earned(store, mine) == 2000


def test_what_a_person_judged_stays(store: Store, two: tuple[int, int]) -> None:
    mine, _ = two
    answer = store.scalar(f"SELECT a.id FROM answers a JOIN items i ON i.id = a.item_id WHERE i.attempt_id = {mine}")
    last = desk.task(store.db, store.quiz(), store.instructor, answer).last_event
    desk.grade(store.db, store.instructor, store.quiz(), answer, points=1000, last_event=last)
    change_key(store)
    found = regrading.plan(store.db, store.quiz())
    assert ([one.student for one in found.students], found.kept) == (["other"], 1)


def test_what_was_judged_since_the_dry_run_is_a_conflict_and_nothing_is_done(
    store: Store, two: tuple[int, int]
) -> None:
    change_key(store)
    quiz = store.quiz()
    seen = regrading.plan(store.db, quiz)
    regrading.apply(store.db, store.instructor, quiz, regrading.plan(store.db, quiz), "Faster.")
    before = store.counts()
    with pytest.raises(Conflict):
        regrading.apply(store.db, store.instructor, quiz, seen, "Slower.")
    assert (store.counts(), len(regrading.past_regrades(store.db, quiz))) == (before, 1)


def test_it_is_taken_back_by_another_one(store: Store, two: tuple[int, int]) -> None:
    mine, others = two
    change_key(store)
    quiz = store.quiz()
    number = regrading.apply(store.db, store.instructor, quiz, regrading.plan(store.db, quiz), "The key was wrong.")
    taken = regrading.undo(store.db, store.instructor, quiz, number, "It was right after all.")
    assert (earned(store, mine), earned(store, others)) == (2000, 0)
    newest, oldest = regrading.past_regrades(store.db, quiz)
    assert (newest.undoes, oldest.undone_by) == (number, taken)
    with pytest.raises(Conflict):
        regrading.undo(store.db, store.instructor, quiz, number, "Twice.")
    with pytest.raises(NotThere):
        regrading.undo(store.db, store.instructor, quiz, 77, "There is none.")
    assert list(ledger.verify(store.db)) == []


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_it_needs_a_reason(store: Store, two: tuple[int, int], reason: str) -> None:
    change_key(store)
    with pytest.raises(Unreadable, match="Say why"):
        regrading.apply(store.db, None, store.quiz(), regrading.plan(store.db, store.quiz()), reason)


def test_each_variant_is_graded_by_its_own_numbers_and_equal_answers_once(store: Store) -> None:
    question = """
[[question]]
id = "1"
title = "Twice"
prompt = "Twice {{a}}"
[question.parameters]
a = [2, 3, 5, 7, 11, 13]
[[question.field]]
name = "twice"
kind = "number"
value = "TIMES * {{a}}"
[[question.field.example]]
answer = "TIMES * {{a}}"
score = 1.0
"""
    store.load(HOMEWORK, question.replace("TIMES", "2"), name="drawn")
    attempts = [store.start(one, "drawn") for one in (store.student, store.other)]
    values = {}
    for attempt, person in zip(attempts, (store.student, store.other), strict=True):
        with store.db.read() as c:
            seed = ledger.attempt(c, attempt).seed
        values[attempt] = drawn(store, seed)
        taking.submit(store.db, person, attempt, "1", {"twice": 3 * values[attempt]}, key=f"{attempt:016d}")
    store.load(HOMEWORK, question.replace("TIMES", "3"), name="drawn")
    batches: list[Any] = []

    def run(given: Any) -> Any:
        batches.extend(given)
        return regrading.batches.here(given)

    found = regrading.plan(store.db, store.quiz("drawn"), run=run)
    assert [(one.before, one.after) for one in found.students] == [(0, 1000), (0, 1000)]
    assert sum(len(batch.given) for batch in batches) == 2


def drawn(store: Store, seed: str) -> int:
    """The number that an attempt with this seed has."""
    from app.quizzes import service as quizzes

    with store.db.read() as c:
        placed = quizzes.placed_question(c, store.quiz("drawn").id, "1")
        prompt = quizzes.question(c, placed.version).variant(seed).prompt
    return int(prompt.split()[-1])


def test_the_command_says_it_and_does_it(store: Store, two: tuple[int, int]) -> None:
    from app.commands.regrading import told

    change_key(store)
    lines = told(regrading.plan(store.db, store.quiz()))
    assert lines[0] == "other: 0 -> 2"
    assert lines[1].strip() == "1.1 pick: wrong 0 -> correct 2"
    assert lines[-1] == "2 answers graded again, 2 judged otherwise, 1 student up, 1 down."


def test_long_answers_beside_long_earlier_ones_are_graded_again(store: Store) -> None:
    follower = """
[[question]]
id = "1.3"
title = "After"
prompt = "Go on."
[[question.field]]
name = "more"
kind = "number"
value = "3"
follows = ["1.2"]
"""
    store.load(HOMEWORK, QUESTIONS + follower, name="long")
    attempt = store.start(name="long")
    store.submit(attempt, "1.2", {"why": "w" * 60_000}, "first")
    store.submit(attempt, "1.3", {"more": "3" + " " * 60_000}, "second")
    assert regrading.plan(store.db, store.quiz("long")).changes == []


def test_what_was_ticked_stays_where_the_field_is_of_another_kind_now(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.2", {"why": "Because."}, "text")
    answer = store.scalar("SELECT max(id) FROM answers")
    last = desk.task(store.db, store.quiz(), store.instructor, answer).last_event
    desk.grade(store.db, store.instructor, store.quiz(), answer, ticked=["1"], last_event=last)
    start = QUESTIONS.index('kind = "text"')
    end = QUESTIONS.index("[[question.field]]", start)
    choice = 'kind = "choice"\npoints = 3\nkey = ["A"]\noptions = {A = "this", B = "that"}\n'
    store.load(HOMEWORK, QUESTIONS[:start] + choice + QUESTIONS[end:])
    found = regrading.plan(store.db, store.quiz())
    assert (found.changes, found.kept, earned(store, attempt)) == ([], 1, 2000)
