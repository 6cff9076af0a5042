"""The functions of the language, by all their spellings. Capital and small letters are the same in them."""

from __future__ import annotations

_SPELLINGS = """
exp, log ln, sqrt, abs absolute fabs, sign sgn, sin, cos, tan, sec, csc, cot,
arcsin asin, arccos acos, arctan atan, arctan2 atan2, sinh, cosh, tanh, sech, csch, coth,
arcsinh asinh, arccosh acosh, arctanh atanh, log2, log10, log1p, exp2, expm1, xlogy, logaddexp, logit,
cbrt, rsqrt, hypot, sinc, erf, erfc,
sigmoid σ sigma logistic expit, relu, softplus, softmax, softmin, logsoftmax, logsigmoid, step heaviside,
silu swish, gelu, mish, softsign, elu, selu, leakyrelu lrelu prelu, relu6, hardtanh, hardsigmoid, hardswish, huber,
max maximum amax reducemax, min minimum amin reducemin, clip clamp, sum reducesum, prod product reduceprod,
mean average reducemean, var variance, std, cumsum, norm2 norm, norm1, norminf, logsumexp lse,
trace tr, det, logdet, logabsdet, inv, solve, adj adjugate, diag diagonal diagflat, tril, triu, vec,
transpose, kron, cross, at
"""  # by commas the functions, the first spelling of each its name

_ALIKE = [row.split() for row in _SPELLINGS.replace("\n", " ").split(",")]
FUNCTIONS = {spelling: alike[0] for alike in _ALIKE for spelling in alike}
# As libraries spell them: the only names with an underscore that is no subscript.
SNAKES = (
    *("log_softmax", "log_sigmoid", "leaky_relu", "hard_sigmoid", "hard_swish", "hard_tanh", "matrix_power"),
    *("reduce_sum", "reduce_mean", "reduce_max", "reduce_min", "reduce_prod"),
    *("zeros_like", "ones_like", "negative_slope"),
)

# Read from their arguments alone, not as calls: the rows of NumPy's table and the arrays filled with one number.
_REWRITTEN_NAMES = (
    "add subtract sub multiply mul divide div dot matmul mm mv bmm outer ger power pow matrixpower negative neg square "
    "reciprocal where array tensor einsum inner vdot zeroslike oneslike zeros ones eye identity float slogdet"
)
REWRITTEN = frozenset(_REWRITTEN_NAMES.split())

_SUMMING = frozenset({"softmax", "logsoftmax", "sum", "prod", "mean", "var", "std", "cumsum", "logsumexp"})
AXIS_FUNCTIONS = _SUMMING | {"max", "min"}
SEVERAL_ARGUMENTS = frozenset(
    {"max", "min", "at", "diag", "kron", "cross", "solve", "arctan2", "xlogy", "logaddexp", "hypot"}
    | {"elu", "leakyrelu", "clip", "huber"}
)

# Those that people glue to their argument: `lnx`, `sinx`.
GLUED = ("sqrt", "tanh", "sinh", "cosh", "sin", "cos", "tan", "log", "exp", "ln")
