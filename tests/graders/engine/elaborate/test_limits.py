"""What people and programs may throw at it: nothing but the language's own refusals, and never an immense array."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.engine.elaborate import IllTyped, read
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph
from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope
from graders.engine.numbers.floats import FLOATS
from graders.engine.sizes import shape

IMMENSE = [
    "ones(9999,9999) - ones(9999,9999)",
    "tr(" + "kron(A," * 20 + "A" + ")" * 21,
    "w_i w_j w_k w_l w_m w_p w_q w_r",
    "Σ_i Σ_j Σ_k Σ_l Σ_m Σ_p Σ_q Σ_r w_i w_j w_k w_l w_m w_p w_q w_r",
]


@pytest.mark.parametrize("text", IMMENSE)
def test_an_immense_array_is_refused(text: str, reader: Callable[..., object]) -> None:
    with pytest.raises(LanguageError) as refused:
        reader().answer(text)  # type: ignore[attr-defined]
    assert refused.value.tag == "hostile"


@pytest.mark.parametrize(
    "text", ["+".join(["I"] * 190), "w" + "'" * 190, "*".join(["I"] * 190), " + ".join(["c"] * 190)]
)
def test_long_chains_are_read(text: str, reader: Callable[..., object]) -> None:
    reader().answer(text, "d", "d")  # type: ignore[attr-defined]


SCOPE = Scope.from_question(
    {"X": "n x d", "W": "k x d", "w": "d", "v": "d", "b": "n", "z": "k", "c": "scalar", "A": "n x n", "i": "index"},
    {"s": "softmax(z)", "x_i": "X[i,:]^T"},
)
ATOMS = (
    r"X W w v b z c A s 1 0 2 I 1^T 0^T \mathbf{1} x_i x_j x_1 w_j w_1 X_{ij} X_{jl} z_k e_i e_j δ_{jk} pi d [c,1;2,3]"
)
MORE = [
    "[w_1,…,w_d]",
    "[0, …, 0]",
    "diag(w_1,…,w_d)",
    "(sum_k e^{z_k})",
    "1[j=k]",
    "1[c>0]",
    "softmax(X, axis=1)",
    "ones(d)",
]
FUNCTIONS = [
    *("exp", "ln", "σ", "relu", "softmax", "sum", "mean", "tr", "det", "inv"),
    *("diag", "norm2", "norm1", "logsumexp", "transpose", "logdet", "tanh'"),
]
TEMPLATES = [
    *(f"({{}} {sign} {{}})" for sign in ("+", "-", "*", "", "/", "⊙", "⊗", "./")),
    *(f"({{}})^{{{{{power}}}}}" for power in ("2", "T", "-1", "1/2", "w", "c", "0")),
    *(f"{function}({{}})" for function in FUNCTIONS),
    *(f"({{}})_{{{{{index}}}}}" for index in ("i", "j", "1", "jk")),
    *(f"(Σ_{index} {{}})" for index in "jkl"),
    *(f"({{}} if {condition} else {{}})" for condition in ("c>0", "i=j", "j=k", "w>v")),
    *("max({}, {})", "[{}, {}]", "-{}"),
]
PLACES = [(), (1, "d"), ("n", "d"), ("d", "d"), ("d", 1), ("n", "k", "k", "d")]
SIZES = ({"n": 3, "d": 4, "k": 5}, {"n": 5, "d": 2, "k": 3})


def _filled(parts: tuple[str, str, str]) -> str:
    template, first, second = parts
    return template.format(first, second)


TEXTS = st.recursive(
    st.sampled_from([*ATOMS.split(), *MORE]),
    lambda inner: st.tuples(st.sampled_from(TEMPLATES), inner, inner).map(_filled),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, place=st.sampled_from(PLACES))
def test_whatever_is_typed_has_the_shape_it_says_or_is_refused(text: str, place: tuple[str | int, ...]) -> None:
    try:
        answer = read(text, SCOPE, Graph(), shape(*place), "ijkl" if len(place) == 4 else None)
    except (LanguageError, IllTyped):
        return
    assert not answer.open
    for sizes in SIZES:
        random = np.random.default_rng(1)
        inputs = {
            name: np.ones(2) if made.is_index else random.uniform(-2, 2, (*(axis.at(sizes) for axis in made.shape), 2))
            for name, made in SCOPE.symbols.items()
        }
        (value,) = evaluate([answer.node], FLOATS, inputs, sizes)
        assert value.shape[:-1] == tuple(axis.at(sizes) for axis in answer.shape)
