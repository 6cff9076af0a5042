"""What plain text and LaTeX have in common: which parts need brackets."""

from __future__ import annotations

import re
from typing import NamedTuple

from graders.engine.language.trees import walk
from graders.engine.syntax import (
    Bare,
    Binary,
    Bold,
    Brackets,
    Call,
    Cases,
    Comparison,
    Derivative,
    Einsum,
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
    Tree,
)

RELATION, ADDED, SUMMED, MULTIPLIED, SIGNED, FRACTION, RAISED, TRANSPOSED, ATOM = 10, 20, 25, 30, 40, 45, 50, 55, 60

_DIGITS = re.compile("[0-9]{2}")
_EXPONENT = re.compile(r"[eE][+-]?[0-9]")  # 2e3 is a number


class Piece(NamedTuple):
    """Printed text and how tightly it holds together."""

    text: str
    level: int = ATOM


class Printer:
    """Prints by kind of tree; a notation says how each kind looks. `numbers` are names of single numbers."""

    operators: dict[str, str]
    relations: dict[str, str]
    conjunction: str
    dot: str
    everything: str
    ellipsis: str

    def __init__(self, numbers: frozenset[str] = frozenset()) -> None:
        self.numbers = numbers

    def piece(self, tree: Tree) -> Piece:
        """A tree as text, with its level."""
        match tree:
            case Number():
                return Piece(tree.text.rstrip("."))
            case Name():
                return Piece(self.name(tree.name))
            case Binary():
                return self.binary(tree)
            case Prefix():
                return Piece("-" + self.text(tree.operand, FRACTION), SIGNED)
            case Postfix():
                return self.postfix(tree)
            case Entry():
                return Piece(self.entry(tree))
            case Call():
                return self.call(tree)
            case Bare():
                return Piece(self.function("sigmoid") + "'" * tree.primes, RAISED)
            case Comparison():
                return Piece(self.comparison(tree), RELATION)
            case Indicator():
                return Piece(self.indicator(tree))
            case Sum():
                return Piece(self.sum(tree), SUMMED)
            case _:
                return Piece(self.written(tree), MULTIPLIED if isinstance(tree, Derivative) else ATOM)

    def text(self, tree: Tree, minimum: int = 0) -> str:
        """A tree as text, in brackets if it holds together less tightly than its place needs."""
        text, level = self.piece(tree)
        return text if level >= minimum else self.bracketed(text)

    def written(self, tree: Tree) -> str:
        """The kinds that need no level."""
        match tree:
            case Cases():
                return self.cases(tree)
            case Brackets():
                return self.brackets(tree)
            case Sized():
                return self.sized(tree)
            case Bold():
                return self.bold(tree)
            case Einsum():
                return self.einsum(tree)
            case Derivative():
                return self.derivative(tree)
            case Everything():
                return self.everything
            case Ellipsis():
                return self.ellipsis
        raise TypeError(f"no notation for {tree!r}")

    def binary(self, tree: Binary) -> Piece:
        """Sums, products and powers."""
        if tree.operator in ("^", "elementwise^"):
            return self.power(tree)
        if tree.operator == "/":
            return self.quotient(tree)
        level = ADDED if tree.operator in ("+", "-") else MULTIPLIED
        left = self.text(tree.left, level)
        right, tightness = self.piece(tree.right)
        if in_brackets := tightness <= level:
            right = self.bracketed(right)
        if isinstance(tree.right, Prefix):
            right = self.bracketed(right)
        if tree.operator == "juxtaposed":
            if ends_bare(tree.left) and not left.endswith(")") and not (in_brackets and holds_bare(tree.right)):
                left = self.bracketed(left)
            return Piece(self.juxtaposed(tree.left, left, right), MULTIPLIED)
        return Piece(f"{left} {self.sign(tree)} {right}", level)

    def sign(self, tree: Binary) -> str:
        """The sign between two operands. A dot between two names is their scalar product if they are no numbers."""
        ends = {ends_in(tree.left), ends_in(tree.right)}
        dot = tree.operator == "*" and (None in ends or ends <= self.numbers)
        return self.dot if dot else self.operators[tree.operator]

    def base(self, tree: Binary, minimum: int) -> str:
        """What is raised to a power; a bare σ stays bare."""
        if isinstance(tree.left, Bare) and not tree.left.primes and isinstance(tree.right, Number):
            return self.piece(tree.left).text
        return self.text(tree.left, minimum)

    def juxtaposed(self, tree: Tree, left: str, right: str) -> str:
        """Two factors side by side: a second number, or brackets behind a 1 or I, would be read as something else."""
        number = right[0].isdigit() or right[0] == "."
        if (number and left[-1] in "0123456789.") or (right[0] in "[{" and left[-1] in "01I𝟎𝟏}"):
            right = self.bracketed(right)
        letter = right[0].isalpha() and right[0].isascii()
        glued = isinstance(tree, Number) and letter and not _EXPONENT.match(right)
        return f"{left}{right}" if glued else f"{left} {right}"

    def comparison(self, tree: Comparison) -> str:
        """`a ≤ b < c`"""
        parts = [self.text(tree.operands[0], ADDED)]
        for relation, operand in zip(tree.relations, tree.operands[1:], strict=True):
            parts += [self.relations[relation], self.text(operand, ADDED)]
        return " ".join(parts)

    def condition(self, tree: Tree) -> str:
        """A comparison, or several joined by `and`."""
        if isinstance(tree, Binary) and isinstance(tree.left, Indicator) and isinstance(tree.right, Indicator):
            return f"{self.condition(tree.left.condition)} {self.conjunction} {self.condition(tree.right.condition)}"
        return self.text(tree)

    def below(self, tree: Sum) -> str:
        """What stands below a sum sign."""
        parts = [] if tree.start is None and tree.condition is not None else [tree.index]
        if tree.start is not None:
            parts = [f"{tree.index}={self.text(tree.start, ADDED)}"]
        if tree.condition is not None:
            parts.append(self.condition(tree.condition))
        return ", ".join(parts)

    def index_list(self, tree: Entry) -> str:
        """`il` where each index is one letter, `i, :` or `1, 2` otherwise."""
        texts = [self.text(index, ADDED) for index in tree.indices]
        if all(len(text) == 1 and text.isalnum() for text in texts) and not _DIGITS.search("".join(texts)):
            return "".join(texts)
        return ", ".join(texts)

    # what a notation says

    def bracketed(self, text: str) -> str:
        """Round brackets."""
        raise NotImplementedError

    def name(self, name: str) -> str:
        """A declared name."""
        raise NotImplementedError

    def function(self, name: str) -> str:
        """A function's name."""
        raise NotImplementedError

    def quotient(self, tree: Binary) -> Piece:
        """`a / b`"""
        raise NotImplementedError

    def power(self, tree: Binary) -> Piece:
        """`a ^ b`"""
        raise NotImplementedError

    def postfix(self, tree: Postfix) -> Piece:
        """Transposes and primes."""
        raise NotImplementedError

    def entry(self, tree: Entry) -> str:
        """Entries."""
        raise NotImplementedError

    def call(self, tree: Call) -> Piece:
        """A function and its arguments."""
        raise NotImplementedError

    def indicator(self, tree: Indicator) -> str:
        """1 where a condition holds."""
        raise NotImplementedError

    def sum(self, tree: Sum) -> str:
        """A sum over an index."""
        raise NotImplementedError

    def cases(self, tree: Cases) -> str:
        """Values and their conditions."""
        raise NotImplementedError

    def brackets(self, tree: Brackets) -> str:
        """Rows and columns."""
        raise NotImplementedError

    def sized(self, tree: Sized) -> str:
        """Arrays filled with one number, identities."""
        raise NotImplementedError

    def bold(self, tree: Bold) -> str:
        """The vectors of zeros and ones."""
        raise NotImplementedError

    def einsum(self, tree: Einsum) -> str:
        """NumPy's einsum."""
        raise NotImplementedError

    def derivative(self, tree: Derivative) -> str:
        """∂y/∂x"""
        raise NotImplementedError


def ends_in(tree: Tree) -> str | None:
    """The name that a tree is or ends in, behind signs and factors."""
    while isinstance(tree, Prefix | Binary):
        tree = tree.operand if isinstance(tree, Prefix) else tree.right
    return tree.name if isinstance(tree, Name) else None


def ends_bare(tree: Tree) -> bool:
    """Whether the last thing printed is a σ without its argument."""
    while isinstance(tree, Binary) and tree.operator not in ("^", "elementwise^"):
        tree = tree.right
    return isinstance(tree, Bare) or (isinstance(tree, Binary) and isinstance(tree.left, Bare))


def holds_bare(tree: Tree) -> bool:
    """Whether a σ without its argument is in a tree."""
    return any(isinstance(each, Bare) for each in walk(tree))


def kronecker(tree: Indicator) -> tuple[str, str] | None:
    """The two letters of a Kronecker delta."""
    condition = tree.condition
    if isinstance(condition, Comparison) and condition.relations == ("=",):
        first, second = condition.operands
        if isinstance(first, Name) and isinstance(second, Name) and len(first.name) == len(second.name) == 1:
            return first.name, second.name
    return None
