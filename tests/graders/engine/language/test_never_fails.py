"""Whatever is typed, the answer is a tree or the language's own error, soon."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.engine.language.errors import LanguageError
from graders.engine.language.lines import parse_line
from graders.engine.language.parser import parse
from graders.engine.language.printing.latex import to_latex
from graders.engine.language.printing.plain import to_plain
from graders.engine.language.scope import Scope
from graders.engine.language.trees import walk

SCOPE = Scope.from_question(
    {"X": "n x d", "w": "d", "z": "scalar", "h_1": "scalar", "i": "index"}, {"x_i": "X[i,:]^T", "s": "softmax(w)"}
)
PIECES = [
    *"()[]{}|‖,;:.'^_+-*/=<>≤≠≈·×⊙⊗√∑Σ∂∇…⊤&$!?#%\"\\ ",
    *(
        "**",
        ".*",
        "||",
        "...",
        "==",
        "<=",
        "=>",
        ".T",
        "_{",
        "^{",
        "_1",
        "^2",
        "\\\\",
        "1e5",
        "0.5",
        "2",
        "10",
        "1",
        "0",
    ),
    *(
        "w",
        "X",
        "x",
        "z",
        "s",
        "i",
        "j",
        "k",
        "d",
        "e",
        "T",
        "I",
        "h_1",
        "h1",
        "Xw",
        "wT",
        "δ",
        "delta",
        "σ",
        "pi",
        "λ",
    ),
    *(
        "exp",
        "sin",
        "ln",
        "sum",
        "max",
        "softmax",
        "diag",
        "eye",
        "zeros",
        "np.",
        "einsum('ij->i', ",
        "at",
        "norm",
        "log",
    ),
    *(
        "if",
        "else",
        "otherwise",
        "and",
        "or",
        "when",
        "then",
        "undefined",
        "constant",
        "for",
        "the",
        "matrix",
        "dw",
        "dz",
    ),
    *(r"\frac", r"\sqrt", r"\left", r"\right", r"\begin{pmatrix}", r"\end{pmatrix}", r"\begin{cases}", r"\end{cases}"),
    *(r"\mathbf{1}", r"\mathbf", r"\partial", r"\sum", r"\top", r"\lVert", r"\cdot", r"\text{if }", r"\hat", r"\over"),
    *("ᵀ", "²", "⁻", "₁", "ᵢ", "𝟙", "½", "ŷ", "\u0302", "\u200b", "а", "ｗ", "\x00"),
]
soups = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


def check(text):
    for read in (parse, parse_line):
        try:
            reading = read(text, SCOPE)
        except LanguageError as error:
            refusal = error
        else:
            refusal = None
        if refusal is not None:
            start, end = refusal.span
            assert 0 <= start <= end <= max(len(text), 1)
            assert refusal.message
            continue
        trees = [reading.tree] if read is parse else list(reading.statements)
        for tree in trees:
            assert to_plain(tree)
            assert to_latex(tree)
            for part in walk(tree):
                start, end = part.span
                assert 0 <= start <= end <= len(text)


@settings(max_examples=1_500, deadline=None)
@given(soups)
def test_a_soup_of_signs_is_a_tree_or_a_refusal(text):
    check(text)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60))
@example("\ud800")
@example("e\u0302\u0302")
def test_any_text_is_a_tree_or_a_refusal(text):
    check(text)
