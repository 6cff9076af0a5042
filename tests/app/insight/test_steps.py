"""Where derivations and arguments break."""

from __future__ import annotations

import pytest

from app.insight.steps import Broken, steps
from app.taking import service as taking
from tests.app.store import HOMEWORK, Store

QUESTIONS = """
[[question]]
id = "4.1"
title = "One unit is not enough"
symbols = {w1 = "scalar", w2 = "scalar", b = "scalar"}
[[question.field]]
name = "argument"
kind = "argument"
points = 4
facts = ["b <= 0", "w1 + b = 1", "w2 + b = 1"]
refutes = "w1 + w2 + b <= 0"
"""


@pytest.fixture
def argued(store: Store) -> Store:
    store.load(HOMEWORK, QUESTIONS, "argued")
    return store


def submit(store: Store, lines: list[str], key: str, other: bool = False) -> None:
    person = store.other if other else store.student
    attempt = taking.start_or_resume(store.db, person, "argued")
    taking.submit(store.db, person, attempt, "4.1", lines, key=key * 16)


def test_the_first_line_that_does_not_hold_is_counted(argued: Store) -> None:
    submit(argued, ["w1 + w2 + 2b = 2", "w1 + w2 + b = 2 - b", "w1 + w2 + b >= 2"], "a")
    submit(argued, ["w1 + w2 + 2b = 2", "w1  =  0"], "b", other=True)
    (found,) = steps(argued.db, argued.quiz("argued"))
    assert (found.slug, found.students, found.held, found.broken) == ("4.1", 2, 1, 1)
    assert found.at == {2: 1}
    assert [(one.line, one.students) for one in found.lines] == [("w1 = 0", 1)]
    assert isinstance(found.lines[0], Broken)


def test_a_chain_that_stops_early_breaks_at_no_line(argued: Store) -> None:
    submit(argued, ["w1 + w2 + 2b = 2"], "a")
    (found,) = steps(argued.db, argued.quiz("argued"))
    assert (found.at, found.lines) == ({0: 1}, [])
    assert found.tags == [("stops-early", 1)]


def test_what_cannot_be_read_is_no_chain_and_nobody_is_said(argued: Store) -> None:
    submit(argued, ["what?"], "a")
    (found,) = steps(argued.db, argued.quiz("argued"))
    assert (found.students, found.held, found.broken) == (0, 0, 0)
    assert steps(argued.db, argued.quiz()) == []
