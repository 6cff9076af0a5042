"""Whatever is typed, an answer gets a verdict: no exception, no endless text, and nothing is right that was broken."""

from __future__ import annotations

from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from graders import derived
from graders.engine.language.scope import Scope
from graders.expression import Expression, grade, prepare, preview
from graders.verdict import Outcome, Verdict

SECRET = b"secret"
SYMBOLS = {"X": "n x d", "W": "k x d", "w": "d", "c": "scalar"}
SIGNS = "()[]{}|‖,;:.'^_+-*/=<>≤≠≈·×⊙⊗√∑Σ∂∇…⊤&$!?#%\"\\ "
WORDS = r"""
    ** .* || ... == <= .T _{ ^{ _1 ^2 \\ 1e5 0.5 2 10 1 0 1e999 1e-300 ^-1 ^{-1} ^T ^64 _i _{il} [i,j] [:,j]
    w X x z i j k l d n e T I A W c Xw wT δ_ij δ[j,k] X_il x_i x_{ij} w_j σ σ' pi λ I_d e_i 1^T 1[j=k] (z>0)
    exp( sin( ln( sum( max( softmax( diag( eye( zeros( np. at( norm2( log tr( det( inv( kron( sqrt( abs(
    step( relu( softplus( erf( tanh( arcsin( np.where( np.outer( einsum('ij->i', sum_k sum_{k=1}^{d} axis=1
    \frac{ \frac \sqrt \left( \right) \begin{pmatrix} \end{pmatrix} \begin{cases} \end{cases} \mathbf{1}
    \partial \top \lVert \cdot \text{if} \hat \over \delta_{ \mathbb{1} \boxed{ ᵀ ² ⁻ ₁ ᵢ 𝟙 ½ ŷ а ｗ ∞
"""
SPACED = [" if ", " else ", " otherwise ", " and ", "undefined", "dw", "d/dw", "∂f/∂w = ", "J_ij = ", "\x00", "\u200b"]
PIECES = [*SIGNS, *WORDS.split(), *SPACED]
OPERANDS = "w X x_i z i d 2 0 1 -1 0.5 x_{ij} w_j X_il δ_jk I_d ones(d) e_i 1^T 1e5 0^T"
SHAPES = [
    *("@+@", "@-@", "@ @", "@*@", "@/@", "@⊙@", "(@)^2", "(@)^{-1}", "(@)^T", "exp(@)", "ln(@)", "max(@,@)", "sum(@)"),
    *("softmax(@)", "inv(@)", "diag(@)", "norm2(@)", "kron(@,@)", "(@)_i", "(@)_{ij}", "sum_k (@)", "[@, @]"),
    *("[@; @]", "[@, …, @]", "@ if @ > @ else @", "(@) 1[@ = @]"),
]
RIGHT = [
    *("2w^T", "2*w.T", "[2w_1, 2w_2, …, 2w_d]", "x_i^T", "X[i,:]", "X I_d", "2 diag(w)", "2 w_i δ_ij", "X_il δ_jk"),
    *("np.einsum('id,jk->ijkd', X, np.eye(k))", "J_pqrs = X_ps δ_qr", "[x_1^T; …; x_n^T]", "sum_k x_{ik} δ_kj"),
    *("σ(z)(1-σ(z))", r"\frac{1}{1+e^{-z}}", "e^z/(1+e^z)^2", "z if z>=0 else 0", "max(0,z)", "4/(e^z+e^{-z})^2"),
    r"\begin{cases} 1 & z>0 \\ 0 & z<0\end{cases}",
    "[2w_1, 0, …, 0; 0, 2w_2, …, 0; …; 0, …, 2w_d]",
]


def jacobian(text: str, wrt: str = "w", index: str | None = None, fixed: bool = False) -> Expression:
    scope = Scope.from_question(SYMBOLS | ({"i": "index"} if fixed else {}), {"x_i": "X[i,:]^T"})
    return prepare(derived.jacobian_of(scope, text, wrt), text, "content", index)


def of_z(text: str) -> Expression:
    return prepare(derived.derivative_of(Scope.from_question({"z": "scalar"}), text, "z"), text, "content")


TASKS = [
    *(jacobian("norm2(w)^2"), jacobian("w^T x_i", fixed=True), jacobian("X w"), jacobian("w^2")),
    *(jacobian("X W^T", "W", "ijkl"), of_z("sigmoid(z)"), of_z("relu(z)"), of_z("softplus(z)")),
]
soups = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A right answer after some edits."""
    text = draw(st.sampled_from(RIGHT))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 3)))
        text = text[:at] + draw(st.sampled_from(["", text[at:end] * 2, *PIECES])) + text[end:]
    return text


@st.composite
def formulas(draw: st.DrawFn) -> str:
    """Operands put together as they may be."""
    operands = st.sampled_from(OPERANDS.split())
    shapes = st.sampled_from(SHAPES)
    text = draw(shapes)
    for _ in range(draw(st.integers(0, 3))):
        text = text.replace("@", f"({draw(shapes)})", 1)
    while "@" in text:
        text = text.replace("@", draw(operands), 1)
    return text


def check(task: Expression, text: str) -> None:
    start = perf_counter()
    verdict = grade(task, text, {}, SECRET)
    taken = perf_counter() - start
    if taken > 0.1:
        print(f"{taken:.3f} s: {text!r}")  # noqa: T201 - shown when it fails; a test does not judge by the clock
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is not Outcome.UNGRADED
    assert (verdict.score == 1) == (verdict.outcome is Outcome.CORRECT)
    assert verdict.feedback
    assert len(verdict.feedback) < 8_000
    assert len(verdict.reading or "") < 20_000
    assert len(verdict.notes) < 20
    reading, shape, problems, _ = preview(task, text)
    if verdict.outcome is Outcome.INVALID:
        assert reading is None
        assert shape is None
        assert problems
    if verdict.outcome is Outcome.CORRECT:
        assert reading
        assert shape == verdict.shape


@settings(max_examples=900, deadline=None)
@given(st.sampled_from(TASKS), soups)
def test_a_soup_of_signs_gets_a_verdict(task: Expression, text: str) -> None:
    check(task, text)


@settings(max_examples=900, deadline=None)
@given(st.sampled_from(TASKS), broken())
def test_a_broken_right_answer_gets_a_verdict(task: Expression, text: str) -> None:
    check(task, text)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(TASKS), formulas())
def test_a_formula_of_any_parts_gets_a_verdict(task: Expression, text: str) -> None:
    check(task, text)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TASKS), st.text(max_size=60))
def test_any_text_gets_a_verdict(task: Expression, text: str) -> None:
    check(task, text)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TASKS), formulas())
def test_adding_one_to_an_answer_is_never_right_too(task: Expression, text: str) -> None:
    """f and f + 1 cannot both be the truth."""
    if grade(task, text, {}, SECRET).outcome is Outcome.CORRECT:
        assert grade(task, f"({text}) + 1", {}, SECRET).outcome is not Outcome.CORRECT


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(TASKS),
    st.one_of(st.none(), st.integers(), st.lists(st.text()), st.dictionaries(st.text(), st.text())),
)
def test_what_is_no_text_is_asked_back(task: Expression, value: object) -> None:
    assert grade(task, value, {}, SECRET).outcome is Outcome.INVALID
