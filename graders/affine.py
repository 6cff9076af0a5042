"""A linear expression as its coefficients, and a line of equations or inequalities as constraints."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from graders.engine import syntax
from graders.engine.language.errors import LanguageError
from graders.linear import Constraint, Relation

Form = Mapping[str, Fraction]  # coefficient by name; the constant under ""


def form(tree: syntax.Tree) -> Form:
    """The coefficients of a linear expression; raises LanguageError where it is not linear."""
    match tree:
        case syntax.Number():
            return {"": tree.value}
        case syntax.Name():
            return {tree.name: Fraction(1)}
        case syntax.Prefix():
            return _scaled(form(tree.operand), Fraction(-1))
        case syntax.Binary(operator="+"):
            return _sum(form(tree.left), form(tree.right))
        case syntax.Binary(operator="-"):
            return _sum(form(tree.left), _scaled(form(tree.right), Fraction(-1)))
        case syntax.Binary(operator="*" | "juxtaposed"):
            left, right = form(tree.left), form(tree.right)
            if set(left) <= {""}:
                return _scaled(right, left.get("", Fraction(0)))
            if set(right) <= {""}:
                return _scaled(left, right.get("", Fraction(0)))
        case syntax.Binary(operator="/"):
            left, right = form(tree.left), form(tree.right)
            divisor = right.get("", Fraction(0))
            if set(right) <= {""} and divisor:
                return _scaled(left, 1 / divisor)
    raise LanguageError("Lines here are linear: sums of the unknowns times numbers.", tree.span)


def constraints(line: syntax.Tree) -> list[Constraint]:
    """What a line claims, as `expression relation 0`; a chain `a = b ≥ c` claims each link.

    Raises LanguageError where the line compares nothing, uses ≠, or is not linear.
    """
    if not isinstance(line, syntax.Comparison):
        raise LanguageError("Each line is an equation or an inequality, such as b ≤ 0.", line.span)
    links = zip(line.operands, line.relations, line.operands[1:], strict=False)
    return [_constraint(left, relation, right, line.span) for left, relation, right in links]


def _constraint(left: syntax.Tree, relation: syntax.Relation, right: syntax.Tree, span: syntax.Span) -> Constraint:
    if relation == "≠":
        raise LanguageError("A line can use =, <, ≤, > or ≥, but not ≠.", span)
    if relation in (">", "≥"):
        left, right = right, left
    difference = dict(_sum(form(left), _scaled(form(right), Fraction(-1))))
    constant = difference.pop("", Fraction(0))
    kind: Relation = "=" if relation == "=" else "<" if relation in ("<", ">") else "≤"
    return Constraint(difference, constant, kind)


def _sum(left: Form, right: Form) -> Form:
    total = {name: left.get(name, Fraction(0)) + right.get(name, Fraction(0)) for name in {**left, **right}}
    return {name: value for name, value in total.items() if value}


def _scaled(linear: Form, factor: Fraction) -> Form:
    return {name: value * factor for name, value in linear.items()} if factor else {}
