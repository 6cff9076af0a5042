"""Counterexamples: small numbers first, the entry, both values."""

from __future__ import annotations

from graders.engine.equality import Different


def test_it_shows_small_numbers(compare):
    decision = compare({"w": "d"}, "2w^T", "w^T")
    assert isinstance(decision, Different)
    shown = decision.witness.json()
    entry = shown["entry"]
    assert entry[0] == 1
    assert all(abs(2 * x) <= 24 and 2 * x == int(2 * x) for x in shown["at"]["w"])
    assert shown["yours"] == shown["at"]["w"][entry[1] - 1]
    assert shown["expected"] == 2 * shown["yours"]


def test_it_shows_the_side_of_the_branch_on_which_they_differ(compare):
    decision = compare({"x": "scalar"}, "relu(x)", "x")
    assert isinstance(decision, Different)
    assert decision.witness.point["x"] < 0
    assert (decision.witness.given, decision.witness.expected) == (decision.witness.point["x"], 0)


def test_it_shows_enough_digits_to_tell_the_values_apart(compare):
    for answer in ("1.0000000000001 x", "x + exp(-60 - x^2)", "x + exp(-1000 - x^2)"):
        decision = compare({"x": "scalar"}, "x", answer)
        assert isinstance(decision, Different)
        assert decision.witness.given != decision.witness.expected


def test_it_leaves_out_what_neither_depends_on(compare):
    decision = compare({"X": "n x d", "w": "d", "c": "scalar"}, "2w^T", "3w^T")
    assert isinstance(decision, Different)
    assert set(decision.witness.point) == {"w"}
    assert set(decision.witness.sizes) == {"d"}


def test_an_index_is_counted_from_one(compare):
    decision = compare({"X": "n x d", "i": "index"}, "X[i,:]", "X[1,:]")
    assert isinstance(decision, Different)
    assert decision.witness.point["i"] == 2
