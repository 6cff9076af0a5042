"""What is printed, as text or as LaTeX, is read as the same tree."""

from __future__ import annotations

from fractions import Fraction

import latex2mathml.converter
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.engine.language.parser import parse
from graders.engine.language.printing.latex import latex_name, to_latex
from graders.engine.language.printing.plain import to_plain
from graders.engine.language.scope import Scope
from graders.engine.syntax import (
    Binary,
    Bold,
    Brackets,
    Call,
    Cases,
    Comparison,
    Derivative,
    Ellipsis,
    Entry,
    Everything,
    Indicator,
    Name,
    Number,
    Postfix,
    Prefix,
    Sized,
    Sum,
)

SCOPE = Scope.from_question(
    {"X": "n x d", "w": "d", "c": "scalar", "A": "n x n", "h_1": "scalar", "loss": "scalar", "theta": "d", "yhat": "n"},
    {"x_i": "X[i,:]^T", "s": "softmax(w)"},
)
HERE = (0, 0)
NAMES = ("X", "w", "c", "A", "h_1", "loss", "theta", "yhat", "s", "d", "e", "pi")
LITERALS = ("0", "1", "2", "3", "10", "0.5", "2.25", "1e-3", "17")
FUNCTIONS = (
    *("exp", "log", "sqrt", "abs", "bars", "silu", "arctan2", "tanh", "sigmoid", "softmax"),
    *("norm2", "norm1", "diag", "trace", "inv", "sum", "prod"),
)
OPERATORS = ("+", "-", "juxtaposed", "juxtaposed", "*", "@", "elementwise*", "elementwise/", "/", "kron")
RELATIONS = ("=", "≠", "<", "≤", ">", "≥")


class Grower:
    """Draws a tree as the parser makes them."""

    def __init__(self, draw):
        self.draw = draw

    def one(self, *choices):
        return self.draw(st.sampled_from(choices))

    def tree(self, depth):
        if depth == 0 or self.one(True, False, False, False):
            return self.one(self.name, self.name, self.literal, self.entry, self.delta, self.sized, self.bold)()
        kinds = (self.binary, self.binary, self.power, self.prefix, self.postfix, self.call, self.several, self.part)
        return self.one(*kinds, self.indicator, self.sum, self.brackets, self.cases, self.derivative)(depth - 1)

    def name(self):
        return Name(self.one(*NAMES), HERE)

    def literal(self):
        return number(self.one(*LITERALS))

    def letter(self):
        return Name(self.one(*"ijkl"), HERE)

    def index(self):
        return self.one(self.letter, lambda: number(self.one(*"123")))()

    def entry(self):
        return self.one(
            lambda: Entry(Name(self.one("w", "x", "e"), HERE), (self.index(),), HERE),
            lambda: Entry(Name("X", HERE), (self.index(), self.index()), HERE),
            lambda: Entry(Name("X", HERE), (self.index(), Everything(HERE)), HERE),
            lambda: Entry(Name("w", HERE), (Binary("+", self.letter(), number("1"), HERE),), HERE),
        )()

    def delta(self):
        return Indicator(Comparison((self.letter(), self.letter()), ("=",), HERE), HERE)

    def size(self):
        return Name(self.one("n", "d"), HERE)

    def sized(self):
        kind = self.one("zeros", "ones", "identity")
        axes = tuple(self.size() for _ in range(self.one(*((0, 1, 2) if kind == "identity" else (1, 2)))))
        return Sized(kind, axes, HERE)

    def bold(self):
        return Bold(self.one(0, 1), HERE)

    def binary(self, depth):
        return Binary(self.one(*OPERATORS), self.tree(depth), self.tree(depth), HERE)

    def power(self, depth):
        return Binary(
            self.one("^", "elementwise^"),
            self.tree(depth),
            self.one(self.name, lambda: number(self.one(*"123")))(),
            HERE,
        )

    def prefix(self, depth):
        return Prefix(self.tree(depth), HERE)

    def postfix(self, depth):
        return Postfix("T", self.tree(depth), HERE)

    def call(self, depth):
        return Call(self.one(*FUNCTIONS), (self.tree(depth),), HERE)

    def several(self, depth):
        return self.one(
            lambda: Call("max", (self.tree(depth), self.tree(depth)), HERE),
            lambda: Call("softmax", (self.tree(depth),), HERE, 0, self.one(0, 1, -1)),
            lambda: Call("tanh", (self.tree(depth),), HERE, self.one(1, 2)),
        )()

    def part(self, depth):
        base = self.one(self.binary, self.call, self.postfix)(depth)
        return Entry(base, (self.index(), self.index()), HERE)

    def comparison(self, depth):
        return Comparison((self.tree(depth), self.tree(depth)), (self.one(*RELATIONS),), HERE)

    def indicator(self, depth):
        return Indicator(self.comparison(depth), HERE)

    def sum(self, depth):
        start, stop = self.one((None, None), (number("1"), None), (number("1"), self.size()), (None, self.size()))
        return Sum(self.one("p", "q"), self.tree(depth), HERE, start, stop, sign=self.one("sum", "prod", "max"))

    def brackets(self, depth):
        rows, width = self.one((1, 2), (1, 3), (2, 1), (3, 1), (2, 2))
        return Brackets(tuple(tuple(self.cell(depth) for _ in range(width)) for _ in range(rows)), HERE)

    def cell(self, depth):
        tree = self.one(self.tree, lambda _: Ellipsis(HERE))(depth)
        return self.name() if isinstance(tree, Brackets) else tree  # rows in a row are a matrix

    def cases(self, depth):
        last = self.one(
            lambda: (self.tree(depth), None),
            lambda: (self.tree(depth), self.comparison(depth)),
            lambda: (None, self.comparison(depth)),
        )()
        return Cases(((self.tree(depth), self.comparison(depth)), last), HERE)

    def derivative(self, _depth):
        return Derivative(self.one(Name("w", HERE), Entry(Name("w", HERE), (self.letter(),), HERE)), self.name(), HERE)


def number(text):
    return Number(Fraction(text), text, HERE)


@st.composite
def trees(draw):
    return Grower(draw).tree(3)


@settings(max_examples=400, deadline=None)
@given(trees())
def test_plain_text_is_read_back(tree):
    assert parse(to_plain(tree), SCOPE).tree == tree


@settings(max_examples=400, deadline=None)
@given(trees())
def test_latex_is_read_back(tree):
    assert parse(to_latex(tree), SCOPE).tree == tree


@settings(max_examples=60, deadline=None)
@given(trees())
def test_latex_becomes_mathml(tree):
    assert latex2mathml.converter.convert(to_latex(tree)).startswith("<math")


NUMBERS = Scope.from_question(dict.fromkeys(("x", "y", "z"), "scalar"), {"h": "x y"})


@pytest.mark.parametrize(
    ("text", "latex", "plain"),
    [
        ("x*y", r"x \cdot y", "x · y"),
        ("x y", "x y", "x y"),
        ("ln(x)*h", r"\ln(x) \cdot h", "ln(x) · h"),
        ("log(x) - sigmoid(y)", r"\ln(x) - \sigma(y)", "ln(x) - sigmoid(y)"),
        ("1 - tanh(z)^2", r"1 - \tanh^{2}(z)", "1 - tanh(z)^2"),
        ("tanh(z)^-1 + tanh'(z)^2", r"\tanh(z)^{-1} + \tanh'(z)^{2}", "tanh(z)^(-1) + tanh'(z)^2"),
        ("(x + y) z", "(x + y) z", "(x + y) z"),
        ("exp(x/y)", r"\exp\left(\frac{x}{y}\right)", "exp(x/y)"),
    ],
)
def test_formulas_of_numbers_look_as_people_write_them(text, latex, plain):
    tree = parse(text, NUMBERS).tree
    assert (to_latex(tree, NUMBERS.numbers), to_plain(tree, NUMBERS.numbers)) == (latex, plain)
    assert parse(latex, NUMBERS).tree == parse(plain, NUMBERS).tree == tree


def test_a_dot_is_kept_for_the_scalar_product():
    assert to_latex(parse("w*theta + c*c", SCOPE).tree, SCOPE.numbers) == r"w * \theta + c \cdot c"


def test_names_are_set_as_in_print():
    names = ["w", "h_1", "h1", "sigma", "σ_2", "loss", "yhat", "W_hh", "pi", "dW1"]
    assert [latex_name(name) for name in names] == [
        *("w", "h_{1}", "h_{1}", r"\sigma", r"\sigma_{2}", r"\mathrm{loss}", r"\hat{y}", "W_{hh}", r"\pi"),
        r"\mathrm{dW}_{1}",
    ]
