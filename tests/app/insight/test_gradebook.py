"""Students by questions: who is shown, in which order, and at what cost."""

from __future__ import annotations

import csv

import pytest
from sqlalchemy import insert

from app.insight import exports
from app.insight.gradebook import Book, Choice, book
from app.people.tables import Enrolment, Label, User
from app.people.views import Role
from app.refusals import NotThere
from app.taking import service as taking
from tests.app.store import NOON, Store, counting


@pytest.fixture
def written(store: Store) -> Store:
    """The student: a text and a right option, handed in; the other: a text, still at work; and an absent one."""
    mine = store.start()
    store.submit(mine, "1.2", {"why": "Because.", "pick": "B"}, "mine")
    taking.finish(store.db, store.student, mine)
    other = store.start(store.other)
    taking.submit(store.db, store.other, other, "1.2", {"why": "Since."}, key="k" * 16)
    taking.submit(store.db, store.other, other, "1.1", "A", key="l" * 16)
    add(store, "absent")
    return store


def add(store: Store, *names: str) -> None:
    """More students, without passwords that work."""
    values = {"password_hash": "none", "admin": False, "created_at": NOON}
    course = store.quiz().course_id

    def work(c):
        for name in names:
            user = c.execute(insert(User).values(name=name, name_key=name, **values).returning(User.id)).scalar_one()
            c.execute(insert(Enrolment).values(user_id=user, course_id=course, role=Role.STUDENT, created_at=NOON))

    store.db.write(work)


def names(found: Book) -> list[str]:
    return [line.name for line in found.lines]


def chosen(store: Store, **choice: object) -> list[str]:
    return names(book(store.db, store.quiz(), Choice(**choice)))


def test_it_has_students_by_questions(written: Store) -> None:
    found = book(written.db, written.quiz())
    assert [(column.slug, column.points, column.extra, column.waiting, column.mean) for column in found.columns] == [
        ("1.1", 2000, False, 0, 1.0),
        ("1.2", 4000, False, 2, None),
        ("2.1", 1000, True, 0, None),
    ]
    assert [(line.name, line.state, line.points, sorted(line.cells)) for line in found.lines] == [
        ("absent", "away", 0, []),
        ("other", "working", 2000, ["1.1", "1.2"]),
        ("student", "finished", 1000, ["1.2"]),
    ]
    assert all(line.cells["1.2"].waiting for line in found.lines[1:])
    assert (found.students, found.points, found.extra_points, found.mean) == (3, 6000, 1000, 1500)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", ["absent", "other", "student"]),
        ("-name", ["student", "other", "absent"]),
        ("score", ["student", "other", "absent"]),
        ("-score", ["other", "student", "absent"]),
        ("1.2", ["other", "student", "absent"]),
        ("-1.2", ["student", "other", "absent"]),
        ("none such", ["absent", "other", "student"]),
    ],
)
def test_it_is_sorted_and_who_has_no_points_stands_last(written: Store, sort: str, order: list[str]) -> None:
    assert chosen(written, sort=sort) == order


def test_students_are_found_by_name_label_and_state(written: Store) -> None:
    assert chosen(written, name="TUD") == ["student"]
    assert chosen(written, state="working") == ["other"]
    assert chosen(written, state="away") == ["absent"]
    assert chosen(written, state="waiting") == ["other", "student"]
    assert chosen(written, state="nonsense") == ["absent", "other", "student"]
    written.db.write(lambda c: c.execute(insert(Label).values(enrolment_id=1, label="Monday")) and None)
    assert chosen(written, label="Monday") == ["student"]
    assert chosen(written, label="Friday") == []
    assert book(written.db, written.quiz()).labels == ["Monday"]


def test_means_are_of_those_shown(written: Store) -> None:
    found = book(written.db, written.quiz(), Choice(name="student"))
    assert (found.mean, found.found, found.students) == (1000, 1, 3)
    assert found.columns[0].mean is None


def test_it_has_pages(written: Store) -> None:
    pages = [names(book(written.db, written.quiz(), Choice(page=page), size=2)) for page in range(3)]
    assert pages == [["absent", "other"], ["student"], []]


def test_queries_do_not_grow_with_the_class(written: Store) -> None:
    book(written.db, written.quiz())
    with counting(written) as few:
        book(written.db, written.quiz())
    add(written, *(f"student {number}" for number in range(40)))
    with counting(written) as many:
        book(written.db, written.quiz())
    assert len(many) == len(few) < 20


def test_a_question_leaves_as_a_line_for_each_field_of_each_student(written: Store) -> None:
    lines = list(csv.reader(exports.question_csv(written.db, written.quiz(), "1.2")))
    assert lines[0] == ["student", "attempt", "field", "outcome", "tag", "points", "answer"]
    assert [(line[0], line[2], line[3], line[5], line[6]) for line in lines[1:]] == [
        ("other", "why", "ungraded", "0", "Since."),
        ("student", "why", "ungraded", "0", "Because."),
        ("student", "pick", "correct", "1", "B"),
    ]
    with pytest.raises(NotThere):
        exports.question_csv(written.db, written.quiz(), "9.9")


def test_nobody_is_a_page_with_words(store: Store) -> None:
    found = book(store.db, store.quiz())
    assert (found.mean, [column.mean for column in found.columns]) == (None, [None, None, None])
