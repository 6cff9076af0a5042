"""What to say about a name that the question does not have."""

from __future__ import annotations

from graders.engine.language.core import Parser
from graders.engine.language.errors import LanguageError, Tag
from graders.engine.language.tokens import Token
from graders.engine.language.words import meant, nearest

_SHOWN = 8
_NOT_FINITE = frozenset({"inf", "infinity", "nan", "infty"})


def name(parser: Parser, token: Token) -> LanguageError:
    """The refusal of an undeclared name, with what may have been meant."""
    scope, text = parser.scope, token.text
    if text.lower() in _NOT_FINITE:
        return LanguageError(f"{text} is not a number I can compute with.", parser.span(token), "nonfinite")
    suggestion = "^T" if _is_transpose(parser, token) else meant(scope, text)
    if suggestion is not None:
        return LanguageError(
            f"{text} can be read in several ways: did you mean {suggestion}?",
            parser.span(token),
            "ambiguous",
            suggestion,
        )
    suggestion = nearest(scope, text)
    message = f"{text} is not a name in this question" + (
        f": did you mean {suggestion}?" if suggestion else f". There are {_declared(parser)}."
    )
    tag: Tag = "free-index" if len(text.rstrip("0123456789")) == 1 else "unparsable"
    return LanguageError(message, parser.span(token), tag, suggestion)


def _is_transpose(parser: Parser, token: Token) -> bool:
    """A T of its own behind a name, `w T`."""
    return token.text == "T" and parser.tokens[0] is not token


def _declared(parser: Parser) -> str:
    names = [*parser.scope.symbols, *parser.scope.definitions]
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "") if names else "no names, only numbers"
