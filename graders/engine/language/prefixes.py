"""What people write in front of an answer: `J_ij =`, `∂f/∂w =`, `\\nabla f =`, `f'(z) = … =`."""

from __future__ import annotations

from graders.engine.language.characters import Source
from graders.engine.language.conditions import WHEN
from graders.engine.language.core import Parser
from graders.engine.language.scope import Scope
from graders.engine.language.tokens import Token
from graders.engine.syntax import Binary, Derivative, Entry, Name, Number, Tree

_OPEN = frozenset({"(", "[", "{", "begin"})
_CLOSE = frozenset({")", "]", "}", "end{}"})
_FUNCTIONS, _VARIABLES = frozenset("fghFGHLℓ"), frozenset("wxyz")  # what J_f is of, what J_w is by
_SUM_SIGNS = frozenset({"sum", "Σ", "∑", "\\sum", "prod", "Π", "∏", "\\prod"})


def split(tokens: list[Token]) -> list[list[Token]]:
    """The sides of the equals signs that join the whole, each with an `end`; conditions are left alone."""
    sides: list[list[Token]] = []
    depth = start = 0
    for at, token in enumerate(tokens):
        if token.kind in _OPEN:
            depth += 1
        elif token.kind in _CLOSE:
            depth -= 1
        elif depth == 0 and token.kind == "word" and token.text.lower() in WHEN:
            break
        elif depth == 0 and token.kind in ("=", "≈") and not _starts_sum(tokens, at):
            sides.append([*tokens[start:at], Token("end", "", token.start, token.start)])
            start = at + 1
    return [*sides, tokens[start:]]


def _starts_sum(tokens: list[Token], at: int) -> bool:
    """`sum_k=1^d`: the equals sign belongs to the sum."""
    return at >= 3 and tokens[at - 2].kind == "_" and tokens[at - 3].text in _SUM_SIGNS


def read(source: Source, scope: Scope, tokens: list[Token]) -> Tree | None:
    """What stands before an equals sign, undeclared names and all; None where nothing stands."""
    if len(tokens) == 1:
        return None
    parser = Parser(source, scope, list(tokens), lenient=True)
    tree = parser.expression()
    if parser.tokens[parser.at].kind != "end":
        raise parser.misplaced(parser.tokens[parser.at])
    return tree


def axes(prefix: Tree | None) -> tuple[str, ...] | None:
    """The indices by which a prefix names the axes: `J_{ij}`, `∂f_{ij}/∂W_{kl}`; None if it names none.

    `J_f(w)` names the function, not an axis. A digit is given as it is (`J_{1j}`).
    """
    while isinstance(prefix, Binary) and prefix.operator == "juxtaposed":
        prefix = prefix.left
    if isinstance(prefix, Derivative):
        found = (*_letters(prefix.of), *_letters(prefix.by))
        return found or None
    letters = _letters(prefix)
    while letters and letters[0] in _FUNCTIONS:
        letters = letters[1:]
    return None if len(letters) == 1 and letters[0] in _VARIABLES else letters or None


def _letters(tree: Tree | None) -> tuple[str, ...]:
    if not isinstance(tree, Entry) or (isinstance(tree.base, Name) and tree.base.name in ("∇", "∂")):
        return ()
    return tuple(
        index.name if isinstance(index, Name) else index.text
        for index in tree.indices
        if isinstance(index, Name | Number)
    )
