"""Named gradients as people write them: maps, `dW1 = 0; …`, chains `a = b = 0`, `all zero except db2 = g`, bare values.

However the derivative of the loss by the output is written (δ, dL/dŷ, ℓ'(ŷ)), it comes out as `g`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec

from graders.numbered import unnumbered
from graders.unreadable import AMBIGUOUS, TOO_LONG, UNPARSABLE, Unreadable, nothing
from graders.wrapped import bare

LONGEST = 8_000
LONGEST_NAME = 100  # of a gradient
MOST = 64  # statements, and sides of their equations

_LOSS = r"(?:\\mathcal\s?\{L\}|\\ell|loss|[LlℓJEC])"
_OUTPUT = r"(?:ŷ|y\u0302|\\hat\s?\{?y\}?|y_?\{?hat\}?|y_?\{?pred\}?|\\widehat\{y\})"
_D = r"(?:d|∂|\\partial|\\mathrm\{d\}|δ)\s?"
_COTANGENT = re.compile(
    rf"\\[dt]?frac\s?\{{{_D}{_LOSS}\}}\s?\{{{_D}{_OUTPUT}\}}|{_D}{_LOSS}\s?/\s?{_D}{_OUTPUT}|d{_LOSS}_d{_OUTPUT}"
    rf"|{_LOSS}(?:['′]|\^\{{?\\prime\}}?)\s?(?:\(\s?{_OUTPUT}\s?(?:,\s?y\s?)?\))?"
    rf"|\\delta\b|\bdelta\b|δ|\bd_?{_OUTPUT}(?=\W|$)"
)
_SUMMED = re.compile(
    r"(?:\\sum|∑|Σ|(?:np\.)?\bsum\b)\s?(?:_\{?\w\}?)?\s?(?:\(\s?g(?:_\{?\w\}?)?\s?\)|g(?:_\{?\w\}?)?(?!\w))"
)
_SPACES = re.compile(r"\\(?:[,;:! ]|q?quad\b|left\b|right\b)|[&$]|\\[()]|\\(?:begin|end)\{(?:aligned|align|cases)\*?\}")
_ROWS = re.compile(r"\[[^\[\]=]*\]")  # `[0 0; 0 0]`
_MATRIX = re.compile(
    r"\\begin\s?\{(?P<kind>[pbBvV]?matrix|smallmatrix|array)\}(?:\{[lcr|]*\})?(?P<cells>.*?)\\end\s?\{(?P=kind)\}",
    re.DOTALL,
)
_BREAKS = re.compile(r"\\\\|[;\n\r]")
_WHICH_IS = re.compile(r",?\s*\bwhich\s+(?:is|are|equals?)\b|\bequals?\b")
_NEXT = re.compile(r"(?<=[\dg)\]}])[ \t]*(?:[ \t.|])[ \t]*(?=d[A-Za-z]_?\{?\d*\}?[ \t]*=)")  # `dW1 = 0. db1 = 0`
_REMARK = re.compile(r"\(\s*(?:since|because|as|not|da|weil|car)\b[^()\n]*\)")
_NOT_ZERO = re.compile(r"(?<=g)\s*(?:(?:≠|!=|\\neq?)\s*0|(?:is|are)\s+(?:not\s+(?:zero|0)|non-?\s?zero)(?!\w))")
_EQUALS = re.compile(r"(?<![<>=!])(?::=|=(?!=)|←)|\b(?:is|are|ist|sind|est|sont)\b|(?<=\w):(?=\s|\S)")
_AND = re.compile(r"\b(?:and|und|et)\b")
_SAYS = re.compile(r"=|\b(?:is|are|ist|sind|est|sont|zeros?|vanish(?:es)?)\b")
_REST = re.compile(
    r"(?:and\s|but\s|with\s)?\s*(?:all|every|the|of|them|others?|rest|remaining|else|everything|gradients?|ones?|"
    r"alle[ns]?|anderen?|übrigen|gradienten|tous|tout|les|autres|\s)+",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"(?P<rest>.{1,60}?)\s(?:except|but|apart\s+from|other\s+than|besides|außer|sauf)(?:\s+(?:that|for))?\s(?P<one>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ALL_ZERO = re.compile(
    r"(?P<who>.*?)\s*(?:=|\b(?:is|are|ist|sind|est|sont)\b|\s)\s*(?P<zero>0|zeros?|vanish(?:es)?|null?)",
    re.IGNORECASE | re.DOTALL,
)
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉∂ℓ∇", "0123456789dlΔ")
ZERO = "0"
WIDE_SEMICOLON = "；"  # parts no statements, and is read like the other


@dataclass
class Claims:
    """What was claimed: for each name the sides of its equation, the last being its value."""

    named: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def claim(self, name: str, sides: Sequence[str]) -> None:
        """Take down one; raises Unreadable where it has been claimed before, or for too many sides in all."""
        if name in self.named:
            raise Unreadable(AMBIGUOUS, f"The gradient of {name} is given twice: keep one.")
        if len(sides) + sum(map(len, self.named.values())) > MOST:
            raise _too_many()
        self.named[name] = tuple(sides)


def read_claims(value: object, names: Sequence[str]) -> Claims:
    """The claims about the gradients of these parameters; raises Unreadable."""
    if isinstance(value, str) and value.strip()[:1] in ("{", "["):
        with suppress(msgspec.DecodeError, UnicodeEncodeError, RecursionError):  # no JSON, but perhaps brackets
            value = msgspec.json.decode(value)
    if value is None or value in ("", [], {}):
        raise nothing()
    if isinstance(value, dict | list) and len(value) > MOST:
        raise _too_many()
    if isinstance(value, dict):
        return _from_map(value, names)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = "\n".join(value)
    if isinstance(value, list):
        return _in_order([_text(each) for each in value], names)
    if not isinstance(value, str):
        raise _unread(str(value))
    if not value.strip():
        raise nothing()
    if len(value) > LONGEST:
        raise Unreadable(TOO_LONG, f"This is longer than {LONGEST:,} characters.")
    return _from_text(_plain("\n".join(unnumbered(bare(value).splitlines()))), names)


def parameter(text: str, names: Sequence[str]) -> str | None:
    """The parameter whose gradient `dW1`, `∂L/∂W_1`, `\\frac{\\partial L}{\\partial W_1}` or `∇_{W1} L` names."""
    if len(text) > LONGEST_NAME:
        return None
    bare = re.sub(r"\\partial|\\nabla", "d", re.sub(r"\\(?:[dt]?frac|mathrm|mathcal|text|mathbf)", "", text))
    bare = re.sub(r"[^A-Za-z0-9]", "", bare.translate(_SUBSCRIPTS).replace("\\ell", "l").replace("Δ", "d"))
    around = r"(?:only|nur|d|grad|gradient|of|the|delta)*(?:L|loss|J|E|C)?(?:d|grad|wrt)*{}(?:grad|L|loss)?"
    return next((name for name in names if re.fullmatch(around.format(re.escape(name)), bare, re.IGNORECASE)), None)


def _speaks_of(text: str, names: Sequence[str]) -> bool:
    """Whether a gradient is named somewhere in a text: `dW1`, `dW_2`."""
    spoken = re.sub(r"[_{}]", "", text.translate(_SUBSCRIPTS))
    return any(re.search(rf"(?<![A-Za-z])d{re.escape(name)}(?!\w)", spoken) for name in names)


def _from_map(value: dict[str, object], names: Sequence[str]) -> Claims:
    claims = Claims()
    for key, entry in value.items():
        if (name := parameter(key, names)) is not None:
            claims.claim(name, [_plain(_text(entry))])
    if not claims.named:
        raise _unread(", ".join(value))
    return claims


def _text(entry: object) -> str:
    """A JSON value as a formula."""
    if isinstance(entry, bool) or not isinstance(entry, str | int | float | list):
        raise Unreadable(UNPARSABLE, "Each gradient is a formula, a number or an array.")
    return _array(entry)


def _array(entry: object) -> str:
    """An array as a formula; its entries may be formulas."""
    if isinstance(entry, list):
        return f"[{', '.join(map(_array, entry))}]"
    return entry if isinstance(entry, str) else msgspec.json.encode(entry).decode()


def _plain(text: str) -> str:
    """Without layout, and with `g` for the derivative of the loss by the output."""
    text = _MATRIX.sub(lambda found: f"[{_rows(found['cells'])}]", text)
    text = _REMARK.sub(" ", text)
    text = _ROWS.sub(lambda found: found[0].replace(";", WIDE_SEMICOLON), text.replace("\\;", " "))
    text = _SPACES.sub(" ", _BREAKS.sub("\n", text))
    text = re.sub(r"\n\s+", "\n", re.sub(r"[^\S\n]+", " ", text))
    text = _SUMMED.sub(" g ", _COTANGENT.sub(" g ", text))
    return _NOT_ZERO.sub("", _NEXT.sub("\n", _WHICH_IS.sub(" = ", text)))


def _rows(cells: str) -> str:
    """The rows of a matrix of LaTeX, in brackets that no statement ends in."""
    rows = [row.strip() for row in cells.split("\\\\")]
    return WIDE_SEMICOLON.join(row.replace("&", ",") for row in rows if row)


def _from_text(text: str, names: Sequence[str]) -> Claims:
    claims, bare, waiting = Claims(), list[str](), list[str]()
    others: str | None = None
    for piece in _pieces(text):
        found = _EXCEPT.fullmatch(piece)
        if found and _rest_is_zero(found["rest"]):
            others, piece = ZERO, found["one"]
        elif found and _REST.fullmatch(found["rest"]) and (nought := _ALL_ZERO.fullmatch(found["one"])):
            if parameter(nought["who"], names) is None:
                raise _unread(piece)
            others = ZERO  # `all except db2 are zero`
            continue
        elif _rest_is_zero(piece):
            others = ZERO
            continue
        sides = [side.strip() for side in _EQUALS.split(piece)]
        if not all(sides):
            raise _unread(piece)
        own = [name for side in sides if (name := parameter(side, names))]
        if len(sides) == 1:
            waiting += own
            bare += [] if own else sides
        elif own:
            said = [side for side in sides if parameter(side, names) is None]
            if not said or any(_speaks_of(side, names) for side in said):
                raise _unread(piece)
            for name in [*waiting, *own]:
                claims.claim(name, said)
            waiting = []
        elif _REST.fullmatch(sides[0]):
            others = sides[-1]
        elif _speaks_of(piece, names):  # what is said of a gradient is never passed over
            raise _unread(piece)
    if waiting or (bare and (claims.named or others)):
        raise _unread((waiting or bare)[0])
    if bare:
        return _in_order(bare, names)
    if others is not None:
        claims.named |= {name: (others,) for name in names if name not in claims.named}
    if not claims.named:
        raise _unread(text)
    return claims


def _rest_is_zero(piece: str) -> bool:
    found = _ALL_ZERO.fullmatch(piece.strip())
    return found is not None and _REST.fullmatch(found["who"]) is not None


def _in_order(values: Sequence[str], names: Sequence[str]) -> Claims:
    if len(values) != len(names):
        raise _unread(values[0])
    return Claims({name: (text,) for name, text in zip(names, values, strict=True)})


def _pieces(text: str) -> Iterator[str]:
    """The statements between new lines, commas outside of brackets, and `and`."""
    found = []
    for line in text.split("\n"):
        depth, start = 0, 0
        for at, character in enumerate(line):
            depth += (character in "([{") - (character in ")]}")
            if depth == 0 and character == ",":
                found += _between_and(line[start:at])
                start = at + 1
        found += _between_and(line[start:]) if line[start:].strip() or start else []
    if len(found) > MOST:
        raise _too_many()
    if any(not piece.strip() for piece in found):
        raise _unread(text)
    for piece in found:
        yield piece.strip().rstrip(".")


def _between_and(line: str) -> list[str]:
    """The parts between each `and` behind which something is still said."""
    last = max((found.start() for found in _SAYS.finditer(line)), default=0)
    *parts, rest = _AND.split(line[:last])
    return [*parts, rest + line[last:]]


def _too_many() -> Unreadable:
    return Unreadable(TOO_LONG, f"At most {MOST} lines and equals signs are taken here: give each gradient once.")


def _unread(text: str) -> Unreadable:
    shown = text.strip()[:40]
    return Unreadable(UNPARSABLE, f"I could not read “{shown}”: give each gradient by name, as in dW1 = 0.")
