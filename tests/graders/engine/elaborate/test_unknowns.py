"""Sizes found out by unification."""

from __future__ import annotations

from graders.engine.elaborate.unknowns import Unknowns
from graders.engine.sizes import Size, shape, size


def test_an_unknown_becomes_what_it_meets() -> None:
    unknowns = Unknowns()
    first, second = unknowns.fresh(), unknowns.fresh()
    assert unknowns.unify(first, second)
    assert unknowns.unify(second, size("d"))
    assert unknowns.resolve(first) == size("d")
    assert not unknowns.unify(first, size("n"))


def test_products_are_solved_for_the_unknown() -> None:
    unknowns = Unknowns()
    unknown = unknowns.fresh()
    assert unknowns.unify(size("n") * unknown * size("d") * unknown, size("n") * size("k") * size("k") * size("d"))
    assert unknowns.resolve(unknown) == size("k")


def test_a_size_that_cannot_be_is_refused() -> None:
    unknowns = Unknowns()
    unknown = unknowns.fresh()
    assert not unknowns.unify(Size(2) * unknown, Size(3))
    assert not unknowns.unify(unknown * unknown, size("d"))
    assert not unknowns.unify(size("n"), size("d"))
    assert not unknowns.changed


def test_shapes_that_do_not_match_teach_nothing() -> None:
    unknowns = Unknowns()
    unknown = unknowns.fresh()
    unknowns.try_all((unknown, unknown), shape(1, "d"))
    assert unknowns.resolve(unknown) == unknown
    unknowns.try_all((unknown, unknown), shape("d", "d"))
    assert unknowns.resolve(unknown) == size("d")


def test_sizes_are_asked_for_in_the_same_order_each_time() -> None:
    unknowns = Unknowns()
    first = unknowns.fresh()
    unknowns.unify(first, size("d"))
    unknowns.restart()
    assert unknowns.fresh() == size("d")
    assert unknowns.unsolved() == []
    unknowns.fresh()
    assert unknowns.unsolved() == ["?2"]
