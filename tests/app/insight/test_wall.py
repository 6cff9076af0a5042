"""The wall of networks: those that are alike up to symmetry stand together."""

from __future__ import annotations

import pytest

from app.insight.wall import walls
from app.taking import service as taking
from tests.app.store import HOMEWORK, Store, counting

QUESTIONS = """
[[question]]
id = "4.2"
title = "XOR"
[[question.field]]
name = "weights"
kind = "network"
points = 5
layers = "W2 relu(W1 x + b1) + b2"
table = [[[0, 0], 0], [[0, 1], 1], [[1, 0], 1], [[1, 1], 0]]
"""
STANDARD = "[[1,1],[1,1]] | [0,-1] | [1,-2] | 0"
SCALED = {"W1": [[2, 2], [3, 3]], "b1": [-2, 0], "W2": [[-1, "1/3"]], "b2": 0}
HALF = "[[1,1],[1,1]] | [0,-1] | [1,-1] | 0"


@pytest.fixture
def xor(store: Store) -> Store:
    store.load(HOMEWORK, QUESTIONS, "xor")
    return store


def submit(store: Store, answer: object, key: str, other: bool = False) -> None:
    person = store.other if other else store.student
    attempt = taking.start_or_resume(store.db, person, "xor")
    taking.submit(store.db, person, attempt, "4.2", answer, key=key * 16)


def test_networks_that_are_alike_stand_together(xor: Store) -> None:
    submit(xor, STANDARD, "a")
    submit(xor, SCALED, "b", other=True)
    (wall,) = walls(xor.db, xor.quiz("xor"))
    (one,) = wall.classes
    assert [name for _, name in one.attempts] == ["other", "student"]
    assert (one.outcome, one.units, one.sample) == ("correct", 2, STANDARD)
    assert (wall.low, wall.high, wall.x) == (-0.5, 1.5, (-0.5, 1.5))
    corners = [one.surface[row][column] for row in (5, 15) for column in (5, 15)]
    assert corners == pytest.approx([0, 1, 1, 0])


def test_others_stand_apart_and_the_unreadable_are_counted(xor: Store) -> None:
    submit(xor, STANDARD, "a")
    submit(xor, HALF, "b", other=True)
    assert [one.outcome for one in walls(xor.db, xor.quiz("xor"))[0].classes] == ["correct", "wrong"]
    submit(xor, "no idea", "c", other=True)
    (wall,) = walls(xor.db, xor.quiz("xor"))
    assert len(wall.classes) == 2


def test_nobody_and_no_network_are_empty_walls(xor: Store) -> None:
    (wall,) = walls(xor.db, xor.quiz("xor"))
    assert (wall.classes, wall.unread, wall.more) == ([], 0, 0)
    assert walls(xor.db, xor.quiz()) == []


def test_queries_do_not_grow_with_the_answers(xor: Store) -> None:
    submit(xor, STANDARD, "a")
    walls(xor.db, xor.quiz("xor"))
    with counting(xor) as few:
        walls(xor.db, xor.quiz("xor"))
    submit(xor, HALF, "b", other=True)
    walls(xor.db, xor.quiz("xor"))
    with counting(xor) as many:
        walls(xor.db, xor.quiz("xor"))
    assert len(few) == len(many) < 20
