"""Pictures of what was answered: whose, of which answer, and how much they tell."""

from __future__ import annotations

import pytest

from app.refusals import NotThere
from app.taking import service
from app.taking.drawing import Drawn
from tests.app.store import Store

QUESTIONS = """
[[question]]
id = "1"
title = "A function and its slope"
prompt = "Both."
[question.symbols]
z = "scalar"
[[question.field]]
name = "f"
kind = "expression"
equals = "z^2"
[[question.field]]
name = "slope"
kind = "expression"
derivative_of = "z^2"
wrt = "z"
plot = [-2, 2]
beside = "f"

[[question]]
id = "2"
title = "A gate"
prompt = "AND"
[[question.field]]
name = "weights"
kind = "network"
layers = "W x + b"
table = [[[0, 0], 0], [[0, 1], 0], [[1, 0], 0], [[1, 1], 1]]
"""
HOMEWORK = '[quiz]\nmode = "homework"\n'
OR = {"W": [[1, 1]], "b": [0]}


def begun(store: Store, head: str = HOMEWORK) -> int:
    store.load(head=head, questions=QUESTIONS, name="drawn")
    return store.start(name="drawn")


def pictures(store: Store, attempt: int, slug: str) -> Drawn:
    return service.pictures(store.db, store.student, attempt, [slug])[slug]


def test_before_an_answer_there_is_nothing_to_draw(store: Store) -> None:
    attempt = begun(store)
    assert pictures(store, attempt, "1") == Drawn({}, {})
    assert pictures(store, attempt, "2") == Drawn({}, {})


def test_a_function_is_drawn_beside_its_slope_field_even_alone(store: Store) -> None:
    attempt = begun(store)
    store.submit(attempt, "1", {"f": "z^2"}, "one")
    drawn = pictures(store, attempt, "1").latest
    assert list(drawn) == ["slope"]
    assert "f′ measured" in drawn["slope"]
    assert "f′ typed" not in drawn["slope"]


def test_a_network_is_drawn_with_its_reasons(store: Store) -> None:
    attempt = begun(store)
    store.submit(attempt, "2", {"weights": OR}, "one")
    assert "computes OR, not AND" in pictures(store, attempt, "2").latest["weights"]


def test_where_reasons_are_not_shown_the_pictures_tell_none(store: Store) -> None:
    attempt = begun(store, '[quiz]\nmode = "exam"\nshow_reason = "release"\n')
    store.submit(attempt, "1", {"f": "z^2", "slope": "z"}, "one")
    store.submit(attempt, "2", {"weights": OR}, "two")
    slope, network = pictures(store, attempt, "1").latest["slope"], pictures(store, attempt, "2").latest["weights"]
    assert "f′ typed" in slope
    assert "measured" not in slope
    assert "ŷ" in network
    assert "target" not in network
    assert "AND" not in network


def test_the_last_answer_and_the_one_that_counts_are_told_apart(store: Store) -> None:
    attempt = begun(store)
    store.submit(attempt, "2", {"weights": {"W": [[1, 1]], "b": [-1]}}, "one", seq=1)
    store.submit(attempt, "2", {"weights": {"W": [[0, 0]], "b": [1]}}, "two", seq=2)
    drawn = pictures(store, attempt, "2")
    assert "computes AND." in drawn.counting["weights"]
    assert "computes the constant 1, not AND." in drawn.latest["weights"]


@pytest.mark.parametrize(("mode", "names"), [("practice", ["slope"]), ("homework", []), ("exam", [])])
def test_a_draft_is_drawn_in_practice_only(store: Store, mode: str, names: list[str]) -> None:
    attempt = begun(store, f'[quiz]\nmode = "{mode}"\n')
    service.save_draft(store.db, store.student, attempt, "1", {"f": "z^2"}, 1)
    assert list(pictures(store, attempt, "1").latest) == names


def test_what_is_being_typed_is_drawn_in_practice(store: Store) -> None:
    attempt = begun(store, '[quiz]\nmode = "practice"\n')
    drawn = service.sketches(store.db, store.student, attempt, "1", {"f": "z^2", "slope": "z"})
    assert "At −2 you gave −2, and your f has the slope −4." in drawn["slope"]
    assert drawn["f"] == ""
    assert service.sketches(store.db, store.student, attempt, "1", {}) == {"f": "", "slope": ""}
    assert store.counts() == (0, 0, 0)


@pytest.mark.parametrize("mode", ["homework", "exam"])
def test_elsewhere_it_is_not(store: Store, mode: str) -> None:
    attempt = begun(store, f'[quiz]\nmode = "{mode}"\n')
    assert service.sketches(store.db, store.student, attempt, "1", {"f": "z^2", "slope": "z"}) == {}


@pytest.mark.parametrize("value", ["z +", "", None, 7, ["z"], {"W": 1}])
def test_what_cannot_be_read_is_not_drawn(store: Store, value: object) -> None:
    attempt = begun(store)
    store.submit(attempt, "1", {"f": value, "slope": value}, "one")
    store.submit(attempt, "2", {"weights": value}, "two")
    assert pictures(store, attempt, "1") == pictures(store, attempt, "2") == Drawn({}, {})


def test_somebody_elses_are_not_there(store: Store) -> None:
    attempt = begun(store)
    with pytest.raises(NotThere):
        service.pictures(store.db, store.other, attempt, ["1"])
