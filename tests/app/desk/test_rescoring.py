"""A rubric that changes: what people ticked earns what it is worth now."""

from __future__ import annotations

from app.desk import regrading
from app.desk import service as desk
from app.ledger import service as ledger
from app.taking import service as taking
from tests.app.store import HOMEWORK, QUESTIONS, Store

DEARER = QUESTIONS.replace('points = 1, text = "names the effect"', 'points = 0.5, text = "names the effect"')
GONE = QUESTIONS.replace(', {key = "2", points = 1, text = "names the effect"}', "")


def written(store: Store, *ticked: str, points: int | None = None) -> int:
    """The student's text, judged by the instructor; the attempt."""
    attempt = store.start()
    store.submit(attempt, "1.2", {"why": "Because."}, "text")
    answer = store.scalar("SELECT max(id) FROM answers")
    last = desk.task(store.db, store.quiz(), store.instructor, answer).last_event
    desk.grade(store.db, store.instructor, store.quiz(), answer, ticked=ticked, points=points, last_event=last)
    return attempt


def earned(store: Store, attempt: int) -> int:
    with store.db.read() as c:
        return sum(grade.points for grade in ledger.grades(c, [attempt]).values())


def test_what_was_ticked_is_worth_what_the_line_is_worth_now(store: Store) -> None:
    attempt = written(store, "1", "2")
    store.load(HOMEWORK, DEARER)
    found = regrading.plan(store.db, store.quiz())
    assert [(one.before, one.after) for one in found.students] == [(3000, 2500)]
    assert found.kept == 0
    regrading.apply(store.db, store.instructor, store.quiz(), found, "The effect counts less.")
    assert earned(store, attempt) == 2500
    again = regrading.plan(store.db, store.quiz())
    assert (again.changes, again.kept) == ([], 1)
    assert list(ledger.verify(store.db)) == []
    result = taking.question(store.db, store.student, attempt, "1.2").fields[0]
    assert [(one.before, one.after) for one in result.amended] == [(3000, 2500)]


def test_a_line_that_is_gone_earns_nothing(store: Store) -> None:
    attempt = written(store, "2")
    store.load(HOMEWORK, GONE)
    regrading.apply(store.db, None, store.quiz(), regrading.plan(store.db, store.quiz()), "It is not asked for.")
    assert earned(store, attempt) == 0


def test_points_given_in_place_of_the_sum_stay(store: Store) -> None:
    attempt = written(store, "1", "2", points=2750)
    store.load(HOMEWORK, DEARER)
    found = regrading.plan(store.db, store.quiz())
    assert (found.changes, found.kept) == ([], 1)
    assert earned(store, attempt) == 2750


def test_it_is_taken_back_to_what_was_ticked(store: Store) -> None:
    attempt = written(store, "1", "2")
    store.load(HOMEWORK, DEARER)
    number = regrading.apply(store.db, None, store.quiz(), regrading.plan(store.db, store.quiz()), "Less.")
    regrading.undo(store.db, None, store.quiz(), number, "Not less.")
    assert earned(store, attempt) == 3000
    answer = store.scalar("SELECT max(id) FROM answers")
    task = desk.task(store.db, store.quiz(), store.instructor, answer)
    assert [line.ticked for line in task.rubric] == [True, True]


def test_what_a_person_judges_after_a_decision_is_theirs(store: Store) -> None:
    attempt = written(store, "1")
    answer = store.scalar("SELECT max(id) FROM answers")
    store.load(HOMEWORK, DEARER)
    last = desk.task(store.db, store.quiz(), store.instructor, answer).last_event
    desk.grade(store.db, store.instructor, store.quiz(), answer, ticked=["2"], last_event=last)
    assert earned(store, attempt) == 500
    assert regrading.plan(store.db, store.quiz()).changes == []
