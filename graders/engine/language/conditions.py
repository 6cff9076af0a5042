"""Conditions and cases: `a if c else b`, `v if c, otherwise w`, `{v, c; w, c}`, `\\begin{cases}`."""

from __future__ import annotations

from graders.engine.language.core import RELATIONS, Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.tokens import Token
from graders.engine.syntax import Binary, Cases, Comparison, Indicator, Name, Number, Relation, Tree

WHEN = frozenset({"if", "when", "for", "where", "wenn", "falls"})
ELSE = frozenset({"else", "otherwise", "sonst", "andernfalls", "sinon"})
INDEX_LETTERS = frozenset("abcghijklmnpqrst")

Branch = tuple[Tree | None, Tree | None]


def relation(parser: Parser) -> Relation | None:
    """The relation sign that stands here, in signs or in words."""
    if parser.keyword() == "equals":
        return "="
    return RELATIONS.get(parser.tokens[parser.at].kind)


def compared(parser: Parser, first: Tree) -> Tree:
    """The comparison that begins with an expression already read; the expression itself if no relation follows."""
    operands, relations = [first], []
    while (sign := relation(parser)) is not None:
        relations.append(sign)
        parser.at += 1
        operands.append(parser.expression())
    if not relations:
        return first
    _settle_indices(parser, operands)
    return Comparison(tuple(operands), tuple(relations), (first.span[0], operands[-1].span[1]))


def condition(parser: Parser) -> Tree:
    """A comparison, or several joined by `and`."""
    start = parser.tokens[parser.at]
    tree = compared(parser, parser.expression())
    if not isinstance(tree, Comparison):
        if isinstance(tree, Indicator):
            return tree.condition
        raise LanguageError("A condition compares two things, such as z > 0 or i = j.", parser.since(start))
    while parser.keyword() == "and" and _condition_follows(parser):
        parser.at += 1
        right = condition(parser)
        tree = Binary("*", Indicator(tree, tree.span), Indicator(right, right.span), (tree.span[0], right.span[1]))
    return tree


def _condition_follows(parser: Parser) -> bool:
    """Whether what stands behind this token compares something before the next comma or keyword."""
    for token in parser.tokens[parser.at + 1 :]:
        if token.kind in RELATIONS:
            return True
        if token.kind in (",", ";", "end", "}", ")", "&") or (
            token.kind == "word" and token.text.lower() in WHEN | ELSE
        ):
            return False
    return False


def _settle_indices(parser: Parser, operands: list[Tree]) -> None:
    """Letters that nobody declared are indices where they are compared with each other or with numbers."""
    if parser.pending and all(isinstance(each, Name | Number) for each in operands):
        places = {each.span for each in operands if isinstance(each, Name) and each.name in INDEX_LETTERS}
        parser.pending = [token for token in parser.pending if parser.span(token) not in places]


def value(parser: Parser) -> Tree:
    """An expression, or one that depends on cases."""
    if parser.tokens[parser.at].kind == "word" and parser.keyword() == "if":
        return _if_then(parser)
    first = parser.expression()
    if _before_keyword(parser, WHEN):
        branches: list[Branch] = []
        more_branches(parser, first, branches)
        return Cases(tuple(branches), (first.span[0], parser.here()[0]))
    return first


def listed(parser: Parser, first: Tree) -> Tree:
    """`z, z ≥ 0, 0 otherwise` and `1, z > 0; 0, z < 0`: cases without braces around them; `first` if none follow."""
    if parser.tokens[parser.at].kind != "," or not _condition_follows(parser):
        return first
    parser.at += 1
    branches: list[Branch] = [(first, condition(parser))]
    if _skip_comma(parser):
        branches += branch_list(parser, "end")
    return Cases(tuple(branches), (first.span[0], parser.here()[0]))


def _before_keyword(parser: Parser, keywords: frozenset[str]) -> bool:
    """Whether one of these keywords comes next, perhaps behind a comma, which is then taken."""
    start = parser.at
    parser.at += parser.tokens[start].kind == ","
    if parser.tokens[parser.at].kind == "word" and parser.keyword() in keywords:
        return True
    parser.at = start
    return False


def _if_then(parser: Parser) -> Tree:
    """`if c then a else b`"""
    start = parser.tokens[parser.at]
    parser.at += 1
    test = condition(parser)
    if parser.keyword() == "then" or parser.tokens[parser.at].kind in (",", ":"):
        parser.at += 1
    branches: list[Branch] = [(parser.expression(), test)]
    while parser.tokens[parser.at].kind in (",", ";"):
        parser.at += 1
    if parser.keyword() in ELSE:
        parser.at += 1
        parser.at += parser.tokens[parser.at].kind in (",", ":")
        branches.append((value(parser), None))
    return Cases(tuple(branches), parser.since(start))


def more_branches(parser: Parser, first: Tree, branches: list[Branch]) -> None:
    """The rest of `first if c, …`: further branches until an `otherwise` or the end of the list."""
    current: Tree | None = first
    while parser.keyword() in WHEN:
        parser.at += 1
        branches.append((current, condition(parser)))
        comma = _skip_comma(parser)
        if parser.keyword() in ELSE:
            parser.at += 1
            if parser.tokens[parser.at].kind in (",", ":"):
                parser.at += 1
            current = parser.expression()
            if parser.keyword() not in WHEN:
                branches.append((current, None))
                return
        elif parser.keyword() == "undefined":
            branches.append(undefined(parser, branches[0][1]))
            return
        elif comma:
            current = parser.expression()
            if _before_keyword(parser, ELSE):
                parser.at += 1
                branches.append((current, None))
                return
            if not _before_keyword(parser, WHEN):
                raise parser.misplaced(parser.tokens[parser.at])
        else:
            return


def _skip_comma(parser: Parser) -> bool:
    start = parser.at
    while parser.tokens[parser.at].kind in (",", ";") or parser.keyword() == "and":
        parser.at += 1
    return parser.at > start


def undefined(parser: Parser, before: Tree | None) -> Branch:
    """`undefined at 0`, `undefined if z = 0`, `undefined` alone for the rest."""
    parser.at += 1
    token = parser.tokens[parser.at]
    if token.kind == "word" and token.text.lower() in ("at", "in"):
        parser.at += 1
        place = compared(parser, parser.expression())
        if isinstance(place, Comparison):
            return (None, place)
        return (None, Comparison((_subject(parser, before), place), ("=",), place.span))
    if parser.keyword() in WHEN:
        parser.at += 1
        return (None, condition(parser))
    if parser.keyword() in ELSE:
        parser.at += 1
    return (None, None)


def _subject(parser: Parser, before: Tree | None) -> Tree:
    """What `at 0` speaks of: the left side of the condition before it, or the one scalar."""
    if isinstance(before, Comparison) and isinstance(before.operands[0], Name):
        return before.operands[0]
    if parser.scope.scalar is not None:
        return Name(parser.scope.scalar, parser.here())
    raise LanguageError("Please say of which variable, for instance: undefined if z = 0.", parser.here())


def braces(parser: Parser, token: Token) -> Tree:
    """`{…}`: a LaTeX group, an indicator's condition, or cases with `,` and `;` between them."""
    state = parser.enter()
    parser.at += 1
    if parser.tokens[parser.at].kind == "begin" and parser.tokens[parser.at].text in ("array", "cases", "matrix"):
        tree = cases_environment(parser, parser.tokens[parser.at])
        if parser.tokens[parser.at].kind != "end":  # \left\{ … \right. has no closing brace
            parser.expect("}", token)
        parser.leave(state)
        return tree
    branches = branch_list(parser, "}")
    closed = parser.expect("}", token)
    parser.leave(state)
    if len(branches) == 1 and branches[0][0] is not None and branches[0][1] is None:
        return branches[0][0]
    return Cases(tuple(branches), parser.between(token, closed))


def branch_list(parser: Parser, close: str) -> list[Branch]:
    """Branches separated by `;`, a comma or a LaTeX row end, up to a closing token that stays."""
    branches: list[Branch] = []
    while True:
        branches.append(_branch(parser, close, branches))
        while parser.tokens[parser.at].kind in (";", "\\\\", ","):
            parser.at += 1
        if parser.tokens[parser.at].kind in (close, "end"):
            return branches


def _branch(parser: Parser, close: str, branches: list[Branch]) -> Branch:
    """One value and its condition, written behind a comma, an `&`, an `if` or nothing."""
    if parser.keyword() == "undefined":
        parser.at += 1
        found: Tree | None = None
    elif parser.keyword() in ELSE:
        parser.at += 1
        while parser.tokens[parser.at].kind in (",", ":", "&"):
            parser.at += 1
        return (parser.expression(), None)
    else:
        found = parser.expression()
        if close == "}" and not branches and relation(parser) is not None:
            test = compared(parser, found)
            return (Indicator(test, test.span), None)
    separated = False
    while parser.tokens[parser.at].kind in (",", "&", ":"):
        parser.at += 1
        separated = True
    if parser.keyword() in ELSE:
        parser.at += 1
        return (found, None)
    if parser.keyword() in WHEN:
        parser.at += 1
        if parser.keyword() in ELSE:
            parser.at += 1
            return (found, None)
        return (found, condition(parser))
    if parser.tokens[parser.at].kind == "word" and parser.tokens[parser.at].text.lower() == "at":
        parser.at += 1
        place = parser.expression()
        before = branches[0][1] if branches else None
        return (found, Comparison((_subject(parser, before), place), ("=",), place.span))
    return (found, condition(parser) if separated else None)


def cases_environment(parser: Parser, token: Token) -> Tree:
    """`\\begin{cases} v & c \\\\ w & c \\end{cases}`"""
    state = parser.enter()
    parser.at += 1
    branches = branch_list(parser, "end{}")
    parser.expect("end{}", token)
    parser.leave(state)
    return Cases(tuple(branches), parser.since(token))
