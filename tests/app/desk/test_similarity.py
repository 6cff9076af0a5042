"""Which texts are shown as similar."""

from __future__ import annotations

import math

import pytest

from app.desk.similarity import ROWS, likeness, words


def test_the_cosine_is_that_of_the_sets_of_words() -> None:
    found = likeness(("a b b", "a b c", "d"))
    assert found.neighbours[0] == [(1, pytest.approx(2 / math.sqrt(2 * 3), abs=1e-6))]
    assert found.neighbours[2] == []


def test_short_texts_that_differ_in_one_rare_word_are_one_group() -> None:
    found = likeness(tuple(f"{number} units of a layer stay the same." for number in range(20)))
    assert set(found.groups) == {found.groups[0]}
    assert all(cosine == pytest.approx(7 / 8, abs=1e-6) for _, cosine in found.neighbours[0])


def test_texts_on_one_subject_in_other_words_are_not_alike() -> None:
    found = likeness(
        (
            "All the units of a layer get the same gradient, so they stay copies of one another.",
            "Because nothing breaks the symmetry, a layer never learns more than a single unit could.",
        )
    )
    assert not any(found.neighbours)


def test_texts_of_the_same_words_are_alike_whatever_their_case_and_order() -> None:
    found = likeness(("All units stay equal.", "equal stay ALL units", "Something else entirely"))
    assert found.neighbours[0] == [(1, pytest.approx(1.0))]
    assert found.groups[0] == found.groups[1] != found.groups[2]


def test_the_nearest_come_first_and_only_a_few() -> None:
    same = "all of the hidden units stay"
    texts = (f"{same} equal", f"{same} tired", f"{same} equal", *[f"{same} different"] * 4)
    (nearest, *others) = likeness(texts).neighbours[0]
    assert nearest == (2, pytest.approx(1.0))
    assert len(others) == 2


@pytest.mark.parametrize("texts", [(), ("",), ("", ""), ("?!", "…")])
def test_nothing_is_like_what_has_no_words(texts: tuple[str, ...]) -> None:
    found = likeness(texts)
    assert not any(found.neighbours)
    assert len(set(found.groups)) == len(texts)


def test_blocks_of_rows_find_what_one_block_would() -> None:
    apart = tuple(f"w{n} v{n}" for n in range(ROWS))
    found = likeness((*apart, "w7 v7"))
    assert found.neighbours[7] == [(ROWS, pytest.approx(1.0))]
    assert found.neighbours[ROWS] == [(7, pytest.approx(1.0))]


def test_names_and_numbers_are_words() -> None:
    assert words("x_i = 10σ(Z)") == ["x_i", "10σ", "z"]
