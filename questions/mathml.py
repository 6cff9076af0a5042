"""LaTeX to MathML that browsers draw well: what the converter leaves to fonts and habits is settled here."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from latex2mathml.converter import convert


class MathError(ValueError):
    """A formula that cannot be set; the message quotes it."""


# Commands that the converter does not know, or draws unevenly, in terms of those it draws well.
_KNOWN: Final = {
    "lVert": r"\|",
    "rVert": r"\|",
    "Vert": r"\|",
    "lvert": "|",
    "rvert": "|",
    "intercal": r"\top",
    "tr": r"\operatorname{tr}",
    "diag": r"\operatorname{diag}",
    "softmax": r"\operatorname{softmax}",
    "ReLU": r"\operatorname{ReLU}",
}
_STYLES: Final = {
    "bold": "BOLD",
    "double-struck": "DOUBLE-STRUCK",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
    "script": "SCRIPT",
    "fraktur": "FRAKTUR",
}
_DIGITS: Final = ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"]

# The name of a function, with an index or power, is close to a bracket and to an operator, and apart from an operand.
_NAME: Final = "<mi>[A-Za-z]{2,}</mi>"
_SYMBOL: Final = "<m[ino][^>]*>[^<]*</m[ino]>"
_SCRIPTED: Final = f"<m(?P<by>su[bp])>{_NAME}(?:{_SYMBOL}|<mrow>(?:{_SYMBOL})*</mrow>)</m(?P=by)>"
_BEGINS: Final = "".join(f"(?<!<m{name}>)" for name in ("sub", "sup", "subsup", "under", "over", "frac", "root"))
_FUNCTION: Final = f"(?:{_SCRIPTED}|{_BEGINS}{_NAME})"
_OPERAND: Final = "(?=<m(?!o[ >]|space|(?:su[bp]><m)?row><mo[ >]))"


def to_mathml(latex: str, display: bool) -> str:
    """A formula as a `math` element, not yet sanitised; raises MathError."""
    simple = re.sub(r"\\([A-Za-z]+)", lambda found: _command(found[1]), latex)
    try:
        text = convert(simple, display="block" if display else "inline")
    except Exception as error:  # the converter raises whatever it meets
        raise MathError(f"the formula ${latex}$ cannot be set ({type(error).__name__})") from None
    if unknown := re.search(r">(\\[A-Za-z]+)<", text):
        raise MathError(f"the formula ${latex}$ has {unknown[1]}, which is not known")
    text = re.sub(r"<mo>(&#x02016;|&#x0007C;)</mo>", r'<mo stretchy="false">\1</mo>', text)  # bars of equal height
    text = re.sub(r'(?:<mi mathvariant="normal">[A-Za-z]</mi>){2,}', _word, text)
    text = re.sub(r"<mo>([A-Za-z]{2,})</mo>", r"<mi>\1</mi>", text)
    text = re.sub(_FUNCTION + _OPERAND, r'\g<0><mspace width="0.167em"/>', text)
    return re.sub(r'<(m[in]) mathvariant="([a-z-]+)">([^<]+)</\1>', _lettered, text)


def _command(name: str) -> str:
    return _KNOWN[name] + " " if name in _KNOWN else f"\\{name}"


def _word(found: re.Match[str]) -> str:
    """Upright letters that are one name."""
    return f"<mi>{re.sub('<[^>]*>', '', found[0])}</mi>"


def _lettered(found: re.Match[str]) -> str:
    """Browsers draw `mathvariant` only for upright letters; the other alphabets have characters of their own."""
    element, variant, text = found.groups()
    if variant not in _STYLES or len(text) != 1:
        return found[0]
    return f"<{element}>{_styled(text, _STYLES[variant])}</{element}>"


def _styled(character: str, style: str) -> str:
    if character.isdigit():
        names = [f"MATHEMATICAL {style} DIGIT {_DIGITS[int(character)]}"]
    else:
        case = "CAPITAL" if character.isupper() else "SMALL"
        names = [f"{prefix}{style} {case} {character.upper()}" for prefix in ("MATHEMATICAL ", "")]
    for name in names:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return character
