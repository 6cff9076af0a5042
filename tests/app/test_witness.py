"""Counterexamples, drawn."""

from __future__ import annotations

from app.witness import witness


def test_words_and_symbols_are_told_apart() -> None:
    parts = witness({"point": {"w": [[1], [2]]}, "output": [2.0], "target": [1.0]}).parts
    assert [part.symbol for part in parts] == [True, False, False]
    assert [str(part.name) for part in parts[1:]] == ["your network gives", "it should give"]
    assert "<mtable" in parts[0].value


def test_numbers_are_short() -> None:
    (part,) = witness({"output": 40.171073846375336}).parts
    assert "40.171" in part.value
    assert "40.1710" not in part.value


def test_what_is_no_number_is_shown_as_text() -> None:
    (part,) = witness({"output": "no <value>"}).parts
    assert part.value == "no <value>"
    assert not hasattr(part.value, "__html__")  # so that a template escapes it


def test_the_witness_of_an_expression_reads_as_a_sentence() -> None:
    found = {"sizes": {"d": 3}, "at": {"w": [1, 2, -0.5]}, "entry": [], "yours": None, "expected": -2}
    parts = witness(found).parts
    assert [str(part.name) for part in parts if not part.symbol] == ["your answer gives", "it should give"]
    assert parts[1].value == "no value"
    assert len(parts) == 3  # a vector shows its own size


def test_sizes_are_said_where_no_array_shows_them() -> None:
    parts = witness({"sizes": {"d": 3}, "at": {}, "entry": [1, 2], "yours": 1, "expected": 0}).parts
    assert [part.symbol for part in parts] == [True, False, False, False]


def test_a_size_that_no_array_has_is_said() -> None:
    found = {"sizes": {"n": 2, "d": 3, "k": 100}, "at": {"X": [[1, 2, 3], [4, 5, 6]]}, "yours": 1, "expected": 0}
    parts = witness(found).parts
    assert [part.symbol for part in parts] == [True, True, False, False]
    assert "k" in parts[0].name
    assert "100" in parts[0].value
    parts = witness({"sizes": {"d": 1}, "at": {"w": [3]}, "yours": 3, "expected": 6}).parts
    assert [part.symbol for part in parts] == [True, True, False, False]


def test_what_only_proves_is_no_part_of_the_point() -> None:
    (part,) = witness({"follows": [1, 2], "multipliers": ["1", "2"], "point": {"b": "0"}}).parts
    assert "<mn>0</mn>" in part.value


def test_exact_numbers_are_drawn_like_all_others() -> None:
    whole, quotient, name = witness({"point": {"b": "-1", "w1": "3/2", "w2": "1.5/x"}}).parts
    assert "<mn>1</mn>" in whole.value
    assert "-1" not in whole.value  # a sign, not a hyphen
    assert "<mfrac>" in quotient.value
    assert name.value == "1.5/x"
