"""Reading an edited tree anew only where it was edited gives what reading all of it gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graders.engine.elaborate import IllTyped, elaborate
from graders.engine.elaborate.context import Kept
from graders.engine.elaborate.trees import changed, parts, spots
from graders.engine.graph import Graph, Node
from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.language.scope import Scope
from graders.engine.sizes import ShapeError, shape
from graders.engine.syntax import Binary, Name, Prefix, Tree

SCOPE = Scope.from_question(
    {"X": "n x d", "W": "d x d", "w": "d", "z": "scalar", "k": "index n"},
    {"y": "X w", "x_i": "X[i,:]^T", "s": "softmax(w)"},
)
TEXTS = [
    ("X w + 2 y", None),
    ("I w - W w + I w", ("d", 1)),
    ("diag(s) - s s^T", None),
    ("X_il δ_jm + X_jl δ_im", None),
    ("X_ij w_j - sum_j X_ij w_j", None),
    ("sum_i (x_i x_i^T w + sum_j W_jj w)", None),
    ("x_k^T / norm2(x_k) - w^T", None),
    ("[2w_1, 2w_2, …, 2w_d] + w^T", None),
    ("exp(z) if z > 0 else z^2 - z", None),
    ("1 w^T + w 1^T", ("d", "d")),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_kept_parts_change_nothing(text: str, expected: tuple[str | int, ...] | None) -> None:
    graph, kept = Graph(), Kept()
    tree = parse(text, SCOPE).tree
    place = None if expected is None else shape(*expected)
    compared = 0
    _node(tree, graph, place, kept, remarks=True)
    for edited in (tree, *_edits(tree), tree):
        plainly = _node(edited, graph, place, None)
        assert _node(edited, graph, place, kept) is plainly
        compared += plainly is not None
    assert compared > 3
    assert kept


def test_every_node_can_be_exchanged_alone() -> None:
    tree = parse("[X_{ij} w_j, sum_k w_k; z, 2] if z > 0 else σ'(z)", SCOPE).tree
    places = list(spots(tree))
    assert [spot.part for spot in places] == list(parts(tree))
    mark = Name("mark", (0, 0))
    for spot in places:
        assert spot.put(spot.part) == tree
        assert [part for part in parts(spot.put(mark)) if part is mark] == [mark]


def test_what_is_not_changed_is_not_copied() -> None:
    tree = parse("X w + 2 y", SCOPE).tree
    assert isinstance(tree, Binary)
    assert changed(tree, lambda part: None) is tree
    other = changed(tree, lambda part: Name("u", part.span) if part == Name("y", (0, 0)) else None)
    assert isinstance(other, Binary)
    assert other.left is tree.left
    assert other.right != tree.right


def _edits(tree: Tree) -> Iterator[Tree]:
    for spot in spots(tree):
        match spot.part:
            case Binary(left=left, right=right):
                yield spot.put(left)
                yield spot.put(Binary("-", left, right, spot.part.span))
            case Name(name=letter) if letter in "ijlm":
                yield spot.put(Name("i", spot.part.span))
            case Name():
                yield spot.put(Prefix(spot.part, spot.part.span))


def _node(tree: Tree, graph: Graph, place: tuple | None, kept: Kept | None, *, remarks: bool = False) -> Node | None:
    try:
        return elaborate(tree, SCOPE, graph, expected=place, kept=kept, remarks=remarks).node
    except (LanguageError, IllTyped, ShapeError):
        return None
