"""The Pratt parser's loop: operands, and what binds them how tightly. What an operand is, the other modules say.

Positions in tokens are places in the normalised text; trees carry places in the text as typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from graders.engine.language import limits
from graders.engine.language.characters import Source
from graders.engine.language.dots import dot_product
from graders.engine.language.errors import LanguageError
from graders.engine.language.names import canonical
from graders.engine.language.scope import Scope
from graders.engine.language.tokens import Token
from graders.engine.language.words import resolve
from graders.engine.syntax import Binary, Number, Operator, Relation, Span, Tree

OVER, SUM, PRODUCT, UNARY, POWER, POSTFIX = 5, 20, 30, 40, 50, 60

_PRODUCTS: dict[str, Operator] = {
    "*": "*",
    "@": "@",
    "/": "/",
    "elementwise*": "elementwise*",
    "elementwise/": "elementwise/",
    "kron": "kron",
}
_SUMS: dict[str, Operator] = {"+": "+", "-": "-"}
BINDING = (
    dict.fromkeys(_PRODUCTS, PRODUCT)
    | dict.fromkeys(_SUMS, SUM)
    | {
        "over": OVER,
        "^": POWER,
        "elementwise^": POWER,
        "_": POSTFIX,
        "'": POSTFIX,
        ".T": POSTFIX,
        ".": POSTFIX,
        "⊤": POSTFIX,
    }
)
POSTFIXES = frozenset({"_", "'", ".T", ".", "[", "⊤"})
STARTS = frozenset(
    {"number", "word", "(", "[", "{", "|", "‖", "sqrt", "frac", "Σ", "Π", "⟨", "bold", "begin", "∂", "∇", "einsum"}
)
_KEYWORDS = "if when for where wenn falls else otherwise sonst andernfalls sinon and or then undefined equals constant"
KEYWORDS = frozenset(_KEYWORDS.split())

Operand = Callable[["Parser", Token], Tree]
Infix = Callable[["Parser", Tree, Token], Tree]
Marks = list[tuple[int, Tree]]
RELATIONS: dict[str, Relation] = {"=": "=", "≈": "=", "≠": "≠", "<": "<", "≤": "≤", ">": ">", "≥": "≥"}
_DEPTH = 3 * limits.NESTING + 8  # of expressions in expressions


class State(NamedTuple):
    """What a bracket suspends until it closes."""

    spaced: bool
    bar: str


class Parser:
    """One reading of one text. `lenient` reads undeclared names too: for what stands before an equals sign."""

    operands: dict[str, Operand]
    powers: Infix
    postfix: Callable[[Parser, Tree, Token, bool], Tree]

    def __init__(self, source: Source, scope: Scope, tokens: list[Token], lenient: bool = False) -> None:
        self.source = source
        self.scope = scope
        self.tokens = tokens
        self.lenient = lenient
        self.at = 0
        self.notes: list[str] = []
        self.has_slash = any(token.kind == "/" for token in tokens)
        self.pending: list[Token] = []  # undeclared letters that only an index may be
        self.spaced = False  # white space separates entries here
        self.bar = ""  # the bar that waits to be closed
        self.after_call = -1  # where a function without brackets ended
        self.after_exponent = -1  # where an exponent that is a number ended
        self.derives = False  # whether a prime behind a defined name means its derivative
        self.suspect = False  # has powers whose size the limits must look at
        self.powers_read = 0
        self.exponentials = 0  # how many exponentials the reading is inside of
        self._nesting = self._work = 0
        self.depth = 0  # expressions, functions and sums the reading is inside of

    # the loop

    def expression(self, minimum: int = 0, marks: Marks | None = None) -> Tree:
        """Operands joined by everything that binds tighter than `minimum`; `marks` records each step on the way."""
        self.depth += 1
        if self.depth > _DEPTH:
            raise limits.too_large("This is nested too deeply; please write it with fewer brackets.", self.here())
        tokens = self.tokens
        fraction = False
        left = self.operand()
        while True:
            token = tokens[self.at]
            binding = BINDING.get(token.kind)
            if marks is not None:
                marks.append((self.at, left))
            if binding is None:
                if minimum >= PRODUCT or not self._adjoins(token):
                    break
                left = self._juxtaposed(left, token, fraction)
                fraction = False
            elif binding <= minimum or (self.spaced and self._begins_entry(token)):
                break
            elif binding <= PRODUCT:
                left = self._joined(left, token, fraction)
                fraction = token.kind == "/"
            elif binding == POWER:
                left = Parser.powers(self, left, token)
            elif token.kind == "_" and isinstance(left, Number):
                break
            else:
                left = Parser.postfix(self, left, token, True)
        self.depth -= 1
        return left

    def operand(self) -> Tree:
        """One operand with its subscripts, primes and methods."""
        self._work += 1
        if self._work > limits.WORK:
            raise limits.too_large("This is too long; please write a shorter formula.", self.here())
        token = self.tokens[self.at]
        read = self.operands.get(token.kind)
        if read is None:
            raise self.misplaced(token)
        tree = read(self, token)
        while (token := self.tokens[self.at]).kind in POSTFIXES:
            after = Parser.postfix(self, tree, token, False)
            if after is tree:
                break
            tree = after
        return tree

    def _joined(self, left: Tree, token: Token, fraction: bool) -> Tree:
        self.at += 1
        operator = _SUMS.get(token.kind)
        if operator is not None:
            right = self.expression(SUM)
            if fraction:
                self._note_fraction(left, token, right)
        elif token.kind == "over":
            operator, right = "/", self.expression(OVER)
        else:
            operator, right = _PRODUCTS[token.kind], self.expression(PRODUCT)
            if operator == "*" and (dotted := dot_product(self, left, token, right)) is not None:
                return dotted
        return Binary(operator, left, right, (left.span[0], right.span[1]))

    def _juxtaposed(self, left: Tree, token: Token, fraction: bool) -> Tree:
        before = self.tokens[self.at - 1]
        if token.kind == before.kind == "number":
            raise LanguageError("Is there a sign missing between these two numbers?", self.between(before, token))
        if self.after_call == self.at and not self.is_function(token):
            raise LanguageError(
                "It is not clear where the function's argument ends; please put brackets around it.",
                self.between(before, token),
                "ambiguous",
            )
        glued = token.start == before.end
        exponent = self.after_exponent == self.at
        right = self.expression(PRODUCT)
        whole = (left.span[0], right.span[1])
        if glued and (fraction or exponent):
            self.note(f"{self.typed(whole)} is read as ({self.typed(left.span)}) · {self.typed(right.span)}.")
        return Binary("juxtaposed", left, right, whole)

    def _note_fraction(self, left: Tree, sign: Token, right: Tree) -> None:
        """`1/1+e^-z`, typed without spaces, looks like a longer fraction than it is."""
        text = self.typed((left.span[0], right.span[1]))
        if " " not in text.partition(sign.text)[0] and sign.end == self.source.text.find(sign.text, sign.start) + 1:
            glued = self.source.text[sign.start - 1] != " " and self.source.text[sign.end : sign.end + 1] != " "
            if glued:
                self.note(f"{text} is read as ({self.typed(left.span)}) {sign.text} {self.typed(right.span)}.")

    def _adjoins(self, token: Token) -> bool:
        """Whether a token begins an operand that multiplies what stands before it."""
        kind = token.kind
        if kind not in STARTS:
            return False
        if kind == "word" and token.text.lower() in KEYWORDS and not self.declares(token.text):
            if token.text.lower() == "or":
                raise LanguageError("Please give one answer, not one or another.", self.span(token), "ambiguous")
            return False
        if kind in "|‖" and self.bar and not token.text.startswith("\\l"):
            if kind == "‖" and self.bar == "|":
                middle = token.start + 1
                halves = [Token("|", "|", token.start, middle), Token("|", "|", middle, token.end)]
                self.tokens[self.at : self.at + 1] = halves
            return False
        return not self.spaced or token.start == self.tokens[self.at - 1].end or self._is_coefficient(token)

    def _is_coefficient(self, token: Token) -> bool:
        """`[2 w_1; 2 w_2]` has one column: a number that is no index, 0 or 1 multiplies the name behind it."""
        sign, before = self.tokens[self.at - 2], self.tokens[self.at - 1]
        return token.kind == "word" and before.kind == "number" and before.text not in "01" and sign.kind != "_"

    def _begins_entry(self, token: Token) -> bool:
        """`[1 -1]` are two entries: a sign with space before it and none behind it."""
        following = self.tokens[self.at + 1]
        return (
            token.kind in "+-" and token.start > self.tokens[self.at - 1].end and following.start == token.end
        ) or token.kind == "["

    # what the other modules ask

    def enter(self) -> State:
        """Go into a bracket: it has its own entries and bars."""
        self._nesting += 1
        if self._nesting > limits.NESTING:
            raise limits.too_large("This is nested too deeply; please write it with fewer brackets.", self.here())
        state = State(self.spaced, self.bar)
        self.spaced, self.bar = False, ""
        return state

    def leave(self, state: State) -> None:
        """Go back out of a bracket."""
        self._nesting -= 1
        self.spaced, self.bar = state

    def expect(self, kind: str, opened: Token) -> Token:
        """Take the token that closes what was opened."""
        token = self.tokens[self.at]
        if token.kind != kind:
            if token.kind == "end":
                raise LanguageError(f"{opened.text} is opened here and never closed.", self.span(opened))
            raise self.misplaced(token)
        self.at += 1
        return token

    def keyword(self) -> str:
        """The keyword that stands here, or nothing."""
        token = self.tokens[self.at]
        if token.kind == "and":
            return "and"
        if token.kind != "word" or (word := token.text.lower()) not in KEYWORDS or self.declares(token.text):
            return ""
        return word

    def declares(self, text: str) -> bool:
        """Whether the question declares this name."""
        return canonical(text) in self.scope.names

    def is_function(self, token: Token) -> bool:
        """Whether a token is the name of a function."""
        return token.kind == "word" and resolve(self.scope, token.text).kind == "function"

    def note(self, text: str) -> None:
        """Say once how something was read."""
        if text not in self.notes:
            self.notes.append(text)

    def span(self, token: Token) -> Span:
        """A token's place in the text as typed."""
        return self.source.span(token.start, token.end)

    def between(self, first: Token, last: Token) -> Span:
        """The place from one token to another in the text as typed."""
        return self.source.span(first.start, last.end)

    def here(self) -> Span:
        """The place of the token to be read next."""
        return self.span(self.tokens[self.at])

    def since(self, first: Token) -> Span:
        """The place from a token to the last one that was read."""
        return self.source.span(first.start, max(first.end, self.tokens[self.at - 1].end))

    def typed(self, span: Span) -> str:
        """A stretch of the text as typed (of the normalised text, where the two differ)."""
        if self.source.offsets is None:
            return self.source.text[span[0] : span[1]]
        text = self.source.offsets
        inside = [at for at in range(len(text) - 1) if span[0] <= text[at] < span[1]]
        return self.source.text[inside[0] : inside[-1] + 1] if inside else ""

    def misplaced(self, token: Token) -> LanguageError:
        """What to say of a token that cannot stand where it stands."""
        if token.kind == "end":
            return LanguageError("The formula breaks off here; something is missing at its end.", self.span(token))
        if token.kind == "∞":
            return LanguageError("Infinity is not a number I can compute with.", self.span(token), "nonfinite")
        if token.kind == "…":
            text = "An ellipsis stands between the entries of a row or column; please write a sum as sum_k."
            return LanguageError(text, self.span(token))
        if token.kind in RELATIONS:
            return LanguageError("Please write a value here, not a comparison.", self.span(token))
        if token.kind in ")]}":
            return LanguageError(f"Something is missing before this {token.text}.", self.span(token))
        return LanguageError(f"I do not understand {token.text} in this place.", self.span(token))
