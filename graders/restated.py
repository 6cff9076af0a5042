"""Answers that only repeat the question: `tanh(z)` for tanh, `σ'(z)` for its derivative."""

from __future__ import annotations

from graders.engine.syntax import Bare, Call, Tree


def restates(answer: Tree, asked: Tree, derivative: bool) -> bool:
    """Whether an answer is the author's own call, with a prime if its derivative is asked."""
    if not isinstance(asked, Call) or not isinstance(answer, Call | Bare):
        return False
    same = answer.function == asked.function and answer.primes == asked.primes + derivative
    return same and (isinstance(answer, Bare) or answer.arguments == asked.arguments)
