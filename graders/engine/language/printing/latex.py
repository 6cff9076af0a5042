"""A tree as LaTeX, to be shown back as the reading of an answer."""

from __future__ import annotations

import re

from graders.engine.language.names import ACCENTS, GREEK, LATEX_NAME
from graders.engine.language.printing.printer import (
    ATOM,
    FRACTION,
    RAISED,
    TRANSPOSED,
    Piece,
    Printer,
    kronecker,
)
from graders.engine.syntax import (
    Binary,
    Bold,
    Brackets,
    Call,
    Cases,
    Derivative,
    Einsum,
    Ellipsis,
    Entry,
    Indicator,
    Name,
    Number,
    Postfix,
    Sized,
    Sum,
    Tree,
)

_COMMANDS = frozenset({"exp", "sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "arcsin", "arccos"})
_FUNCTIONS = {name: f"\\{name}" for name in _COMMANDS | {"arctan", "max", "min", "det"}} | {
    "log": "\\ln",
    "sigmoid": "\\sigma",
    "relu": "\\operatorname{ReLU}",
    "trace": "\\operatorname{tr}",
}
_RAISED = frozenset({"sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "sech"})  # sin²(x)
_TALL = re.compile(r"\\(?:frac|begin|sum|prod|max_|min_)")
_ACCENTED = re.compile(rf"(?P<letter>[A-Za-z])(?P<accent>{'|'.join(ACCENTS.values())})")
_NAME = re.compile(r"(?P<base>[^\W\d_]+)_?(?P<subscript>\w*)")


def to_latex(tree: Tree, numbers: frozenset[str] = frozenset()) -> str:
    """A tree as LaTeX; `numbers` are names that stand for single numbers."""
    return (_Latex(numbers) if numbers else _LATEX).text(tree)


def latex_name(name: str) -> str:
    """A declared name as LaTeX: `h_1` and `h1` get a subscript, `loss` stands upright, `sigma` is the letter."""
    found = _NAME.fullmatch(name)
    base, subscript = (found["base"], found["subscript"]) if found else (name, "")
    if accented := _ACCENTED.fullmatch(base):
        text = f"\\{accented['accent']}{{{accented['letter']}}}"
    elif base in GREEK or base in LATEX_NAME or base in ("pi", "π"):
        text = "\\" + LATEX_NAME.get(GREEK.get(base, base), "pi")
    else:
        text = base if len(base) == 1 or not base else f"\\mathrm{{{base}}}"
    return f"{text}_{{{subscript}}}" if subscript else text


def _is_raised(call: Call, exponent: Tree) -> bool:
    """Whether a power of a function is written at its name, as in sin²(x)."""
    is_plain = call.function in _RAISED and not call.primes and call.axis is None
    return is_plain and isinstance(exponent, Number) and exponent.value.denominator == 1


class _Latex(Printer):
    operators = {  # noqa: RUF012
        "+": "+",
        "-": "-",
        "*": "*",
        "@": "\\;@\\;",
        "elementwise*": "\\odot",
        "elementwise/": "\\oslash",
        "kron": "\\otimes",
    }
    relations = {"=": "=", "≠": "\\ne", "<": "<", "≤": "\\le", ">": ">", "≥": "\\ge"}  # noqa: RUF012
    conjunction = "\\land"
    dot = "\\cdot"
    everything = ":"
    ellipsis = "\\cdots"

    def bracketed(self, text: str) -> str:
        return f"\\left({text}\\right)" if _TALL.search(text) else f"({text})"

    def name(self, name: str) -> str:
        return latex_name(name)

    def function(self, name: str) -> str:
        return _FUNCTIONS.get(name, f"\\operatorname{{{name}}}")

    def quotient(self, tree: Binary) -> Piece:
        return Piece(f"\\frac{{{self.text(tree.left)}}}{{{self.text(tree.right)}}}", FRACTION)

    def power(self, tree: Binary) -> Piece:
        if tree.operator == "^" and isinstance(tree.left, Call) and _is_raised(tree.left, tree.right):
            arguments = ", ".join(map(self.text, tree.left.arguments))
            return Piece(f"{self.function(tree.left.function)}^{{{self.text(tree.right)}}}{self.bracketed(arguments)}")
        mark = "" if tree.operator == "^" else "\\circ "
        return Piece(f"{self.base(tree, ATOM)}^{{{mark}{self.text(tree.right)}}}", RAISED)

    def postfix(self, tree: Postfix) -> Piece:
        operand = self.text(tree.operand, ATOM)
        return Piece(operand + "'") if tree.operator == "'" else Piece(operand + "^{\\top}", TRANSPOSED)

    def entry(self, tree: Entry) -> str:
        is_norm = isinstance(tree.base, Call) and tree.base.function.startswith("norm")
        bare = isinstance(tree.base, Name | Call) and not is_norm
        base = self.text(tree.base) if bare else self.bracketed(self.text(tree.base))
        indices = self.index_list(tree)
        if isinstance(tree.base, Name) and tree.base.name != "e" and len(indices) > 1 and indices.isdecimal():
            return f"{base}[{indices}]"  # X_12 would be the entry in row 1 and column 2
        if isinstance(tree.base, Name) and base.endswith("}") and "_{" in base:
            return f"{base[:-1]},{indices}}}"
        return f"{base}_{{{indices}}}"

    def call(self, tree: Call) -> Piece:
        arguments = [self.text(argument) for argument in tree.arguments]
        if tree.axis is not None:
            arguments.append(f"\\mathrm{{axis}}={tree.axis}")
        inside = ", ".join(arguments)
        match tree.function:
            case "sqrt" if not tree.primes:
                return Piece(f"\\sqrt{{{inside}}}")
            case "bars":
                return Piece(f"\\left\\lvert {inside}\\right\\rvert")
            case "norm1" | "norm2" if not tree.primes:
                return Piece(f"\\left\\lVert {inside}\\right\\rVert_{tree.function[-1]}")
        return Piece(f"{self.function(tree.function)}{chr(39) * tree.primes}{self.bracketed(inside)}")

    def indicator(self, tree: Indicator) -> str:
        if (letters := kronecker(tree)) is not None:
            return f"\\delta_{{{''.join(letters)}}}"
        return f"\\mathbb{{1}}[{self.condition(tree.condition)}]"

    def sum(self, tree: Sum) -> str:
        stop = "" if tree.stop is None else f"^{{{self.text(tree.stop)}}}"
        return f"\\{tree.sign}_{{{self.below(tree)}}}{stop} {self.text(tree.body, FRACTION)}"

    def cases(self, tree: Cases) -> str:
        rows = []
        for value, condition in tree.branches:
            text = "\\text{undefined}" if value is None else self.text(value)
            test = "\\text{otherwise}" if condition is None else f"\\text{{if }} {self.condition(condition)}"
            rows.append(f"{text} & {test}")
        return "\\begin{cases} " + " \\\\ ".join(rows) + " \\end{cases}"

    def brackets(self, tree: Brackets) -> str:
        rows = [" & ".join(self._cell(cell, len(row)) for cell in row) for row in tree.rows]
        return "\\begin{bmatrix} " + " \\\\ ".join(rows) + " \\end{bmatrix}"

    def _cell(self, cell: Tree, cells: int) -> str:
        return "\\vdots" if isinstance(cell, Ellipsis) and cells == 1 else self.text(cell)

    def sized(self, tree: Sized) -> str:
        axes = " \\times ".join(self.text(axis) for axis in tree.axes)
        sign = {"zeros": "0", "ones": "1", "identity": "I"}[tree.kind]
        return f"{sign}_{{{axes}}}" if axes else sign

    def bold(self, tree: Bold) -> str:
        return f"\\mathbf{{{tree.digit}}}"

    def einsum(self, tree: Einsum) -> str:
        operands = ", ".join(self.text(operand) for operand in tree.operands)
        return f"\\operatorname{{einsum}}('{','.join(tree.inputs)}->{tree.output}', {operands})"

    def derivative(self, tree: Derivative) -> str:
        of, by = self.text(tree.of, ATOM), self.text(tree.by, ATOM)
        return f"\\frac{{\\partial {of}}}{{\\partial {by}}}"


_LATEX = _Latex()
