"""Points: the same for everyone and for ever, exact, within what is declared, at three sizes."""

from __future__ import annotations

import numpy as np
import pytest

from graders.engine.language.scope import Scope
from graders.engine.randomness import next_prime
from graders.engine.sampling import Points

SYMBOLS = {
    "X": "n x d",
    "w": "d",
    "W": "k x d",
    "z": "scalar",
    "p": "d positive",
    "u": "d unit",
    "A": "n x n symmetric",
    "S": "n x n spd",
    "B": "n x n invertible",
    "y": "k onehot",
    "Y": "n x k onehot",
    "s": "d pm1",
    "m": "scalar integer",
    "i": "index",
}


def points(symbols=SYMBOLS, secret=b"secret", content="content"):
    return Points.of(Scope.from_question(symbols), secret, content)


def test_it_takes_three_assignments_of_distinct_sizes():
    assert points().assignments == (
        {"n": 3, "d": 4, "k": 5},
        {"n": 5, "d": 2, "k": 3},
        {"n": 2, "d": 5, "k": 4},
    )
    for sizes in points({"A": "p x q", "b": "d"}).assignments:
        assert len(set(sizes.values())) == 3


def test_a_question_without_sizes_has_one_assignment():
    assert points({"z": "scalar"}).assignments == ({},)


def test_the_same_secret_and_content_give_the_same_points():
    one, other = points().samples, points().samples
    assert all(
        np.array_equal(a.inputs[name], b.inputs[name]) for a, b in zip(one, other, strict=True) for name in SYMBOLS
    )


@pytest.mark.parametrize("changed", [{"secret": b"other"}, {"content": "other"}])
def test_another_secret_or_content_gives_others(changed):
    name, secret_points = "w", slice(points().samples[0].readable, None)
    here, there = points().samples[0].inputs[name], points(**changed).samples[0].inputs[name]
    assert not np.array_equal(here[..., secret_points], there[..., secret_points])
    assert points().moduli != points(**changed).moduli


def test_values_obey_what_is_declared():
    for sample in points().samples:
        given = sample.inputs
        assert (given["p"] > 0).all()
        assert (np.abs(given["u"]) < 1).all()
        assert np.array_equal(given["A"], np.swapaxes(given["A"], 0, 1))
        assert (np.linalg.eigvalsh(np.moveaxis(given["S"], -1, 0)) > 0).all()
        assert (np.abs(np.linalg.det(np.moveaxis(given["B"], -1, 0))) > 1e-12).all()
        assert np.array_equal(given["y"].sum(axis=0), np.ones_like(given["y"][0]))
        assert np.array_equal(given["Y"].sum(axis=1), np.ones_like(given["Y"][:, 0]))
        assert set(np.unique(given["s"])) == {-1.0, 1.0}
        assert np.array_equal(given["m"], np.rint(given["m"]))
        assert set(np.unique(given["i"])) == {0.0, 1.0}


def test_the_determinants_of_invertible_matrices_have_both_signs():
    determinants = np.linalg.det(np.moveaxis(points().samples[0].inputs["B"], -1, 0))
    assert {-1.0, 1.0} <= set(np.sign(determinants))


def test_reals_come_in_both_signs_and_at_several_scales():
    values = points({"z": "scalar"}).samples[0].inputs["z"]
    assert (values > 0).any()
    assert (values < 0).any()
    assert np.ptp(np.log2(np.abs(values))) > 8


def test_the_first_points_are_small_whole_numbers_or_halves():
    sample = points().samples[0]
    for name in ("X", "w", "z"):
        shown = sample.inputs[name][..., : sample.readable]
        assert np.array_equal(2 * shown, np.rint(2 * shown))
        assert (np.abs(shown) <= 12).all()


def test_residues_obey_what_is_algebraic():
    drawn = points()
    moduli = np.array(drawn.moduli)
    given = drawn.residues[0]
    assert np.array_equal(given["A"], np.swapaxes(given["A"], 0, 1))
    assert np.array_equal(given["s"] ** 2 % moduli, np.ones_like(given["s"]))
    assert all((values >= 0).all() and (values < moduli).all() for values in given.values())


def test_the_moduli_are_two_primes_of_31_bits():
    first, second = sorted(set(points().moduli))
    assert 2**30 < first < second < 2**31
    assert all(prime % divisor for prime in (first, second) for divisor in range(2, 46341))


@pytest.mark.parametrize(("start", "prime"), [(8, 11), (90, 97), (2**30, 1073741827), (25326001, 25326023)])
def test_it_finds_the_next_prime(start, prime):
    assert next_prime(start) == prime


def test_one_size_may_be_another_and_fixed_places_stay_within_it():
    (sample,) = points().resized("n", 1).samples
    assert sample.sizes == {"n": 1, "d": 5, "k": 4}
    assert sample.inputs["X"].shape[:2] == (1, 5)
    assert set(np.unique(sample.inputs["i"])) == {0.0}


def test_a_secret_size_is_the_same_for_ever_and_less_than_double():
    sizes = {points(secret=secret).secret_size("d", 512) for secret in (b"one", b"two", b"three")}
    assert len(sizes) > 1
    assert all(512 <= size < 1024 for size in sizes)
    assert points().secret_size("d", 512) == points().secret_size("d", 512)
