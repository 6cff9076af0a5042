"""Rows, columns and matrices with an ellipsis, filled from the terms beside it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction

from graders.engine.elaborate.axes import aligned, contraction
from graders.engine.elaborate.conditions import delta
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.indices import Index, Last, Position, Running
from graders.engine.elaborate.joining import ACROSS, DOWN, in_line, side_by_side
from graders.engine.elaborate.onehot import onehot
from graders.engine.elaborate.patterns import Pattern, Place, Term, common, has_position
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import plain
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import Size
from graders.engine.syntax import Brackets, Ellipsis, Number, Span, Tree

ROW, COLUMN = "⋮", "⋯"  # the letters of places within patterns: no one can type them as names
AXES = (ROW, COLUMN)


def filled_in(context: Context, tree: Brackets) -> Typed:
    """The array of rows in which an ellipsis stands for what is between."""
    rows = [row for row in tree.rows if not _all_dots(row)]
    if not rows:
        raise LanguageError("an ellipsis needs terms beside it to be filled from", tree.span)
    if len({len(row) for row in rows}) > 1:
        raise LanguageError("the rows are not equally long", tree.span)
    down = _gap([_all_dots(row) for row in tree.rows], tree.span)
    across = _gap([_all_dots(column) for column in zip(*rows, strict=True)], tree.span)
    columns = [at for at in range(len(rows[0])) if at != across]
    cells = [[row[at] for at in columns] for row in rows]
    if down is not None and across is not None:
        cells = [list(row) for row in _empty_corners(cells)]
    if not columns or any(isinstance(cell, Ellipsis) for row in cells for cell in row):
        raise LanguageError("the ellipses do not stand in one row and one column", tree.span)
    if down is None:
        lines = [_line(context, row, across or 0, ACROSS, tree.span) for row in cells]
        return side_by_side(context, tree, lines, DOWN)
    if across is None:
        lines = [_line(context, column, down, DOWN, tree.span) for column in zip(*cells, strict=True)]
        return side_by_side(context, tree, lines, ACROSS)
    return _matrix(context, cells, down, across, tree.span)


def _empty_corners(cells: Sequence[Sequence[Tree]]) -> Iterator[Iterator[Tree]]:
    """A matrix of which only the diagonal is written has zeros elsewhere."""
    zero = Number(Fraction(0), "0", cells[0][0].span)
    for at, row in enumerate(cells):
        yield (zero if isinstance(cell, Ellipsis) and place != at else cell for place, cell in enumerate(row))


def _all_dots(cells: Sequence[Tree]) -> bool:
    return all(isinstance(cell, Ellipsis) for cell in cells)


def _gap(dots: Sequence[bool], span: Span) -> int | None:
    """Where the one gap is."""
    if sum(dots) > 1:
        raise LanguageError("there is more than one ellipsis in a line", span)
    return dots.index(True) if any(dots) else None


def _places(count: int, gap: int) -> list[Place]:
    """The places of the terms of a line, counted from the beginning before the gap and from the end behind it."""
    return [Place(at + 1) if at < gap else Place(count - 1 - at, from_end=True) for at in range(count)]


def _line(context: Context, trees: Sequence[Tree], gap: int, axis: int, span: Span) -> Typed:
    """A row or column. Terms that do not follow the pattern of those next to the ellipsis keep their places."""
    terms = [Term(tree, {AXES[axis]: place}) for tree, place in zip(trees, _places(len(trees), gap), strict=True)]
    pattern = common(terms)
    exceptions: list[Term] = []
    if pattern is None:
        beside = terms[max(gap - 1, 0) : gap + 1]
        pattern = common(beside)
        exceptions = [term for term in terms if common([*beside, term]) is None]
    if pattern is None or (len(terms) == 1 and has_position(trees[0])):
        raise _no_pattern(trees, span)
    letter = context.new_letter(AXES[axis])
    value = _value(context, pattern, {AXES[axis]: letter}, span)
    for term in exceptions:
        value = _with_exception(context, value, term, letter, AXES[axis])
    return in_line(context, value, letter.name, axis)


def _no_pattern(trees: Sequence[Tree], span: Span) -> LanguageError:
    shown = ", ".join(map(plain, trees))
    message = (
        f"the terms {shown} do not show how to go on: write the first ones and the last one, as in w_1, w_2, …, w_d"
    )
    return LanguageError(message, span, "ambiguous")


def _value(context: Context, pattern: Pattern, letters: dict[str, Running], span: Span) -> Typed:
    """The pattern at every place."""
    for axis, length in pattern.lengths.items():
        if unknown := next((letter for letter in length.letters if letter not in context.scope.sizes), None):
            raise LanguageError(f"the terms end at {unknown}, which is not a size", span)
        context.run(letters[axis].name, length, span)
    with ExitStack() as stack:
        for axis, letter in letters.items():
            stack.enter_context(context.binding(axis, letter))
        return context.value(pattern.tree)


def _with_exception(context: Context, value: Typed, term: Term, letter: Running, axis: str) -> Typed:
    """The line with another term at one place."""
    context.ends = True
    other = context.value(term.tree)
    context.ends = False
    if not context.unknowns.unify_all(value.shape, other.shape):
        raise IllTyped(f"{plain(term.tree)} has not the shape of the terms beside it.", term.tree.span)
    place = term.places[axis]
    index: Index = Last(place.count) if place.from_end else Position(place.count)
    here = Typed(onehot(context, index, context.length(letter.name)), (letter.name,))
    parts, free = aligned(context.build, *map(context.settled, (here, other, value)))
    return Typed(context.build.where(*parts), free)


def _matrix(context: Context, cells: Sequence[Sequence[Tree]], down: int, across: int, span: Span) -> Typed:
    """A matrix with ellipses both ways: one pattern for all entries, or one on the diagonal and one off it."""
    terms = list(_cells(cells, down, across))
    letters = {ROW: context.new_letter(ROW), COLUMN: context.new_letter(COLUMN)}
    pattern = common(terms)
    if pattern is not None:
        value = _value(context, pattern, letters, span)
    else:
        diagonal = common([term for term in terms if _on_diagonal(term)])
        rest = common([term for term in terms if not _on_diagonal(term)])
        if diagonal is None or rest is None:
            raise _no_pattern([tree for row in cells for tree in row], span)
        value = _diagonal_and_rest(context, diagonal, rest, letters, span)
    if not value.scalar:
        raise IllTyped("The entries of a matrix with ellipses both ways are numbers.", span)
    row, column = letters[ROW].name, letters[COLUMN].name
    free = tuple(name for name in value.free if name not in {row, column})
    lengths: dict[Hashable, Size] = {name: context.length(name) for name in (row, column)}
    value = context.settled(value)
    return Typed(contraction(context.build, [*free, row, column], (value.node, value.free), lengths=lengths), free)


def _cells(cells: Sequence[Sequence[Tree]], down: int, across: int) -> Iterator[Term]:
    rows, columns = _places(len(cells), down), _places(len(cells[0]), across)
    for row, trees in zip(rows, cells, strict=True):
        for column, tree in zip(columns, trees, strict=True):
            yield Term(tree, {ROW: row, COLUMN: column})


def _on_diagonal(term: Term) -> bool:
    return term.places[ROW] == term.places[COLUMN]


def _diagonal_and_rest(
    context: Context, diagonal: Pattern, rest: Pattern, letters: dict[str, Running], span: Span
) -> Typed:
    first, second = _value(context, diagonal, letters, span), _value(context, rest, letters, span)
    row, column = letters[ROW].name, letters[COLUMN].name
    context.run(column, context.length(row), span)
    if not (first.scalar and second.scalar):
        raise IllTyped("The entries of a matrix with ellipses both ways are numbers.", span)
    here = delta(context, row, column)
    parts, free = aligned(context.build, *map(context.settled, (here, first, second)))
    return Typed(context.build.where(*parts), free)
