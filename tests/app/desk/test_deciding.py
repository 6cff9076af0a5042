"""Deciding once for all answers with one meaning, and reading what could not be read."""

from __future__ import annotations

from typing import Any

import pytest

from app.desk import deciding, regrading, withdrawing
from app.desk import service as desk
from app.ledger import service as ledger
from app.people import service as people
from app.refusals import Conflict, NotThere, Unreadable
from app.taking import service as taking
from tests.app.store import HOMEWORK, Store

QUESTION = """
[[question]]
id = "2.2"
title = "Squared norm"
prompt = "Its Jacobian."
[question.symbols]
w = "d"
[[question.field]]
name = "expression"
kind = "expression"
jacobian_of = "norm2(w)^2"
wrt = "w"
points = 2
"""


@pytest.fixture
def squares(store: Store) -> Store:
    """A question about a Jacobian."""
    store.load(HOMEWORK, QUESTION, name="squares")
    return store


def submit(store: Store, text: str, person: Any = None) -> tuple[int, int]:
    """Somebody's answer and what it earned."""
    person = person or store.student
    attempt = store.start(person, "squares")
    before = store.counts()[0]
    taking.submit(store.db, person, attempt, "2.2", text, key=f"{before:016d}")
    return store.scalar("SELECT max(id) FROM answers"), earned(store, attempt)


def earned(store: Store, attempt: int) -> int:
    """What an attempt earns, in thousandths."""
    with store.db.read() as c:
        return sum(grade.points for grade in ledger.grades(c, [attempt]).values())


def decide(store: Store, answer: int, points: int | None = 1000, comment: str = "Nearly.") -> None:
    """What an instructor does in two steps."""
    quiz = store.quiz("squares")
    about = deciding.group(store.db, quiz, answer)
    plan = deciding.plan_decision(store.db, store.instructor, quiz, about, points, comment)
    deciding.decide(store.db, store.instructor, quiz, about, points, comment, plan)


def test_a_group_is_what_means_the_same_however_it_is_written(squares: Store) -> None:
    answer, _ = submit(squares, "3w^T")
    submit(squares, "w^T + 2*w.T", squares.other)
    submit(squares, "w^T")
    about = deciding.group(squares.db, squares.quiz("squares"), answer)
    assert (about.question, about.field, about.worth, about.answers) == ("2.2", "expression", 2000, 2)
    assert {text for text, _ in about.samples} == {"3w^T", "w^T + 2*w.T"}


def test_one_credit_reaches_those_who_answered_and_those_who_will(squares: Store) -> None:
    answer, before = submit(squares, "3w^T")
    others = squares.start(squares.other, "squares")
    assert before == 0
    decide(squares, answer)
    assert earned(squares, squares.start(name="squares")) == 1000
    assert submit(squares, "w^T*3", squares.other)[1] == 1000
    assert submit(squares, "4w^T", squares.other)[1] == 1000  # the best counts, and this one is not in the group
    result = taking.question(squares.db, squares.other, others, "2.2").fields[0].results[-1]
    assert (result.outcome, result.comment) == ("partial", "Nearly.")
    assert list(ledger.verify(squares.db)) == []
    assert {entry.action for entry in people.audit_entries(squares.db, 1)} >= {"decide for a group", "regrade"}


def test_full_points_leave_nothing_that_says_it_was_wrong(squares: Store) -> None:
    answer, _ = submit(squares, "2w")
    decide(squares, answer, 2000, "")
    result = taking.question(squares.db, squares.student, squares.start(name="squares"), "2.2").fields[0].results[0]
    assert (result.outcome, result.tag, result.witness) == ("correct", None, None)


def test_a_comment_alone_changes_no_points(squares: Store) -> None:
    answer, _ = submit(squares, "2w")
    decide(squares, answer, None, "Look at the layout.")
    result = taking.question(squares.db, squares.student, squares.start(name="squares"), "2.2").fields[0].results[0]
    assert (result.points, result.outcome, result.comment) == (0, "wrong", "Look at the layout.")


def test_what_was_judged_by_hand_is_left_alone(squares: Store) -> None:
    answer, _ = submit(squares, "3w^T")
    quiz = squares.quiz("squares")
    last = desk.task(squares.db, quiz, squares.instructor, answer).last_event
    desk.grade(squares.db, squares.instructor, quiz, answer, points=500, last_event=last)
    decide(squares, answer)
    assert earned(squares, squares.start(name="squares")) == 500


def test_a_regrade_keeps_what_was_decided(squares: Store) -> None:
    answer, _ = submit(squares, "3w^T")
    decide(squares, answer)
    submit(squares, "3*w^T", squares.other)
    assert regrading.plan(squares.db, squares.quiz("squares")).changes == []


def test_a_decision_is_withdrawn_from_all_it_reached(squares: Store) -> None:
    answer, _ = submit(squares, "3w^T")
    decide(squares, answer)
    submit(squares, "3*w^T", squares.other)
    quiz = squares.quiz("squares")
    (standing,) = withdrawing.standing_rulings(squares.db, quiz)
    assert (standing.kind, standing.ruled) == ("decision", "1 point, “Nearly.”")
    assert standing.about == "answers that mean “3w^T”"
    plan = withdrawing.plan_withdrawal(squares.db, quiz, standing)
    assert [(one.before, one.after) for one in plan.students] == [(1000, 0)] * 2
    assert [earned(squares, squares.start(one, "squares")) for one in (squares.student, squares.other)] == [1000] * 2
    withdrawing.withdraw(squares.db, squares.instructor, quiz, standing, plan)
    assert withdrawing.standing_rulings(squares.db, quiz) == []
    assert [earned(squares, squares.start(one, "squares")) for one in (squares.student, squares.other)] == [0, 0]
    nothing = withdrawing.plan_withdrawal(squares.db, quiz, standing)
    with pytest.raises(NotThere):
        withdrawing.withdraw(squares.db, squares.instructor, quiz, standing, nothing)


def test_a_newer_decision_takes_the_place_of_the_older(squares: Store) -> None:
    answer, _ = submit(squares, "3w^T")
    decide(squares, answer, 500)
    decide(squares, answer, 1500)
    assert earned(squares, squares.start(name="squares")) == 1500
    assert len(withdrawing.standing_rulings(squares.db, squares.quiz("squares"))) == 1


@pytest.mark.parametrize(("points", "comment"), [(2001, "x"), (None, ""), (0, "x" * 1001)])
def test_a_decision_that_is_none_is_refused(squares: Store, points: int | None, comment: str) -> None:
    answer, _ = submit(squares, "3w^T")
    quiz = squares.quiz("squares")
    about = deciding.group(squares.db, quiz, answer)
    with pytest.raises(Unreadable):
        deciding.plan_decision(squares.db, squares.instructor, quiz, about, points, comment)


def test_a_comment_alone_changes_words_and_nobodys_points(squares: Store) -> None:
    answer, _ = submit(squares, "3w^T")
    quiz = squares.quiz("squares")
    about = deciding.group(squares.db, quiz, answer)
    (student,) = deciding.plan_decision(squares.db, squares.instructor, quiz, about, None, "Nearly.").students
    assert (student.before, student.after, len(student.changes), student.told) == (0, 0, 1, [])


def test_what_could_not_be_read_is_in_no_group(squares: Store) -> None:
    answer, _ = submit(squares, "2wT")
    for one in (answer, 999):
        with pytest.raises(NotThere):
            deciding.group(squares.db, squares.quiz("squares"), one)


def test_a_text_that_could_not_be_read_is_read_as_another(squares: Store) -> None:
    _, before = submit(squares, "2wT")
    quiz = squares.quiz("squares")
    plan = deciding.plan_reading(squares.db, quiz, "2.2", "expression", '"2wT"', "2w^T")
    assert (before, [(one.before, one.after) for one in plan.students]) == (0, [(0, 2000)])
    deciding.accept_reading(squares.db, squares.instructor, quiz, "2.2", "expression", '"2wT"', "2w^T", plan)
    assert earned(squares, squares.start(name="squares")) == 2000
    assert submit(squares, "2wT", squares.other)[1] == 2000
    assert regrading.plan(squares.db, quiz).changes == []
    (standing,) = withdrawing.standing_rulings(squares.db, quiz)
    plan = withdrawing.plan_withdrawal(squares.db, quiz, standing)
    withdrawing.withdraw(squares.db, squares.instructor, quiz, standing, plan)
    with pytest.raises(NotThere):
        withdrawing.plan_withdrawal(squares.db, quiz, standing)
    assert [earned(squares, squares.start(one, "squares")) for one in (squares.student, squares.other)] == [0, 0]
    assert list(ledger.verify(squares.db)) == []


@pytest.mark.parametrize("read_as", ["", "2wT", "qqq w"])
def test_nothing_is_read_as_what_cannot_be_read(squares: Store, read_as: str) -> None:
    submit(squares, "2wT")
    with pytest.raises(Unreadable):
        deciding.plan_reading(squares.db, squares.quiz("squares"), "2.2", "expression", '"2wT"', read_as)


def test_what_changed_since_the_dry_run_is_a_conflict(squares: Store) -> None:
    answer, _ = submit(squares, "3w^T")
    quiz = squares.quiz("squares")
    about = deciding.group(squares.db, quiz, answer)
    plan = deciding.plan_decision(squares.db, squares.instructor, quiz, about, 500, "")
    decide(squares, answer, 1500)
    with pytest.raises(Conflict):
        deciding.decide(squares.db, squares.instructor, quiz, about, 500, "", plan)
    assert earned(squares, squares.start(name="squares")) == 1500
