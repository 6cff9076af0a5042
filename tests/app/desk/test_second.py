"""A second look at what somebody graded: who may, what it leaves alone, what it tells."""

from __future__ import annotations

import pytest

from app.desk import second, service
from app.desk.second_views import second_looks
from app.people import service as people
from app.people.views import Person, Role
from app.refusals import Conflict, NotThere, Unreadable
from app.taking import service as taking
from tests.app.store import Store


@pytest.fixture
def graded(store: Store) -> Store:
    """Two texts, answers 1 and 2, the first worth 2000 to the instructor and the second 0."""
    for number, student in enumerate((store.student, store.other)):
        attempt = store.start(student)
        taking.submit(store.db, student, attempt, "1.2", {"why": f"Text {number}."}, key=f"{number:016d}")
    for answer, ticked in ((1, ["1"]), (2, [])):
        last = service.task(store.db, store.quiz(), store.instructor, answer).last_event
        grade(store, answer, ticked, last)
    return store


@pytest.fixture
def colleague(graded: Store) -> Person:
    """Somebody who graded nothing."""
    (found,) = people.add_users(
        graded.db, [("colleague", "correct horse battery")], role=Role.ASSISTANT, course="course"
    )
    return found


def grade(store: Store, answer: int, ticked: list[str], last: int) -> None:
    service.grade(store.db, store.instructor, store.quiz(), answer, ticked=ticked, last_event=last)


def choose(store: Store, percent: int | None = 100) -> int:
    return second.choose_share(store.db, store.instructor, store.quiz(), "1.2", "why", percent)


def test_a_share_is_rounded_up_and_a_larger_one_holds_the_smaller(graded: Store) -> None:
    assert [choose(graded, share) for share in (1, 50, 51, 100)] == [1, 0, 1, 0]
    assert [entry.action for entry in people.audit_entries(graded.db, 1)].count("choose for a second look") == 2


@pytest.mark.parametrize("percent", [None, 0, -1, 101])
def test_no_other_share_is_taken(graded: Store, percent: int | None) -> None:
    with pytest.raises(Unreadable):
        choose(graded, percent)


def test_one_answer_can_be_chosen_once_it_was_graded(graded: Store) -> None:
    assert second.choose_one(graded.db, graded.instructor, graded.quiz(), 1) == 1
    assert second.choose_one(graded.db, graded.instructor, graded.quiz(), 1) == 0
    store_again = graded.start(graded.student)
    taking.submit(graded.db, graded.student, store_again, "1.2", {"why": "New."}, key="n" * 16)
    with pytest.raises(Unreadable, match="Nobody"):
        second.choose_one(graded.db, graded.instructor, graded.quiz(), graded.scalar("SELECT max(id) FROM answers"))


def test_whoever_graded_it_is_never_the_second(graded: Store, colleague: Person) -> None:
    choose(graded)
    assert second.next_second(graded.db, graded.quiz(), graded.instructor) is None
    with pytest.raises(NotThere):
        second.second_task(graded.db, graded.quiz(), graded.instructor, 1)
    with pytest.raises(NotThere):
        second.mark(graded.db, graded.instructor, graded.quiz(), 1, ["1"], None)
    assert second.next_second(graded.db, graded.quiz(), colleague) in (1, 2)


def test_what_was_not_chosen_is_not_there(graded: Store, colleague: Person) -> None:
    with pytest.raises(NotThere):
        second.second_task(graded.db, graded.quiz(), colleague, 1)


def test_a_second_mark_changes_no_grade_and_shows_nothing_of_the_first(graded: Store, colleague: Person) -> None:
    choose(graded)
    events = graded.counts()[2]
    task = second.second_task(graded.db, graded.quiz(), colleague, 1)
    assert (task.value, [line.ticked for line in task.rubric]) == ("Text 0.", [False, False])
    second.mark(graded.db, colleague, graded.quiz(), 1, ["1", "2"], None)
    assert graded.counts()[2] == events
    newest = people.audit_entries(graded.db, 1)[0]
    assert (newest.actor, newest.action) == ("colleague", "second look")
    with pytest.raises(Conflict):
        second.mark(graded.db, colleague, graded.quiz(), 1, ["1"], None)


@pytest.mark.parametrize(("ticked", "points"), [(["9"], None), ([], 9000), ([], None)])
def test_what_cannot_be_given_is_refused(
    graded: Store, colleague: Person, ticked: list[str], points: int | None
) -> None:
    choose(graded)
    with pytest.raises(Unreadable):
        second.mark(graded.db, colleague, graded.quiz(), 1, ticked, points)


def test_where_they_differ_is_listed_until_a_person_settles_it(graded: Store, colleague: Person) -> None:
    choose(graded)
    second.mark(graded.db, colleague, graded.quiz(), 1, ["1", "2"], None)
    second.mark(graded.db, colleague, graded.quiz(), 2, [], 0)
    (found,) = second_looks(graded.db, graded.quiz())
    assert (found.question, found.field, found.graded, found.waiting) == ("1.2", "why", 2, 0)
    assert (found.agreement.pairs, found.agreement.share, found.agreement.kappa) == (2, 0.5, None)
    (difference,) = found.differences
    assert (difference.answer_id, difference.first, difference.second) == (1, 2000, 3000)
    assert (difference.by, difference.settled) == ("colleague", False)
    last = service.task(graded.db, graded.quiz(), graded.instructor, 1).last_event
    grade(graded, 1, ["1", "2"], last)
    (found,) = second_looks(graded.db, graded.quiz())
    assert (found.agreement.share, found.differences[0].settled) == (0.5, True)
