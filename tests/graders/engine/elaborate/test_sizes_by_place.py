"""Arrays whose size is told by their place: `I`, `0^T`, bold ones, plain ones that are vectors."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from graders.engine.language.errors import LanguageError

Value = Callable[..., np.ndarray]
CASES = {
    "I": (("d", "d"), lambda p: np.eye(4)),
    "I + I": (("d", "d"), lambda p: 2 * np.eye(4)),
    "w^T(I+I)": ((1, "d"), lambda p: 2 * p.w[None, :]),
    "I*I": (("d", "d"), lambda p: np.eye(4)),
    "I^T": (("d", "d"), lambda p: np.eye(4)),
    "I_{d\\times d}": (("d", "d"), lambda p: np.eye(4)),
    "2 (w 1^T) ⊙ I": (("d", "d"), lambda p: 2 * np.diag(p.w)),
    "diag(s)(I - 1 s^T)": (("k", "k"), lambda p: np.diag(soft(p.z)) - np.outer(soft(p.z), soft(p.z))),
    "I - 1 s^T": (("k", "k"), lambda p: np.eye(5) - np.outer(np.ones(5), soft(p.z))),
    "1^T": ((1, "d"), lambda p: np.ones((1, 4))),
    "1": (("d", 1), lambda p: np.ones((4, 1))),
    "0^T": ((1, "d"), lambda p: np.zeros((1, 4))),
    "\\mathbf{0}^\\top": ((1, "d"), lambda p: np.zeros((1, 4))),
    "\\mathbf{1}": (("d", 1), lambda p: np.ones((4, 1))),
    "\\mathbf{1}\\mathbf{1}^T": (("d", "n"), lambda p: np.ones((4, 3))),
    "X \\mathbf{1}": (("n", 1), lambda p: p.X.sum(1)[:, None]),
    "X 1": (("n", 1), lambda p: p.X.sum(1)[:, None]),
    "1^T X": ((1, "d"), lambda p: p.X.sum(0)[None, :]),
    "1*w^T": ((1, "d"), lambda p: p.w[None, :]),
    "0·wᵀ": ((1, "d"), lambda p: np.zeros((1, 4))),
    "0_{1xd}": ((1, "d"), lambda p: np.zeros((1, 4))),
    "np.zeros((1,d))": ((1, "d"), lambda p: np.zeros((1, 4))),
    "np.eye(d)": (("d", "d"), lambda p: np.eye(4)),
    "ones(d)": (("d", 1), lambda p: np.ones((4, 1))),
    "1_{dxd}": (("d", "d"), lambda p: np.ones((4, 4))),
    "ones(d,d)/d": (("d", "d"), lambda p: np.ones((4, 4)) / 4),
    "diag(1, 1, …, 1)": (("d", "d"), lambda p: np.eye(4)),
    "diag(1)": (("d", "d"), lambda p: np.eye(4)),
    "diag(ones(d))": (("d", "d"), lambda p: np.eye(4)),
    "X^T X + 2 I": (("d", "d"), lambda p: p.X.T @ p.X + 2 * np.eye(4)),
    "c I": (("n", "n"), lambda p: p.c * np.eye(3)),
}


def soft(z: np.ndarray) -> np.ndarray:
    return np.exp(z) / np.exp(z).sum()


@pytest.mark.parametrize("text", CASES)
def test_the_place_tells_the_size(text: str, read_value: Value, at: SimpleNamespace) -> None:
    shape, truth = CASES[text]
    value = read_value(text, *shape)
    np.testing.assert_allclose(value, truth(at), rtol=1e-12)


@pytest.mark.parametrize("text", ["I", "0^T + 0^T", "[0, …, 0]", "\\mathbf{1}", "[1; …; 1]"])
def test_without_a_place_the_size_stays_open(text: str, reader: Callable[..., object]) -> None:
    answer = reader().answer(text, placeless=True)  # type: ignore[attr-defined]
    assert answer.open or answer.shape == ()


def test_a_size_that_does_not_show_is_asked_back(reader: Callable[..., object]) -> None:
    with pytest.raises(LanguageError) as refused:
        reader().answer("c tr(I)")  # type: ignore[attr-defined]
    assert refused.value.tag == "ambiguous"


@pytest.mark.parametrize(("text", "place", "shape"), [("2I", (1, "d"), "d d"), ("\\mathbf{1}", ("d", "d"), "d 1")])
def test_an_answer_of_another_shape_gets_a_likely_size(
    text: str, place: tuple[object, ...], shape: str, reader: Callable[..., object]
) -> None:
    assert " ".join(map(str, reader().answer(text, *place).shape)) == shape  # type: ignore[attr-defined]


def test_a_kronecker_product_has_as_many_entries_as_its_place(reader: Callable[..., object]) -> None:
    answer = reader().answer("kron(X, I)", "n", "k", "k", "d")  # type: ignore[attr-defined]
    assert [str(axis) for axis in answer.shape] == ["kn", "dk"]


def test_the_reading_shows_a_vector_of_ones(reader: Callable[..., object]) -> None:
    answer = reader().answer("1^T", 1, "d")  # type: ignore[attr-defined]
    assert "Bold" in repr(answer.tree)
