"""What a quiz and its questions tell."""

from __future__ import annotations

import pytest

from app.insight.analysis import analysis
from app.insight.answers import answers_to
from app.insight.marks import marks
from app.refusals import NotThere
from app.taking import service as taking
from tests.app.store import Store

FORMULA = """
[[question]]
id = "4"
title = "Norm"
prompt = "Differentiate."
[question.symbols]
w = "d"
[[question.field]]
name = "J"
kind = "expression"
jacobian_of = "norm2(w)^2"
wrt = "w"
credit = {used-column-gradient = 0.5}
"""


def both(store: Store, first: object, second: object, slug: str = "1.1") -> None:
    """Both students answer."""
    for person, value in ((store.student, first), (store.other, second)):
        attempt = store.start(person)
        taking.submit(store.db, person, attempt, slug, value, key=f"{person.name}-{slug}".ljust(16, "."))


def test_a_class_in_figures(store: Store) -> None:
    both(store, "A", "B")
    found = analysis(store.db, store.quiz())
    assert found.students == 2
    assert found.few
    assert found.scores.mean == 1
    line = found.lines[0]
    assert (line.slug, line.worth, line.guess) == ("1.1", 2, 0.5)
    assert line.figures.facility == 0.5
    assert line.tries == 1


def test_a_mistake_made_twice_is_one_student(store: Store) -> None:
    attempt = store.start()
    for key in ("first", "second"):
        store.submit(attempt, "1.1", "B", key)
    line = analysis(store.db, store.quiz()).lines[0]
    assert [count for _, count in line.tags] == [1]
    assert line.tries == 2


def test_nobody_is_no_fault(store: Store) -> None:
    found = analysis(store.db, store.quiz())
    assert found.students == 0
    assert found.scores.mean is None
    assert sum(found.bins) == 0


def test_guessing_counts_the_fields_that_can_be_guessed(store: Store) -> None:
    line = analysis(store.db, store.quiz()).lines[1]
    assert line.guess == pytest.approx(0.5 / 4)


def test_answers_that_mean_the_same_are_one_group(store: Store) -> None:
    path = store.folder / "bank" / "course" / "small.toml"
    store.load(head=path.read_text() + FORMULA, questions="")
    both(store, "2w^T", "(w + w)^T", "4")
    (field,) = answers_to(store.db, store.quiz(), "4").fields
    (group,) = field.groups
    assert len(group.answers) == 2
    assert sorted(text for text, _ in group.samples) == ["(w + w)^T", "2w^T"]
    assert (group.outcome, group.tag) == ("correct", None)


def test_groups_differ_where_meanings_do_and_what_is_unread_is_apart(store: Store) -> None:
    path = store.folder / "bank" / "course" / "small.toml"
    store.load(head=path.read_text() + FORMULA, questions="")
    both(store, "2w", "2wT", "4")
    (field,) = answers_to(store.db, store.quiz(), "4").fields
    assert [(group.outcome, group.tag) for group in field.groups] == [("partial", "used-column-gradient")]
    assert [(one.typed, one.students) for one in field.unread] == [("2wT", 1)]


def test_options_are_counted(store: Store) -> None:
    both(store, "A", "(b)")
    (field,) = answers_to(store.db, store.quiz(), "1.1").fields
    assert {letter: figures.count for letter, (_, figures) in field.options.items()} == {"A": 1, "B": 1}
    assert field.options["A"][1].point_biserial == pytest.approx(1)


def test_no_such_question(store: Store) -> None:
    with pytest.raises(NotThere):
        answers_to(store.db, store.quiz(), "9")


def test_marks_follow_a_second_try(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "B", "first")
    assert analysis(store.db, store.quiz()).lines[0].figures.facility == 0
    store.submit(attempt, "1.1", "A", "second")
    assert analysis(store.db, store.quiz()).lines[0].figures.facility == 1
    assert len(marks(store.db, store.quiz()).rows) == 1
