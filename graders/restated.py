"""Answers that only repeat the question: `tanh(z)` for tanh, `σ'(z)` for its derivative."""

from __future__ import annotations

from graders.derived import Derived
from graders.engine.elaborate import Answer
from graders.engine.syntax import Bare, Call, Name, Tree


def restates(answer: Tree, asked: Tree, derivative: bool) -> bool:
    """Whether an answer is the author's own call, with a prime if its derivative is asked."""
    if not isinstance(asked, Call) or not isinstance(answer, Call | Bare):
        return False
    same = answer.function == asked.function and answer.primes == asked.primes + derivative
    return same and (isinstance(answer, Bare) or answer.arguments == asked.arguments)


def names(answer: Answer, derived: Derived) -> bool:
    """Whether a number is only named: `f` where f is asked, `σ'(10)` where a derivative is."""
    if derived.output is None:
        return isinstance(answer.tree, Name) and answer.node is derived.node and bool(answer.node.arguments)
    return isinstance(answer.tree, Call | Bare) and answer.tree.primes > 0
