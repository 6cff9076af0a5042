"""`J(x)` for a matrix J that depends on x: the array itself, at the point in brackets."""

from __future__ import annotations

from collections.abc import Sequence

from graders.engine.language.names import canonical
from graders.engine.language.scope import Scope
from graders.engine.language.tokens import Token


def without_points(tokens: Sequence[Token], scope: Scope) -> list[Token]:
    """The tokens without the declared names in brackets close behind the name of an array."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _end(tokens, at, scope)
        if end is None:
            kept.append(tokens[at])
        at = at + 1 if end is None else end
    return kept


def _end(tokens: Sequence[Token], at: int, scope: Scope) -> int | None:
    """Behind the bracket that opens here, if it holds nothing but names and stands close behind an array's."""
    if tokens[at].kind != "(" or at == 0 or tokens[at].start != tokens[at - 1].end or not _is_array(tokens, at, scope):
        return None
    close = next((place for place in range(at, len(tokens)) if tokens[place].kind == ")"), at)
    names, commas = tokens[at + 1 : close : 2], tokens[at + 2 : close : 2]
    points = [token.kind == "word" and canonical(token.text) in scope.names for token in names]
    return close + 1 if points and all(points) and all(token.kind == "," for token in commas) else None


def _is_array(tokens: Sequence[Token], at: int, scope: Scope) -> bool:
    """Whether the name of an array, perhaps with a subscript of its own, ends before this place."""
    texts = [token.text for token in tokens[max(0, at - 3) : at]]
    spelt = canonical(texts[0]) + texts[2] if texts[1:2] == ["_"] and len(texts) == 3 else canonical(texts[-1])
    name = scope.names.get(spelt)
    return name is not None and scope.ranks.get(name, 2) == 2
