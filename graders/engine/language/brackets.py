"""Round and square brackets, bars and LaTeX matrices: groups, rows, columns, indicators, norms."""

from __future__ import annotations

from itertools import chain

from graders.engine.language.conditions import cases_environment, compared, condition, value
from graders.engine.language.core import PRODUCT, RELATIONS, Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.latex import MATRICES
from graders.engine.language.tokens import Token
from graders.engine.syntax import Binary, Brackets, Call, Comparison, Derivative, Ellipsis, Indicator, Name, Tree

CLOSING = {"(": ")", "[": "]", "{": "}"}
OPENING = frozenset(CLOSING)
Cell = Tree | None
_NOTHING = Name("", (0, 0))  # what a derivative is of that still waits for it


def matching(parser: Parser, at: int) -> int:
    """Where the bracket opened at this token closes."""
    depth = 0
    for place in range(at, len(parser.tokens)):
        kind = parser.tokens[place].kind
        if kind in OPENING or kind == "begin":
            depth += 1
        elif kind in (")", "]", "}", "end{}"):
            depth -= 1
            if depth == 0:
                return place
    opened = parser.tokens[at]
    raise LanguageError(f"{opened.text} is opened here and never closed.", parser.span(opened))


def directly_inside(parser: Parser, at: int) -> list[Token]:
    """The tokens in the bracket opened here that are in no further bracket."""
    depth = 0
    inside = []
    for token in parser.tokens[at : matching(parser, at)]:
        if token.kind in (")", "]", "}", "end{}"):
            depth -= 1
        if depth == 1:
            inside.append(token)
        if token.kind in OPENING or token.kind == "begin":
            depth += 1
    return inside


def holds_condition(parser: Parser, at: int) -> bool:
    """Whether the bracket opened here holds a comparison: `[j=k]`, `(z>0)`."""
    return any(token.kind in RELATIONS for token in directly_inside(parser, at))


def indicated(parser: Parser, token: Token) -> Indicator:
    """The indicator whose condition stands in the bracket here."""
    state = parser.enter()
    opened = parser.tokens[parser.at]
    parser.at += 1
    test = condition(parser)
    while parser.tokens[parser.at].kind == ",":
        raise LanguageError("Please join conditions by `and`.", parser.here())
    closed = parser.expect(CLOSING[opened.kind], opened)
    parser.leave(state)
    return Indicator(test, parser.between(token, closed))


def item(parser: Parser) -> Tree:
    """What may stand in brackets: a value, or a comparison, which is its indicator."""
    tree = value(parser)
    if parser.tokens[parser.at].kind in RELATIONS or parser.keyword() == "equals":
        test = compared(parser, tree)
        while parser.keyword() == "and" and isinstance(test, Comparison):
            return _conjunction(parser, test)
        return Indicator(test, test.span)
    return tree


def _conjunction(parser: Parser, first: Comparison) -> Tree:
    tree: Tree = first
    while parser.keyword() == "and":
        parser.at += 1
        right = condition(parser)
        span = (tree.span[0], right.span[1])
        tree = Binary("*", Indicator(tree, tree.span), Indicator(right, right.span), span)
    return Indicator(tree, tree.span)


def round_brackets(parser: Parser, token: Token) -> Tree:
    """`( … )`: a group; a row where commas or an ellipsis separate entries."""
    state = parser.enter()
    inside = directly_inside(parser, parser.at) if _has_ellipsis(parser) else []
    kinds = {each.kind for each in inside}
    parser.at += 1
    if "…" in kinds:
        tree: Tree = _bracketed(parser, token, ")", spaced="," not in kinds)
    else:
        tree = item(parser)
        if parser.tokens[parser.at].kind == ",":
            tree = _bracketed(parser, token, ")", first=tree)
        else:
            parser.expect(")", token)
    if parser.derives and isinstance(tree, Derivative) and tree.of == _NOTHING:  # `(d/dz_j) ln s_i`
        parser.spaced, parser.bar = state
        tree = Derivative(parser.expression(PRODUCT), tree.by, parser.since(token))
    parser.leave(state)
    return tree


def square_brackets(parser: Parser, token: Token) -> Tree:
    """`[ … ]`: rows and columns; a single entry is only grouped."""
    state = parser.enter()
    kinds = {each.kind for each in directly_inside(parser, parser.at)}
    parser.at += 1
    tree = _bracketed(parser, token, "]", spaced="," not in kinds and not kinds & RELATIONS.keys())
    parser.leave(state)
    return tree


def _has_ellipsis(parser: Parser) -> bool:
    return any(token.kind == "…" for token in parser.tokens)


def _bracketed(parser: Parser, token: Token, close: str, spaced: bool = False, first: Cell = None) -> Tree:
    """Entries up to the closing bracket; one entry alone is that entry, rows of rows are a matrix."""
    start = parser.at
    rows = read_rows(parser, close, spaced, first)
    if spaced and len({len(row) for row in rows}) > 1 and not any(isinstance(cell, Ellipsis) for cell in chain(*rows)):
        parser.at = start  # as entries the rows are ragged, so the spaces in `[6 x y; 2]` are products
        rows = read_rows(parser, close)
    closed = parser.expect(close, token)
    return _shaped(rows, parser.between(token, closed))


def _shaped(rows: list[tuple[Tree, ...]], span: tuple[int, int]) -> Tree:
    if len(rows) == 1 and len(rows[0]) == 1 and not isinstance(rows[0][0], Ellipsis):
        return rows[0][0]
    if len(rows) == 1:
        inner = [cell.rows for cell in rows[0] if isinstance(cell, Brackets)]
        if len(inner) == len(rows[0]) and all(len(each) == 1 for each in inner):
            return Brackets(tuple(each[0] for each in inner), span)
    return Brackets(tuple(rows), span)


def read_rows(parser: Parser, close: str, spaced: bool = False, first: Cell = None) -> list[tuple[Tree, ...]]:
    """Rows of entries up to a closing token that stays; `spaced` where white space separates entries."""
    rows: list[list[Cell]] = [[]]
    if first is not None:
        rows[0].append(first)
    fresh = first is None  # an entry may begin here
    while (kind := parser.tokens[parser.at].kind) not in (close, "end"):
        if kind in (",", "&"):
            if fresh:
                rows[-1].append(None)
            parser.at += 1
            fresh = True
        elif kind in (";", "\\\\"):
            if fresh:
                rows[-1].append(None)
            parser.at += 1
            rows.append([])
            fresh = True
        elif fresh or spaced:
            rows[-1].append(_cell(parser, spaced))
            fresh = False
        else:
            raise parser.misplaced(parser.tokens[parser.at])
    if fresh and rows[-1]:
        rows[-1].append(None)
    if len(rows) > 1 and not rows[-1]:
        rows.pop()
    anywhere = next((cell for row in rows for cell in row if isinstance(cell, Ellipsis)), None)
    return [_filled(parser, row, anywhere if len(rows) > 1 else None) for row in rows]


def _cell(parser: Parser, spaced: bool) -> Tree:
    if parser.tokens[parser.at].kind == "…":
        span = parser.here()
        parser.at += 1
        return Ellipsis(span)
    parser.spaced = spaced
    tree = item(parser)
    parser.spaced = False
    return tree


def _filled(parser: Parser, row: list[Cell], ellipsis: Ellipsis | None) -> tuple[Tree, ...]:
    """Empty cells belong to the ellipsis of their matrix (`\\vdots & & \\ddots`); elsewhere they are missing."""
    cells = [ellipsis if cell is None else cell for cell in row]
    if not cells or None in cells:
        raise LanguageError("An entry is missing here.", parser.here())
    return tuple(cell for cell in cells if cell is not None)


def environment(parser: Parser, token: Token) -> Tree:
    """`\\begin{pmatrix} … \\end{pmatrix}` and `\\begin{cases} … \\end{cases}`."""
    if token.text == "cases":
        return cases_environment(parser, token)
    if token.text not in MATRICES:
        raise LanguageError(f"I do not know the environment {token.text}.", parser.span(token))
    state = parser.enter()
    parser.at += 1
    rows = read_rows(parser, "end{}")
    closed = parser.expect("end{}", token)
    parser.leave(state)
    return _shaped(rows, parser.between(token, closed))


def bars(parser: Parser, token: Token) -> Tree:
    """`|z|` and `‖w‖`, `‖w‖_1`; a `||` that is never closed by another is two single bars."""
    if token.kind == "‖" and not any(each.kind == "‖" for each in parser.tokens[parser.at + 1 :]):
        middle = token.start + 1
        parser.tokens[parser.at : parser.at + 1] = [
            Token("|", "|", token.start, middle),
            Token("|", "|", middle, token.end),
        ]
        token = parser.tokens[parser.at]
    state = parser.enter()
    parser.at += 1
    parser.bar = token.kind
    inside = value(parser)
    parser.expect(token.kind, token)
    parser.leave(state)
    return Call("bars" if token.kind == "|" else "norm2", (inside,), parser.since(token))


def angles(parser: Parser, token: Token) -> Tree:
    """`⟨x, y⟩`: the sum of the products of the entries."""
    state = parser.enter()
    parser.at += 1
    first = item(parser)
    parser.expect("|" if parser.tokens[parser.at].kind == "|" else ",", token)
    second = item(parser)
    parser.expect("⟩", token)
    parser.leave(state)
    span = parser.since(token)
    return Call("sum", (Binary("elementwise*", first, second, span),), span)
