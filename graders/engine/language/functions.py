"""The functions of the language, by all their spellings. Capital and small letters are the same in them."""

from __future__ import annotations

_SPELLINGS = {
    "exp": "exp",
    "log": "log ln",
    "sqrt": "sqrt",
    "abs": "abs absolute fabs",
    "sign": "sign sgn",
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "sec": "sec",
    "csc": "csc",
    "cot": "cot",
    "arcsin": "arcsin asin",
    "arccos": "arccos acos",
    "arctan": "arctan atan",
    "sinh": "sinh",
    "cosh": "cosh",
    "tanh": "tanh",
    "sech": "sech",
    "sigmoid": "sigmoid σ sigma logistic expit",
    "relu": "relu",
    "softplus": "softplus",
    "softmax": "softmax",
    "step": "step heaviside",
    "erf": "erf",
    "max": "max maximum amax",
    "min": "min minimum amin",
    "norm2": "norm2 norm",
    "norm1": "norm1",
    "sum": "sum",
    "mean": "mean average",
    "trace": "trace tr",
    "det": "det",
    "logdet": "logdet",
    "inv": "inv",
    "diag": "diag diagonal",
    "transpose": "transpose",
    "logsumexp": "logsumexp lse",
    "kron": "kron",
    "at": "at",
}

FUNCTIONS = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()}

# Read from their arguments alone, not as calls: the rows of NumPy's table and the arrays filled with one number.
_REWRITTEN_NAMES = (
    "add subtract multiply divide dot matmul outer power square reciprocal negative where array einsum inner vdot "
    "zeros_like zeros ones eye identity log2 log10 log1p expm1 float "
    "arcsinh asinh arccosh acosh arctanh atanh erfc logsigmoid silu swish gelu rsqrt hypot logaddexp"
)
REWRITTEN = frozenset(_REWRITTEN_NAMES.split())

AXIS_FUNCTIONS = frozenset({"softmax", "sum", "mean", "logsumexp", "max", "min"})
TWO_ARGUMENTS = frozenset({"kron"})
SEVERAL_ARGUMENTS = frozenset({"max", "min", "at", "diag", "kron"})

# Those that people glue to their argument: `lnx`, `sinx`.
GLUED = ("sqrt", "tanh", "sinh", "cosh", "sin", "cos", "tan", "log", "exp", "ln")
