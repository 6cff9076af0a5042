"""Which mistake the first wrong line of a chain shows."""

from __future__ import annotations

from collections.abc import Callable

from graders.derivations.chain import Chain, Fault
from graders.derivations.region import Part
from graders.derivations.values import Apart
from graders.engine.diagnosis import Case, Mistake, diagnose
from graders.engine.elaborate import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.equality import Equal, decide
from graders.engine.graph import Node
from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope
from graders.engine.sizes import ShapeError
from graders.engine.syntax import Tree

NO_DELTA = Mistake("forgot-delta", "∂z_i/∂z_j is 1 only where i = j.")
NO_ZERO = Mistake("forgot-zero-numerator-derivative", "What has only index i does not depend on the entry j ≠ i.")
ALGEBRA = Mistake("algebra", "Compare it with the line before.")


def mistake(chain: Chain, fault: Fault, scope: Scope) -> Mistake:
    """The first mistake that explains the line, with one sentence that does not give the key."""
    if fault.difference is None:
        return Mistake("ill-typed", fault.words)
    given = _node(chain, fault.given, scope) if fault.given is not None else None
    if given is None or fault.given is None:
        return Mistake("algebra", fault.words or ALGEBRA.feedback)
    if chain.values.region.part is not Part.SAME and _is_without_delta(chain, given):
        return NO_DELTA if chain.values.region.part is Part.ALL else NO_ZERO
    asked = chain.goal.asked(chain.values.region.part, chain.beside.truth.points.secret)
    case = Case(asked, chain.values.graph, fault.given, lambda tree: _reread(chain, tree, scope), _plain(chain))
    found = diagnose(case, given)
    return ALGEBRA if found.tag == "wrong-function" else found


def _is_without_delta(chain: Chain, given: Node) -> bool:
    """Whether it is the goal with a 1 in the place of every delta."""
    plain = chain.goal.without_delta(chain.values.region.part, chain.beside.truth.points.secret)
    if plain is None or plain.node.shape != given.shape:
        return False
    return isinstance(decide(plain, given, chain.values.graph), Equal)


def _plain(chain: Chain) -> Scope | None:
    """The names of the question, where they alone tell of trees what sizes of 1 give: a name of the chain might hide
    one of them, and there no two indices differ."""
    scope = chain.goal.scope
    hidden = chain.values.names.keys() & {*scope.symbols, *scope.definitions, *scope.sizes}
    return None if hidden or chain.values.region.part is Part.OTHER else scope


def _node(chain: Chain, tree: Tree, scope: Scope) -> Node | None:
    return _compared(chain, lambda: chain.values.of(tree, scope))


def _reread(chain: Chain, tree: Tree, scope: Scope) -> Node | None:
    return _compared(chain, lambda: chain.values.edited(tree, scope))


def _compared(chain: Chain, value: Callable[[], Typed]) -> Node | None:
    """A value with the axes of the goal, on the region of the chain; None where there is no such value."""
    try:
        return chain.values.sides(chain.goal.value, value())[1]
    except (LanguageError, IllTyped, ShapeError, Apart):
        return None
