"""Functions made of others, each in one line of the language itself: those of the derivative tables and of libraries.

`FORMULAS` maps what is typed to what is meant; a parameter may have a default. They are read once and then applied to
the values of the arguments, entry by entry unless the formula says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import plain
from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.language.scope import Scope
from graders.engine.syntax import Call, Tree

_LINES = """
sec(x) = 1 ./ cos(x)
csc(x) = 1 ./ sin(x)
cot(x) = cos(x) ./ sin(x)
sech(x) = 1 ./ cosh(x)
csch(x) = 1 ./ sinh(x)
coth(x) = cosh(x) ./ sinh(x)
arcsinh(x) = ln(x + √(x.^2 + 1))
arccosh(x) = ln(x + √(x.^2 - 1))
arctanh(x) = ln((1 + x) ./ (1 - x)) / 2
arctan2(y, x) = 2 arctan(y ./ (√(x.^2 + y.^2) + x))
log2(x) = ln(x) / ln(2)
log10(x) = ln(x) / ln(10)
log1p(x) = ln(1 + x)
exp2(x) = exp(x ln(2))
expm1(x) = exp(x) - 1
xlogy(x, y) = x .* ln(y)
logaddexp(x, y) = ln(exp(x) + exp(y))
logit(x) = ln(x ./ (1 - x))
logsigmoid(x) = -softplus(-x)
cbrt(x) = x.^(1/3)
rsqrt(x) = 1 ./ √(x)
hypot(x, y) = √(x.^2 + y.^2)
sinc(x) = sin(π x) ./ (π x)
erfc(x) = 1 - erf(x)
silu(x) = x .* sigmoid(x)
gelu(x) = x .* (1 + erf(x/√2)) / 2
mish(x) = x .* tanh(softplus(x))
softsign(x) = x ./ (1 + abs(x))
elu(x, a=1) = x if x > 0 else a .* (exp(x) - 1)
selu(x) = 1.0507009873554805 (x if x > 0 else 1.6732632423543772 (exp(x) - 1))
leakyrelu(x, a=0.01) = x if x > 0 else a .* x
relu6(x) = min(relu(x), 6)
hardtanh(x) = max(min(x, 1), -1)
hardsigmoid(x) = relu6(x + 3) / 6
hardswish(x) = x .* relu6(x + 3) / 6
clip(x, a, b) = min(max(x, a), b)
huber(x, a=1) = x.^2 / 2 if abs(x) ≤ a else a .* (abs(x) - a/2)
softmin(x) = softmax(-x)
solve(x, y) = x^{-1} y
adj(x) = det(x) x^{-1}
"""
_REMARKS = {"sinc": "sinc x is read as sin(πx)/(πx).", "gelu": "gelu is read with erf, not with its approximation."}


@dataclass(frozen=True, slots=True)
class Formula:
    """What a function stands for; `defaults` are those of its last parameters."""

    parameters: tuple[str, ...]
    defaults: tuple[str, ...]
    text: str

    @property
    def of_one(self) -> bool:
        """Whether it is a function of one argument, so that it may be differentiated by it."""
        return len(self.parameters) == 1


def _formula(line: str) -> tuple[str, Formula]:
    signature, text = line.split(" = ")
    name, _, rest = signature.rstrip(")").partition("(")
    parameters = [parameter.partition("=") for parameter in rest.split(", ")]
    defaults = tuple(default for _, sign, default in parameters if sign)
    return name, Formula(tuple(each for each, _, _ in parameters), defaults, text)


FORMULAS = dict(_formula(line) for line in _LINES.strip().splitlines())
_SCOPE = Scope({}, {}, free=frozenset("xyab"))


@lru_cache(maxsize=len(FORMULAS) + 8)
def _tree(text: str) -> Tree:
    return parse(text, _SCOPE).tree


def applied(context: Context, tree: Call, given: list[Typed]) -> Typed:
    """The value of a formula where its parameters stand for the arguments."""
    formula = FORMULAS[tree.function]
    missing = len(formula.parameters) - len(given)
    if not 0 <= missing <= len(formula.defaults):
        count = "one argument" if formula.of_one else f"{len(formula.parameters)} arguments"
        raise LanguageError(f"{tree.function} takes {count}", tree.span)
    if tree.function in _REMARKS:
        context.note(_REMARKS[tree.function])
    outside = context.scope, context.indices, context.locals, context.notes
    context.scope, context.indices, context.notes = _SCOPE, {}, {}
    context.locals = dict(zip(formula.parameters, given, strict=False))
    try:
        for parameter, default in zip(formula.parameters[::-1], formula.defaults[::-1][:missing], strict=False):
            context.locals[parameter] = context.value(_tree(default))
        return context.value(_tree(formula.text))
    except IllTyped as error:
        raise IllTyped(f"{plain(tree)}: its arguments do not fit together.", tree.span) from error
    finally:
        context.scope, context.indices, context.locals, context.notes = outside
