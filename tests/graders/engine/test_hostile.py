"""Answers made to hurt: judged within a bounded number of steps and bytes, and never right.

Steps are calls of functions, which are the same on every machine; a million of them take some 0.3 s.
"""

from __future__ import annotations

import sys
import tracemalloc

import pytest

from graders import derived
from graders.engine.language.scope import Scope
from graders.expression import Expression, grade, prepare
from graders.verdict import Outcome, Verdict

SECRET = b"secret"
MOST_CALLS = 2_500_000
MOST_BYTES = 64 * 2**20
REFUSED = 400_000  # calls in which what exceeds a limit is turned away


def nested(shape: str, seed: str, times: int) -> str:
    text = seed
    for _ in range(times):
        text = shape.replace("@", text)
    return text


# what a limit turns away before anything is computed
TOO_LARGE = {
    "brackets": "(" * 900 + "w" + ")" * 900,
    "open brackets": "(" * 2000,
    "square brackets": "[" * 600 + "w" + "]" * 600,
    "bars": "|" * 1999,
    "long": "w+" * 32_000,
    "signs": "+".join("z" * 900),
    "product": "w^T w " * 330,
    "letters": "w" * 1999,
    "matrices": "X" * 1999,
    "transposes": "w" + "^T" * 390,
    "nested powers": nested("(@+1)^64", "z", 5),
    "tower of powers": "9**9**9**9**9",
    "digits": "9" * 1900,
    "exponentials": "exp(exp(exp(exp(exp(9)))))",
    "fractions": r"\frac{" * 330,
    "raised functions": "sin^" * 400 + "z",
    "functions": "sin " * 400 + "z",
    "sums": "sum_a " * 300 + "w_a",
    "kron": "⊗".join("X" * 400),
    "kron tower": nested("kron(X,@)", "X", 20),
    "subscripts": "w" + "_1" * 900,
    "ones": "ones(99999,99999)",
    "identity": "I_{999999999}",
    "ellipsis": "[1,…,999999999999]",
    "ellipses": "…" * 1999,
    "indices": " ".join(f"w_{letter}" for letter in "abcfghijklmopqr"),
    "einsum": "np.einsum('" + ",".join("abcdefghijklm") + "->abcdefghijklm'," + ",".join("w" * 13) + ")",
    "macro": r"\def\x{\x\x}\x",
    "code": "__import__('os').system('id')",
}
# what is within the limits, and costs something
LARGE = {
    "kron of four": "kron(X,kron(X,kron(X,X)))",
    "det of kron": "det(kron(I_n,kron(I_n,I_n)))",
    "inv of kron": "inv(kron(w w^T + I_d,kron(I_n, I_d+w w^T)))",
    "inverses": nested("inv(I_d+@)", "w w^T", 30),
    "softmaxes": nested("softmax(@)", "w", 60),
    "exp tower": nested("exp(@)", "z", 60),
    "softplus tower": nested("softplus(@)", "z", 60),
    "relu tower": nested("relu(@)", "z", 60),
    "sine tower": nested("sin(1e9*@)", "z", 30),
    "power tower": "^".join("z" * 60),
    "fractions": nested(r"\frac{1}{1+@}", "z", 60),
    "quotients": "/".join("z" * 190),
    "vector quotients": "/".join("w" * 190),
    "sines": "*".join(["sin(z)"] * 90),
    "polynomial": "+".join(f"z^{power}/{power + 1}" for power in range(60)),
    "degree": "(z+1)^64",
    "large numbers": "*".join(["1e300"] * 100),
    "digits": "(" + "9" * 999 + ")^64",
    "sum of tensors": "+".join(["X_il δ_jk"] * 60),
    "contractions": "+".join(["np.einsum('il,jk->ijkl',X,I_k)"] * 30),
    "sums": "sum_a sum_b sum_c x_{ab} w_b w_c",
    "block": "[" + ",".join(["X"] * 90) + ";" + ",".join(["X"] * 90) + "]",
    "blocks": nested("[@,@;@,@]", "X", 3),
    "ellipses in ellipses": nested("[@,…,@]", "w_1", 5),
    "powers": "((z+1)^64)^64*(z^64)^64*((z^64)^64)^64",
    "wide einsum": "np.einsum('" + "i" * 1900 + "->i',X)",
    "cases": "1 if z>0 else " * 60 + "z",
    "matrix power": "((w w^T)^64)^64",
    "jumps": nested("1[@ > 0]", "z", 60),
}


@pytest.fixture(scope="module")
def tasks() -> list[Expression]:
    symbols = {"X": "n x d", "W": "k x d", "w": "d"}
    vectors, z = Scope.from_question(symbols), Scope.from_question({"z": "scalar"})
    return [
        prepare(derived.jacobian_of(vectors, "norm2(w)^2", "w"), "norm2(w)^2", "content"),
        prepare(derived.jacobian_of(vectors, "X W^T", "W"), "X W^T", "content", "ijkl"),
        prepare(derived.derivative_of(z, "sigmoid(z)", "z"), "sigmoid(z)", "content"),
    ]


def judged(task: Expression, text: str) -> tuple[Verdict, int]:
    """The verdict, and how many calls it took."""
    grade(task, "0", {}, SECRET)  # the truth's own values are made once
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        verdict = grade(task, text, {}, SECRET)
    finally:
        sys.setprofile(before)
    return verdict, calls


def small(verdict: Verdict) -> bool:
    """Whether what is said of it stays short."""
    return len(verdict.reading or "") < 20_000 and len(verdict.feedback) < 8_000 and len(verdict.notes) < 20


@pytest.mark.parametrize("text", TOO_LARGE.values(), ids=TOO_LARGE)
def test_what_exceeds_a_limit_is_turned_away_at_once(text: str, tasks: list[Expression]) -> None:
    for task in tasks:
        verdict, calls = judged(task, text)
        assert verdict.outcome is Outcome.INVALID
        assert calls < REFUSED
        assert small(verdict)


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_what_is_large_takes_a_bounded_number_of_steps(text: str, tasks: list[Expression]) -> None:
    for task in tasks:
        verdict, calls = judged(task, text)
        assert verdict.outcome in (Outcome.INVALID, Outcome.WRONG, Outcome.UNDECIDED)
        assert calls < MOST_CALLS
        assert small(verdict)


def test_none_of_it_takes_much_memory(tasks: list[Expression]) -> None:
    for text in [*TOO_LARGE.values(), *LARGE.values()]:
        task = tasks[1] if "X" in text or "w" in text else tasks[2]
        grade(task, "0", {}, SECRET)
        tracemalloc.start()
        grade(task, text, {}, SECRET)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < MOST_BYTES, text
