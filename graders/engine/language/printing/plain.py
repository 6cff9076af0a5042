"""A tree as a person would type it."""

from __future__ import annotations

from graders.engine.language.printing.printer import (
    ATOM,
    MULTIPLIED,
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
    Entry,
    Indicator,
    Name,
    Number,
    Postfix,
    Sized,
    Sum,
    Tree,
)

_FUNCTIONS = {"log": "ln", "trace": "tr"}


def to_plain(tree: Tree, numbers: frozenset[str] = frozenset()) -> str:
    """A tree as text, for messages; `numbers` are names that stand for single numbers."""
    return (_Plain(numbers) if numbers else _PLAIN).text(tree)


class _Plain(Printer):
    operators = {  # noqa: RUF012
        "+": "+",
        "-": "-",
        "*": "*",
        "@": "@",
        "elementwise*": ".*",
        "elementwise/": "./",
        "kron": "⊗",
    }
    relations = {each: each for each in "=≠<≤>≥"}  # noqa: RUF012
    conjunction = "and"
    dot = "*"
    everything = ":"
    ellipsis = "..."

    def bracketed(self, text: str) -> str:
        return f"({text})"

    def name(self, name: str) -> str:
        return name

    def function(self, name: str) -> str:
        return _FUNCTIONS.get(name, name)

    def sign(self, tree: Binary) -> str:
        """What people type, or a dot between numbers."""
        sign = super().sign(tree)
        return "·" if sign == "*" and self.numbers else sign

    def quotient(self, tree: Binary) -> Piece:
        right = self.text(tree.right, MULTIPLIED + 1)
        return Piece(f"{self.text(tree.left, MULTIPLIED)}/{right}", MULTIPLIED)

    def power(self, tree: Binary) -> Piece:
        exponent = self.text(tree.right) if isinstance(tree.right, Name | Number) else f"({self.text(tree.right)})"
        sign = "^" if tree.operator == "^" else ".^"
        return Piece(f"{self.base(tree, TRANSPOSED)}{sign}{exponent}", RAISED)

    def postfix(self, tree: Postfix) -> Piece:
        return Piece(self.text(tree.operand, TRANSPOSED) + ("^T" if tree.operator == "T" else "'"), TRANSPOSED)

    def entry(self, tree: Entry) -> str:
        base = self.text(tree.base) if isinstance(tree.base, Name | Call) else f"({self.text(tree.base)})"
        indices = self.index_list(tree)
        if isinstance(tree.base, Name) and tree.base.name != "e" and len(indices) > 1 and indices.isdecimal():
            return f"{base}[{indices}]"  # X_12 would be the entry in row 1 and column 2
        return f"{base}_{indices}" if indices.isalnum() and len(indices) < 3 else f"{base}_{{{indices}}}"

    def call(self, tree: Call) -> Piece:
        arguments = [self.text(argument) for argument in tree.arguments]
        if tree.axis is not None:
            arguments.append(f"axis={tree.axis}")
        if tree.function == "bars":
            inside = ", ".join(arguments)
            return Piece(f"|({inside})|" if set("|‖") & set(inside) else f"|{inside}|")
        return Piece(f"{self.function(tree.function)}{chr(39) * tree.primes}({', '.join(arguments)})")

    def indicator(self, tree: Indicator) -> str:
        if (letters := kronecker(tree)) is not None:
            return f"δ_{''.join(letters)}"
        return f"[{self.condition(tree.condition)}]"

    def sum(self, tree: Sum) -> str:
        stop = "" if tree.stop is None else f"^{{{self.text(tree.stop)}}}"
        below = self.below(tree)
        below = below if len(below) == 1 else f"{{{below}}}"
        return f"{tree.sign}_{below}{stop} ({self.text(tree.body)})"

    def cases(self, tree: Cases) -> str:
        parts = []
        for value, condition in tree.branches:
            text = "undefined" if value is None else self.text(value)
            parts.append(f"{text}, {'otherwise' if condition is None else self.condition(condition)}")
        return "{" + "; ".join(parts) + "}"

    def brackets(self, tree: Brackets) -> str:
        rows = [[self.text(cell) for cell in row] for row in tree.rows]
        if all(len(row) == 1 for row in rows):
            rows = [[f"({text})" if " " in text else text for text in row] for row in rows]
        return "[" + "; ".join(", ".join(row) for row in rows) + "]"

    def sized(self, tree: Sized) -> str:
        axes = [self.text(axis) for axis in tree.axes]
        if tree.kind != "identity":
            return f"{tree.kind}({', '.join(axes)})"
        if len(axes) == 1:
            return f"I_{axes[0]}"
        return f"I_{{{'×'.join(axes)}}}" if axes else "I"

    def bold(self, tree: Bold) -> str:
        return "𝟎𝟏"[tree.digit]

    def einsum(self, tree: Einsum) -> str:
        operands = ", ".join(self.text(operand) for operand in tree.operands)
        return f"einsum('{','.join(tree.inputs)}->{tree.output}', {operands})"

    def derivative(self, tree: Derivative) -> str:
        return f"∂{self.text(tree.of, ATOM)}/∂{self.text(tree.by, ATOM)}"


_PLAIN = _Plain()
