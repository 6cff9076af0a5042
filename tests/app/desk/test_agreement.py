"""The agreement of two graders, checked by hand."""

from __future__ import annotations

import pytest

from app.desk.agreement import Agreement, agreement


def test_who_always_agrees_has_a_kappa_of_one() -> None:
    assert agreement([(0, 0), (1000, 1000)] * 5) == Agreement(10, 1.0, 1.0)


def test_a_small_table_by_hand() -> None:
    """Points 0, 1, 2 with the table [[3, 1, 0], [1, 2, 0], [0, 1, 2]]: the squared differences are 3 in all where by
    chance, from the margins 4, 3, 3 and 4, 4, 2, they would be (4*4 + 4*2*4 + 3*4 + 3*2 + 3*4*4 + 3*4) / 10."""
    table = {(0, 0): 3, (0, 1): 1, (1, 0): 1, (1, 1): 2, (2, 1): 1, (2, 2): 2}
    pairs = [(first * 1000, second * 1000) for (first, second), count in table.items() for _ in range(count)]
    found = agreement(pairs)
    assert found.share == 0.7
    assert found.kappa == pytest.approx(1 - 3 / 12.6, abs=1e-12)


def test_who_gives_the_opposite_is_below_chance() -> None:
    assert agreement([(0, 1000), (1000, 0)] * 5).kappa == -1


@pytest.mark.parametrize(
    ("pairs", "share", "word"),
    [([], None, "No answer"), ([(0, 1000)] * 9, 0.0, "too few"), ([(500, 500)] * 10, 1.0, "the same")],
)
def test_words_stand_where_there_is_no_figure(pairs: list[tuple[int, int]], share: float | None, word: str) -> None:
    found = agreement(pairs)
    assert (found.share, found.kappa) == (share, None)
    assert word in found.why
