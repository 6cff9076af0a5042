"""LaTeX commands as tokens: what each stands for, which are only looks, and which are refused."""

from __future__ import annotations

import re

from graders.engine.language.functions import FUNCTIONS
from graders.engine.language.names import GREEK

# Fonts, sizes and spaces say nothing about the mathematics.
_BOLD_NAMES = "mathbf boldsymbol bm vec mathbb mathbbm bf pmb mathds"
_FONT_NAMES = "mathrm rm text textrm textbf textit operatorname mathit mathsf mathcal mathtt it sf mathop"
_LOOK_NAMES = (
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm middle displaystyle textstyle "
    "limits nolimits quad qquad boxed fbox ensuremath hspace thinspace medspace nonumber notag allowbreak mathstrut "
    "strut"
)
_BOLD = _BOLD_NAMES.split()
_FONTS = [*_BOLD, *_FONT_NAMES.split()]
SKIPPED = frozenset([*_FONTS, *_LOOK_NAMES.split(), *",;:!> ()[]"])

_SIGNS = {
    "*": "cdot times ast star bullet",
    "elementwise*": "odot circ",
    "elementwise/": "oslash",
    "/": "div",
    "kron": "otimes",
    "⊤": "top intercal",
    "'": "prime",
    "≠": "ne neq",
    "≤": "le leq leqslant leqq",
    "≥": "ge geq geqslant geqq",
    "<": "lt",
    ">": "gt",
    "=": "equiv triangleq coloneqq",
    "≈": "approx simeq",
    "⇒": "implies Rightarrow Longrightarrow therefore iff",
    "and": "land wedge",
    "∂": "partial",
    "∇": "nabla",
    "Σ": "sum",
    "Π": "prod",
    "⟨": "langle",
    "⟩": "rangle",
    "…": "dots ldots cdots vdots ddots dotsc dotsb dotsm",
    "frac": "frac dfrac tfrac cfrac",
    "over": "over",
    "sqrt": "sqrt",
    "{": "{ lbrace",
    "}": "} rbrace",
    "[": "lbrack",
    "]": "rbrack",
    "|": "vert lvert rvert mid",
    "‖": "| Vert lVert rVert lVert",
    "∞": "infty",
    "\\\\": "\\ cr newline",
}
COMMANDS = {name: sign for sign, names in _SIGNS.items() for name in names.split()}

_NAMED = {name: name for name in FUNCTIONS if name.isascii() and name.isalpha() and name not in _FONTS}
WORDS = _NAMED | GREEK | {"ReLU": "relu", "pi": "pi"}

# What programs TeX or reaches outside of the formula.
_HOSTILE_NAMES = (
    "def edef gdef xdef let futurelet input include includegraphics write openin openout read csname endcsname "
    "newcommand renewcommand providecommand catcode immediate usepackage documentclass loop repeat special href url "
    "htmlData expandafter jobname directlua"
)
HOSTILE = frozenset(_HOSTILE_NAMES.split())

_FONT = "|".join(_FONTS)
FONT_WORD = re.compile(rf"\\(?:{_FONT})\*?\s*\{{\s*(?P<word>\\?[A-Za-z]+[0-9]*)\s*[.,;:]?\s*\}}")
BOLD_DIGIT = re.compile(rf"\\(?:{'|'.join(_BOLD)})(?:\s*\{{\s*(?P<braced>[01])\s*\}}|\s*(?P<bare>[01])(?![0-9.]))")
_LETTERS = r"\\?[A-Za-z]+"
ACCENT = re.compile(
    r"\\(?:wide)?(?P<accent>hat|bar|tilde|dot)(?![A-Za-z])\s*"
    rf"(?:\{{\s*(?P<braced>{_LETTERS})\s*\}}|\{{\s*\\(?:{_FONT})\s*\{{?\s*(?P<font>{_LETTERS})\s*\}}?\s*\}}"
    r"|(?P<bare>\\[A-Za-z]+|[A-Za-z]))"
)
ENVIRONMENT = re.compile(r"\\(?P<side>begin|end)\s*\{(?P<name>[A-Za-z]+\*?)\}(?:\{[lcr| ]*\})?")
MATRICES = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix", "array"})
NULL_DELIMITER = re.compile(r"\\(?:left|right)\s*\.(?![0-9])")
EINSUM = re.compile(r"\\operatorname\{einsum\}(?:\\left)?\(\s*'[^'\n]*'")
COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
