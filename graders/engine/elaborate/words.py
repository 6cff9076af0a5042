"""Trees and shapes in the words of a message."""

from __future__ import annotations

from graders.engine.elaborate.unknowns import MARK
from graders.engine.language.printing.plain import to_plain
from graders.engine.sizes import ONE, Shape
from graders.engine.syntax import Tree

LONGEST = 80  # of what a sentence quotes
_OPEN = "mpqrst"  # letters for sizes that are not known


def plain(tree: Tree) -> str:
    """A tree as it would be typed; of a long one the beginning and the end."""
    text = to_plain(tree)
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 4 :]}"


def dimensions(shape: Shape) -> str:
    """A shape: `n×1`, `a number`; sizes that nothing told are m, p, q …."""
    if not shape:
        return "a number"
    unknown: dict[str, str] = {}
    axes = []
    for size in shape:
        text = str(size)
        for letter in size.letters:
            if letter[0] == MARK:
                text = text.replace(letter, unknown.setdefault(letter, _OPEN[len(unknown) % len(_OPEN)]))
        axes.append(text)
    return "×".join(axes)


def measured(tree: Tree, shape: Shape) -> str:
    """What a part is: `X is n×d`, `I takes the size its place needs and is square`."""
    marks = [any(letter[0] == MARK for letter in size.letters) for size in shape]
    if not any(marks):
        return f"{plain(tree)} is {dimensions(shape)}"
    form = ""
    if len(shape) == 2:
        form = " and is square" if shape[0] == shape[1] else ""
        form = " and is a column" if shape[1] == ONE else " and is a row" if shape[0] == ONE else form
    return f"{plain(tree)} takes the size its place needs{form}"


def misfit(whole: Tree, left: Tree, left_shape: Shape, right: Tree, right_shape: Shape) -> str:
    """Two parts that do not fit together: `X w + w: X w is n×1, w is d×1.`"""
    return f"{plain(whole)}: {measured(left, left_shape)}, {measured(right, right_shape)}."
