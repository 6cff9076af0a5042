"""What people write in front of a line to say where it comes from: `From (0,0): b <= 0`, `Row 2:`, `Quotient rule:`."""

from __future__ import annotations

from collections.abc import Sequence

from graders.engine.language.scope import Scope
from graders.engine.language.tokens import Token
from graders.engine.language.words import resolve

_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_BETWEEN = frozenset({"number", ",", "and"})
_MEANS_SOMETHING = frozenset({"name", "family", "split", "constant"})
_SHORT = 2  # letters of what may be meant for a new name, `u: …`


def unlabelled(tokens: Sequence[Token], scope: Scope) -> list[Token]:
    """The tokens without words, numbers and brackets that end in a colon; all of them where a name stands there."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.kind in _OPEN) - (token.kind in _CLOSE)
        if token.kind == ":" and not depth:
            says = at > 1 or (at == 1 and len(tokens[0].text) > _SHORT) or tokens[0].kind == "number"
            return list(tokens[at + 1 :] if says and tokens[at + 1].kind not in ("=", "end") else tokens)
        is_word = token.kind == "word" and resolve(scope, token.text).kind not in _MEANS_SOMETHING
        if not (is_word or token.kind in _BETWEEN or token.kind in _OPEN or token.kind in _CLOSE):
            break
    return list(tokens)
