"""One meaning, many notations: what is typed, pasted from LaTeX or written in Unicode is read as the same tree."""

from __future__ import annotations

import pytest

from graders.engine.elaborate import read
from graders.engine.graph import Graph
from graders.engine.language.parser import parse
from graders.engine.language.printing.plain import to_plain
from graders.engine.language.scope import Scope

SCOPE = Scope.from_question(
    {"X": "n x d", "W": "k x d", "w": "d", "x": "d", "c": "scalar", "A": "n x n invertible", "h_1": "scalar"}
)
ROWS = Scope.from_question({"X": "n x d", "w": "d", "i": "index"}, {"x_i": "X[i,:]^T"})
SCALAR = Scope.from_question({"z": "scalar"})
SOFTMAX = Scope.from_question({"z": "d"}, {"s": "softmax(z)", "sigma": "softmax(z)", "Sigma": "sum(exp(z))"})

SAME = {
    "2w^T": ["2w'", "2w.T", "2wᵀ", "2w⊤", "2 w^{T}", r"2w^\top", r"2w^{\top}", r"2w^\mathsf{T}", r"2{\bf w}^\intercal",
        r"2\vec w^T", r"2\vec{\mathbf w}^T"],
    "w^T x": ["w^Tx", "w'x", r"\mathbf{w}^\top \vec{x}", "w^T  x", "$w^T x$", r"\(w^T x\)", "ｗ^T x", "w^T\u2009x"],
    "X^T X w": ["X^TXw", r"X^{\top} X w", "X'Xw", "XᵀXw"],
    "A^(-1) w": ["A^{-1}w", "A^-1 w", "A⁻¹ w", "A**-1 w"],
    "(A^(-1))^T": ["A^{-T}", r"A^{-\top}", "A⁻ᵀ"],
    "X @ w": ["X.dot(w)", "np.dot(X, w)", "np.matmul(X,w)", "X@w"],
    "X w": ["Xw", r"\mathbf{X}\mathbf{w}", "X w."],
    "w .* x": ["w ⊙ x", "w∘x", r"w \odot x", "w.*x", "np.multiply(w, x)"],
    "w.^2": ["w .^ 2", r"w^{\circ 2}", "np.square(w)", "np.power(w,2)"],
    "X ⊗ I_k": [r"X \otimes I_k", "X⊗I(k)", "X ⊗ eye(k)", "X ⊗ np.eye(k)"],
    "norm2(w)^2": ["‖w‖²", "||w||^2", "||w||_2^2", r"\|w\|^2", r"\lVert w\rVert_2^2", r"\left\|w\right\|^2",
        "norm(w)^2"],
    "norm1(w)": ["||w||_1", "norm(w, 1)", r"\|w\|_1", r"\lVert w \rVert_{1}"],
    "|(|c| - 1)|": ["||c|-1|", r"\left|\left|c\right|-1\right|", r"\lvert\lvert c\rvert - 1\rvert"],
    "|c| |c|": ["|c||c|", "|c| |c|"],
    "1/sqrt(d)": ["1/√d", r"\frac{1}{\sqrt{d}}", r"\frac1{\sqrt d}", r"1 \over \sqrt d", "1/sqrt d"],
    "1/2 w": [r"\frac12 w", r"\tfrac{1}{2} w", "½w", "1/2 w", r"{1 \over 2} w"],
    "w_1 w_2": ["w_1w_2", "w₁w₂", "w_{1} w_{2}", "w[1] w[2]"],
    "w_k δ_ij": ["w_kδ_ij", r"w_k\delta_{ij}"],
    "δ_jk X_il": ["δ_jkX_il", r"\delta_{jk}X_{il}"],
    "2w_1": ["2w_1.", "2w_{1}.", r"\boxed{2w_1}"],
    "w_j w_k": ["w_jw_k", "w[j]w[k]", r"\mathbf{w}_j w_{k}"],
    "X_ij": ["X_{ij}", "X_{i,j}", "X[i,j]", "X[i][j]", "Xᵢⱼ"],
    "X_{i, :}": ["X[i,:]", r"X_{i\cdot}", "X_{i·}", "X_{i,:}"],
    "X_{:, j}": ["X[:,j]", r"X_{\cdot j}", "X_{:,j}"],
    "X_{1, 2}": ["X_12", "X_{12}", "X_{1,2}", "X[1,2]", "X₁₂"],
    "(w^T)_j": ["w^T_j", "(w^T)_j"],
    "w_j^2": ["w^2_j", "w_j**2", "w_j²", "w^{2}_{j}", "wⱼ²"],
    "e_j X": ["e_jX", "e_j X"],
    "2h_1 w": ["2h_1w", "2h₁w", "2h1 w", "2h_{1}w"],
    "I_{d×d}": ["I_{dxd}", r"I_{d\times d}", "I_dxd", "np.eye(d, d)", "I_{dd}"],
    "I_d w": ["I_dw", "I(d) w", r"\mathbb{I}_d w", r"\mathbf I_d w", "identity(d) w", "np.eye(d) w"],
    "I": ["I", "eye", "identity"],
    "δ_jk": [
        *("delta_jk", "delta[j,k]", "delta(j,k)", "δ_{jk}", "δ_{j,k}", "δⱼₖ", r"\delta_{jk}", "δ_{j=k}", "I_{jk}",
            "I[j,k]"),
        *("1[j=k]", "[j=k]", "(j==k)", "1{j=k}", "1_{j=k}", r"\mathbf{1}_{j=k}", r"\mathbb{1}[j = k]",
            r"\mathbb{1}\{j=k\}"),
        *("𝟙[j=k]", "I(j=k)", r"\mathbf 1(j=k)"),
    ],
    "[c > 0]": ["1[c>0]", "(c>0)", "1{c>0}", "1_{c>0}", r"\mathbf{1}_{c>0}", "𝟙[c>0]"],
    "zeros(1, d)": ["0_{1xd}", r"0_{1\times d}", "0_{1×d}", "np.zeros((1,d))", "zeros(1,d)", r"\mathbf{0}_{1\times d}"],
    "ones(d, d)": ["1_{dxd}", "1_{d×d}", "np.ones((d, d))", r"\mathbf{1}_{d \times d}"],
    "𝟏^T X": [r"\mathbf{1}^\top X", r"\mathbf 1^T X", r"\boldsymbol{1}' X"],
    "ones(n)^T": ["1_n^T", r"\mathbf{1}_n^\top", "ones(n)^T", "np.ones(n).T"],
    "{2w_j, i = j; 0, otherwise}": [
        *("2w_j if i=j else 0", "2w_j if i=j, otherwise 0", "2w_j if i = j, 0 otherwise", "{2w_j if i=j; 0 otherwise}"),
        *("2w_j for i=j and 0 otherwise", "2w_j when i equals j, else 0", "np.where(i==j, 2w_j, 0)"),
        *("{2w_j, i=j; 0, else}", r"\begin{cases}2w_j & i=j\\0 & \text{otherwise}\end{cases}",
            "if i=j then 2w_j else 0"),
        r"\begin{cases} 2w_j, & \text{if } i = j \\ 0, & \text{else} \end{cases}",
    ],
    "{0, c < 0; 1, c > 0; undefined, c = 0}": ["0 if c<0, 1 if c>0, undefined at 0",
        "{0, c<0; 1, c>0; undefined, c=0}"],
    "[i = k and j = l]": ["1[i=k and j=l]", "(i==k and j==l)", r"[i=k \land j=l]"],
    "sum_k (w_k^2)": ["sum_k w_k^2", r"\sum_k w_k^2", "Σ_k w_k²", "∑_k w_k^2", r"\sum\limits_{k} w_k^{2}", "Σₖ wₖ²"],
    "sum_{k=1}^{d} (w_k)": [r"\sum_{k=1}^{d} w_k", "sum_k=1^d w_k", "Σ_{k=1}^d w_k", r"\sum^d_{k=1} w_k",
        "sum_(k=1)^d w_k"],
    "sum_{k ≠ j} (w_k)": ["sum_(k != j) w_k", r"\sum_{k\ne j} w_k", "Σ_{k≠j} w_k", r"\sum_{k \neq j} w_k"],
    "1/(sum_k (e^(w_k))) (1 - c)": ["1/sum_k e^{w_k} (1-c)", "1/(Σ_k e^{w_k})(1-c)"],
    "[2w_1, 2w_2, ..., 2w_d]": [
        *("(2w_1 2w_2 ... 2w_d)", "[2w_1 2w_2 … 2w_d]", r"\left(2w_1,2w_2,\ldots,2w_d\right)", "[2w_1, 2w_2, ⋯, 2w_d]"),
        r"\begin{pmatrix}2w_1 & 2w_2 & \cdots & 2w_d\end{pmatrix}",
    ],
    "[2w_1; ...; 2w_d]": ["[2 w_1; …; 2 w_d]", r"\begin{bmatrix}2w_1\\ \vdots\\ 2w_d\end{bmatrix}", "[2w_1; ⋮; 2w_d]"],
    "[1, 0; 0, 1]": ["[1 0; 0 1]", "[[1,0],[0,1]]", "np.array([[1, 0], [0, 1]])",
        r"\begin{pmatrix}1&0\\0&1\end{pmatrix}"],
    "[1, -1]": ["[1 -1]", "[1, -1]", "(1, -1)"],
    "ln(c)/ln(2)": ["log_2 c", r"\log_{2}(c)"],
    "sin(2c)": ["sin 2c", r"\sin 2c", "sin(2c)"],
    "sin(c)^2": ["sin^2 c", "sin²(c)", r"\sin^2(c)", "sin(c)^2", "Sin(c)**2"],
    "ln(1) + 2e^3": ["ln 1 + 2e^3", r"\ln 1 + 2\mathrm{e}^3", "ln(1)+2e³"],
    "c e^c": ["ce^c", "c e^c"],
    "e^(-c)": ["e^-c", "e^{-c}", "e**-c", "e⁻ᶜ", "e**(-c)"],
    "ln(c)": ["lnc", "ln c", "LN(c)", "np.log(c)", "math.log(c)", r"\ln\left(c\right)", r"\log{c}",
        r"\operatorname{log}(c)"],
    "c^(1/3)": [r"\sqrt[3]{c}"],
    "max(0, c)": ["np.maximum(0,c)", r"\max(0,c)", r"\max\{0,c\}", r"\operatorname{max}(0, c)"],
    "sum(X, axis=0)": ["np.sum(X, axis=0)", "X.sum(axis=0)", "sum(X, 0)", "np.sum(X, axis=0, keepdims=True)"],
    "sigmoid'(c)": ["σ'(c)", r"\sigma'(c)", "sigma′(c)"],
    "-c^2": ["-c^2", "−c²", "-c**2"],
    "2^(3^2)": ["2^3^2", "2**3**2", "2^{3^2}"],
    "c/2/3": ["c/2/3", "c÷2÷3"],
    "2": ["+2", "2", "= 2", "≈ 2", "２"],
    "w^T I_d 2": ["w^T I_d 2"],
    "einsum('id,jk->ijkd', X, I_k)": ["np.einsum('id,jk->ijkd', X, np.eye(k))", 'einsum("id, jk -> ijkd", X, eye(k))'],
}  # fmt: skip


@pytest.mark.parametrize(("plain", "text"), [(plain, text) for plain, texts in SAME.items() for text in texts])
def test_notations_of_one_thing_are_read_alike(plain, text):
    assert to_plain(parse(text, SCOPE).tree) == plain
    assert parse(text, SCOPE).tree == parse(plain, SCOPE).tree


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("x_i^T", "x_i^T"),
        ("xᵢᵀ", "x_i^T"),
        (r"\mathbf x_i^{\mathsf T}", "x_i^T"),
        ("x_1^T", "x_1^T"),
        ("x_{ij}", "x_ij"),
        ("x_{i,l}", "x_il"),
        ("x[i]", "x_i"),
        (r"\begin{bmatrix}x_1^\top\\ \vdots\\ x_n^\top\end{bmatrix}", "[x_1^T; ...; x_n^T]"),
        ("[x_1, …, x_n]^T", "[x_1, ..., x_n]^T"),
    ],
)
def test_a_definition_with_an_index_is_a_family(text, plain):
    assert to_plain(parse(text, ROWS).tree) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("σ(1-σ)", "sigmoid (1 - sigmoid)"),
        ("(1-σ)σ", "(1 - sigmoid) sigmoid"),
        ("σ - σ^2", "sigmoid - sigmoid^2"),
        ("σ(z)(1-σ)", "sigmoid(z) (1 - sigmoid)"),
        ("σ(1-z)", "sigmoid(1 - z)"),
        ("sigma(z)*sigma(-z)", "sigmoid(z) * sigmoid(-z)"),
        ("H(z)", "step(z)"),
        ("z|z|", "z |z|"),
        (r"\left(z+|z|\right)/2", "(z + |z|)/2"),
    ],
)
def test_with_one_scalar_a_bare_sigma_is_of_it(text, plain):
    assert to_plain(parse(text, SCALAR).tree) == plain


@pytest.mark.parametrize("text", ["4.5x10^-5", "4.5 x 10^-5", "4.5x10^{-5}"])
def test_an_x_that_is_no_name_is_a_times_before_a_power_of_ten(text):
    assert to_plain(parse(text, SCALAR).tree) == "4.5 (10^(-5))"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("σ_i (δ_ij - σ_j)", "sigma_i (δ_ij - sigma_j)"),
        ("σ(z)_i", "sigma_i"),
        ("σ(z) σ(z)^T", "sigma sigma^T"),
        ("s(1-s)", "s (1 - s)"),
        ("e^{z_i} \\Sigma^{-1}", "e^(z_i) Sigma^(-1)"),
        ("e^{z_i} / Σ_k e^{z_k}", "e^(z_i)/(sum_k (e^(z_k)))"),
        ("diag(s)(I - 1 s^T)", "diag(s) (I - 1s^T)"),
        ("s_iδ_ij - s_is_j", "s_i δ_ij - s_i s_j"),
    ],
)
def test_a_declared_name_wins_over_a_function_of_its_spelling(text, plain):
    assert to_plain(parse(text, SOFTMAX).tree) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        *((text, "yhat") for text in ("ŷ", r"\hat{y}", r"\hat y", r"\hat{\mathbf{y}}", r"\mathbf{\hat y}", "yhat")),
        *((text, "mu^T yhat") for text in ("μᵀ ŷ", r"\boldsymbol{\mu}^\top \hat{y}", "mu^T yhat", r"\mu'\hat y")),
        *((text, "yhat^T") for text in ("yhat[None,:]", "yhat[np.newaxis, :]", "yhat.transpose()")),
        *((text, "[c > 0]") for text in ("(c > 0).astype(float)", "float(c>0)")),
        *((text, "step(c)") for text in ("np.heaviside(c, 0.5)", "H(c)", "step(c)")),
        *((text, "norm1(mu)") for text in ("‖μ‖₁", "|mu|_1", r"\|\mu\|_{1}")),
        *((text, "norm2(mu)^2") for text in ("‖μ‖₂²", r"\|\mu\|^2_2", "np.linalg.norm(mu)**2")),
        *(
            (text, "{c, c > 0; 0, c ≤ 0}")
            for text in ("c, if c>0; 0, if c<=0", r"\left\{\begin{array}{ll} c & c>0 \\ 0 & c\le 0\end{array}\right.")
        ),
    ],
)
def test_names_have_hats_and_numpy_has_habits(text, plain):
    scope = Scope.from_question({"yhat": "n", "mu": "n", "c": "scalar"})
    assert to_plain(parse(text, scope).tree) == plain


def test_only_the_declared_spelling_of_a_glued_name_is_cut():
    scope = Scope.from_question({"Xw": "n"})
    assert to_plain(parse("Xw", scope).tree) == "Xw"


def test_a_lower_case_entry_of_a_declared_matrix_is_its_entry():
    scope = Scope.from_question({"X": "n x d"})
    assert parse("x_{ij}", scope).tree == parse("X_ij", scope).tree


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (r"\sigma^{\prime}(z)", "sigmoid'(z)"),
        (r"\frac z2", "z/2"),
        (r"\frac z{2z}", "z/(2z)"),
        (r"\tanh^\prime(z)", "tanh'(z)"),
        (r"\tanh^{\prime\prime}(z)", "tanh''(z)"),
        ("max(0; z)", "max(0, z)"),
        ("z^{0,5}", "z^0.5"),
        ("1{,}5 z", "1.5z"),
        ("z, z ≥ 0, 0 otherwise", "z if z ≥ 0, 0 otherwise"),
        ("1, z > 0; 0, z < 0", "{1, z > 0; 0, z < 0}"),
        ("1 wenn z > 0, sonst 0", "1 if z > 0, otherwise 0"),
        ("1 falls z > 0, 0 sonst", "1 if z > 0 else 0"),
    ],
)
def test_habits_of_other_countries_and_of_latex(text, same):
    assert parse(text, SCALAR).tree == parse(same, SCALAR).tree


def test_a_dot_for_all_places_of_a_family_is_its_row():
    graph = Graph()
    for row in (r"x_{i\cdot}", "x_{i,:}"):
        assert read(row, ROWS, graph).node is read("x_i^T", ROWS, graph).node


def test_a_sum_ends_before_a_factor_that_sums_by_itself():
    quotient = "e^{z_i}/sum_k e^{z_k} (1 - e^{z_j}/sum_k e^{z_k})"
    assert (
        parse(quotient, SOFTMAX).tree
        == parse(r"\frac{e^{z_i}}{\sum_k e^{z_k}} (1 - \frac{e^{z_j}}{\sum_k e^{z_k}})", SOFTMAX).tree
    )


def test_a_derivative_of_what_follows_names_no_axes():
    graph, scope = Graph(), SCOPE
    given = read(r"\frac{\partial}{\partial W_{kl}} \sum_m X_{im} W_{jm} = X_{il} δ_{jk}", scope, graph, index="ijkl")
    assert given.node is read("X_{il} δ_{jk}", scope, graph, index="ijkl").node


def test_spaces_separate_entries_with_indices():
    entries = parse("[w_2, w_1, 2w_3]", SCOPE).tree
    assert parse("[w_2 w_1 2w_3]", SCOPE).tree == entries
    assert parse("[w_2 w_1 2 w_3]", SCOPE).tree == entries
