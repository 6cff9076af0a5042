"""Words as operands: names with and without subscripts, functions, several names written together."""

from __future__ import annotations

from graders.engine.language import brackets, calls, derivatives, kronecker, powers, subscripts, sums, unknown
from graders.engine.language.core import Parser
from graders.engine.language.errors import LanguageError
from graders.engine.language.tokens import Token
from graders.engine.language.words import Word, resolve
from graders.engine.syntax import Entry, Name, Tree


def word(parser: Parser, token: Token) -> Tree:
    """A name, a function, or several of them written together."""
    understood = resolve(parser.scope, token.text)
    kind = understood.kind
    if token.text[0] == "d" and derivatives.may_begin(parser, token):
        found = derivatives.quotient(parser)
        if found is not None:
            return found
    parser.at += 1
    if kind == "name":
        return _declared(parser, token, understood.value)
    if kind == "function":
        if understood.value in sums.SIGNS and parser.tokens[parser.at].kind == "_":
            return sums.summation(parser, token, sums.SIGNS[understood.value])
        return calls.call(parser, token, understood.value)
    return _OTHERS[kind](parser, token, understood)


def _declared(parser: Parser, token: Token, name: str) -> Tree:
    following = parser.tokens[parser.at].kind
    if following == "_":
        if understood_as_sum(parser, token, name):
            return sums.summation(parser, token)
        tree = subscripts.named(parser, token, name) or Name(name, parser.span(token))
    else:
        tree = Name(name, parser.source.span(token.start, token.end))
    if parser.tokens[parser.at].kind == "(":
        _skip_application(parser, name)
    return tree


def understood_as_sum(parser: Parser, token: Token, name: str) -> bool:
    """A declared scalar Σ with an index is still the sum sign."""
    return token.text in ("Σ", "Sigma") and not parser.scope.ranks.get(name)


def _skip_application(parser: Parser, name: str) -> None:
    """`s(z)` is s where s is defined in terms of z."""
    depends = parser.scope.mentioned.get(name)
    if depends is None and name not in parser.scope.free:
        return
    close = brackets.matching(parser, parser.at)
    inside = parser.tokens[parser.at + 1 : close]
    allowed = parser.scope.symbols if depends is None else depends
    names = [resolve(parser.scope, token.text).value for token in inside if token.kind == "word"]
    if names and all(token.kind in ("word", ",") for token in inside) and all(each in allowed for each in names):
        parser.at = close + 1


def _family(parser: Parser, token: Token, understood: Word) -> Tree:
    """A definition that needs an index: `x_i`, `x[i]`."""
    powers.index_first(parser)
    following = parser.tokens[parser.at]
    needed = len(parser.scope.definitions[understood.value].indices)
    if following.kind == "_":
        tree = subscripts.named(parser, token, understood.value)
    else:
        start = parser.at - 1
        tree = Name(understood.value, parser.span(token))
        if following.kind == "[":
            tree = powers.behind(parser, tree, following)
        token = parser.tokens[start]
    if isinstance(tree, Name) and tree.name != understood.value:
        return tree
    if not isinstance(tree, Entry) or len(tree.indices) < needed:
        example = f"{token.text}_{''.join(parser.scope.definitions[understood.value].indices)}"
        if parser.lenient and tree is not None:
            return tree
        raise LanguageError(f"{token.text} needs an index here: {example}.", parser.since(token), suggestion=example)
    return tree


def _constant(parser: Parser, token: Token, understood: Word) -> Tree:
    if understood.value == "e" and parser.tokens[parser.at].kind == "_":
        return Entry(Name("e", parser.span(token)), tuple(subscripts.read_some(parser, 1).indices), parser.since(token))
    return Name(understood.value, parser.source.span(token.start, token.end))


def _power_of_ten(parser: Parser, token: Token) -> Tree | None:
    """The 10 of `4.5x10^-5` and `4.5 x 10^-5`, where x is no name."""
    at = parser.at
    if token.text not in ("x", "x10") or at < 2 or parser.tokens[at - 2].kind != "number":
        return None
    if token.text == "x10" and parser.tokens[at].kind == "^":
        parser.at = at - 1
        return Parser.operands["number"](parser, Token("number", "10", token.start + 1, token.end))
    if parser.tokens[at].text == "10" and parser.tokens[at + 1].kind == "^":
        return Parser.operands["number"](parser, parser.tokens[at])
    return None


def _letter(parser: Parser, token: Token, understood: Word) -> Tree:
    """A letter that nobody declared: an index, if it turns out to stand where one may; with a subscript, a name."""
    if (ten := _power_of_ten(parser, token)) is not None:
        return ten
    if parser.tokens[parser.at].kind == "_":
        return _undeclared_with_subscript(parser, token)
    if not parser.lenient:
        parser.pending.append(token)
    return Name(understood.value, parser.span(token))


def _undeclared_with_subscript(parser: Parser, token: Token) -> Tree:
    start, tokens = parser.at, list(parser.tokens)
    if (tree := subscripts.named(parser, token, None)) is not None:
        return tree
    parser.at, parser.tokens[:] = start, tokens
    if not parser.lenient:
        raise unknown.name(parser, token)
    indices = tuple(subscripts.read(parser).indices)
    return Entry(Name(token.text, parser.span(token)), indices, parser.since(token))


def _split(parser: Parser, token: Token, understood: Word) -> Tree:
    """`Xw` where X and w are declared: read as the tokens it is made of."""
    pieces = []
    start = token.start
    for part in understood.parts:
        pieces.append(Token("word", part, start, start + len(part)))
        start += len(part)
    parser.at -= 1
    parser.tokens[parser.at : parser.at + 1] = pieces
    return word(parser, pieces[0])


def _unknown(parser: Parser, token: Token, understood: Word) -> Tree:
    if (ten := _power_of_ten(parser, token)) is not None:
        return ten
    following = parser.tokens[parser.at].kind
    if following == "_":
        return _undeclared_with_subscript(parser, token)
    before = resolve(parser.scope, token.text[:-1]) if token.text[-1] == "e" and following == "^" else None
    if before is not None and before.kind in ("name", "split"):
        pieces = before.parts or (token.text[:-1],)
        return _split(parser, token, Word("split", token.text, (*pieces, "e")))
    if parser.lenient:
        return Name(token.text, parser.span(token))
    raise unknown.name(parser, token)


def _special(parser: Parser, token: Token, understood: Word) -> Tree:
    match understood.value:
        case "I" | "eye" | "identity":
            if understood.value == "I" or parser.tokens[parser.at].kind not in ("(", "["):
                return kronecker.identity(parser, token)
            return calls.rewritten(parser, token, understood.value)
        case "delta":
            return kronecker.delta(parser, token)
        case "sum" | "prod" as sign:
            return sums.sign(parser, token, sign)
        case "step":
            if parser.tokens[parser.at].kind in ("(", "'"):
                return calls.call(parser, token, "step")
            return _letter(parser, token, understood)
    return calls.rewritten(parser, token, understood.value)


_OTHERS = {
    "family": _family,
    "constant": _constant,
    "letter": _letter,
    "split": _split,
    "unknown": _unknown,
    "special": _special,
}
