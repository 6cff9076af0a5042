"""Answers that only repeat the question: `tanh(z)` for tanh, `2 σ'(z)/2` for its derivative."""

from __future__ import annotations

from graders.derived import Derived
from graders.engine.elaborate import Answer
from graders.engine.language.trees import walk
from graders.engine.syntax import Bare, Call, Name, Tree


def restates(answer: Tree, asked: Tree, derivative: bool) -> bool:
    """Whether an answer takes the function that the author calls, with a prime if its derivative is asked.

    However it is dressed up (`tanh(z) + 0`, `1 - σ(-z)`), that does not say what the function is.
    """
    if not isinstance(asked, Call):
        return False
    wanted = (asked.function, asked.primes + derivative)
    return any(isinstance(part, Call | Bare) and (part.function, part.primes) == wanted for part in walk(answer))


def names(answer: Answer, derived: Derived) -> bool:
    """Whether a number is only named: `f` where f is asked, `σ'(10)` where a derivative is."""
    if derived.output is None:
        return isinstance(answer.tree, Name) and answer.node is derived.node and bool(answer.node.arguments)
    return isinstance(answer.tree, Call | Bare) and answer.tree.primes > 0
