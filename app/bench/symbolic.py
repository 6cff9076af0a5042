"""Decisions beside what sympy needs to decide the same, and reading beside Python's own parser."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any, Final

from app.bench.measuring import Absent, Figure, Work, shown, side_by_side
from app.bench.numeric import Checked
from graders import derived
from graders.engine.language.parser import parse
from graders.engine.language.scope import Scope
from graders.expression import grade, prepare
from questions.grading import PUBLIC_KEY

PAIRS: Final = (  # the truth, an answer, and both for sympy; all in x and y
    ("sigmoid(x)(1 - sigmoid(x))", "e^-x/(1+e^-x)^2", "1/(1+exp(-x))*(1-1/(1+exp(-x)))", "exp(-x)/(1+exp(-x))**2"),
    ("sigmoid(x)(1 - sigmoid(x))", "e^-x/(1+e^-x)", "1/(1+exp(-x))*(1-1/(1+exp(-x)))", "exp(-x)/(1+exp(-x))"),
    ("1 - tanh(x)^2", "4/(e^x + e^-x)^2", "1-tanh(x)**2", "4/(exp(x)+exp(-x))**2"),
    ("2 sin x cos x", "sin(2x)", "2*sin(x)*cos(x)", "sin(2*x)"),
    ("(x + y)^4", "x^4 + 4x^3 y + 6x^2 y^2 + 4x y^3 + y^4", "(x+y)**4", "x**4+4*x**3*y+6*x**2*y**2+4*x*y**3+y**4"),
    ("e^x/(e^x + e^y)", "1/(1 + e^(y-x))", "exp(x)/(exp(x)+exp(y))", "1/(1+exp(y-x))"),
)
READ: Final = (  # as students write, and as Python wants it
    ("2w^T", "2*w.T"),
    ("diag(s) - s s^T", "diag(s) - s@s.T"),
    ("e^-z/(1+e^-z)^2", "e**-z/(1+e**-z)**2"),
    ("-1/n X^T (y - sigmoid(X w))", "-1/n*X.T@(y - sigmoid(X@w))"),
    ("softmax(z) * (1 - softmax(z))", "softmax(z)*(1 - softmax(z))"),
    ("x^4 + 4x^3 y + 6x^2 y^2 + 4x y^3 + y^4", "x**4+4*x**3*y+6*x**2*y**2+4*x*y**3+y**4"),
)


def decisions(rounds: int) -> Iterator[Figure]:
    """The check of an answer, and the whole proved verdict from its text on, beside sympy on parsed expressions."""
    try:
        import sympy
    except ImportError:
        raise Absent("sympy is not installed: pip install 'chainrule[bench]'") from None
    scope = Scope.from_question({"x": "scalar", "y": "scalar"}, {})
    ratios: dict[tuple[str, str], list[float]] = defaultdict(list)
    for truth, answer, *others in PAIRS:
        made = derived.expression(scope, truth)
        task = prepare(made, truth, truth)
        ours: dict[str, Work] = {
            "check": Checked(made, answer, truth).check,
            "verdict": partial(grade, task, answer, {}, PUBLIC_KEY),
        }
        first, second = (sympy.sympify(text) for text in others)
        theirs = {
            "simplify": partial(_afresh, lambda a, b: sympy.simplify(a - b), first, second),
            "equals": partial(_afresh, lambda a, b: a.equals(b), first, second),
        }
        for name, work in ours.items():
            for method, other in theirs.items():
                mine, its, ratio = side_by_side(work, other, min(rounds, 7))
                ratios[name, method].append(ratio)
                value = f"{ratio:.0f}× faster than sympy's {method} ({shown(mine)} to {shown(its)})"
                yield Figure(f"{name} of {answer}", value)
    for (name, method), found in ratios.items():
        value = f"{median(found):.0f}× faster than sympy's {method}, at least {min(found):.0f}×"
        yield Figure(f"{name}, median of these", value)


def _afresh(decide: Callable[[Any, Any], Any], first: Any, second: Any) -> None:
    """Without what sympy remembers of the last time."""
    from sympy.core.cache import clear_cache

    clear_cache()
    decide(first, second)


def reading(rounds: int) -> Iterator[Figure]:
    """Texts to trees, beside `ast.parse` on the same in Python's words."""
    symbols = {"X": "n x d", "w": "d", "y": "n", "z": "k", "x": "scalar"}
    scope = Scope.from_question(symbols, {"s": "softmax(z)"})
    found = []
    for text, python in READ:
        mine, theirs, ratio = side_by_side(partial(parse, text, scope), partial(ast.parse, python), rounds)
        found.append((mine, 1 / ratio))
        yield Figure(f"reading {text}", f"{1 / ratio:.1f}× ast.parse ({shown(mine)} to {shown(theirs)})")
    times, ratios = zip(*found, strict=True)
    yield Figure("reading, median of these", f"{median(ratios):.1f}× ast.parse, {shown(median(times))}")
