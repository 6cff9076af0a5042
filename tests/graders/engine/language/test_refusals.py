"""What cannot be read is refused with its place, a reason and a tag; never with another exception."""

from __future__ import annotations

import pytest

from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.language.scope import Scope

SCOPE = Scope.from_question(
    {"X": "n x d", "W": "k x d", "w": "d", "c": "scalar", "z": "scalar"}, {"x_i": "X[i,:]^T", "s": "softmax(w)"}
)


def refusal(text):
    with pytest.raises(LanguageError) as caught:
        parse(text, SCOPE)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        *("none", "matrix", "the matrix X", "it is itself", "2 w on the diagonal", "only when j equals k", "vanishes"),
        *(
            "x i transpose",
            "zero or z",
            "1 minus tanh squared",
            "sigma times one minus sigma",
            "nothing",
            "forty",
            "one",
        ),
        *("w transpose", "c squared", "see lecture", "obvious", "the gradient", "undefined"),
    ],
)
def test_a_sentence_is_no_formula(text):
    assert refusal(text).tag == "natural-language"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "0_{1xd",
            "zeros(1,",
            "(0 0 ... 0",
            "2diag(w",
            r"2\operatorname{diag}(w",
            "e^",
            "20..09",
            "1//(1+",
            "c if",
            "1[z>",
        ),
        *(
            "1, 0",
            "tanh",
            "tanh^2(",
            "1-tanh²(",
            "=",
            "2w =",
            r"\frac{1}{1+e^{-z}",
            "diag(s",
            "w^T)",
            "|c",
            "||w",
            "{c",
        ),
        *("*w", "w w *", "[1,,2]", "exp()", "exp(c,c)", "sum_", "sum_k", "Σ w", "delta_j", "w_", "X[i,", "1 + … + 2"),
        *("c ? 1 : 0", "c!", "c%2", r"\foo", r"\begin{foo}1\end{foo}", "∇f", "c<0", "w.foo()", "np.foo(w)", "2 3", "✗"),
        *("x", "a_b_c__", "\\", "'", "einsum('ij->i', X, w)", "einsum('ij', X)", "np.where(c>0, 1)", "log^-1"),
    ],
)
def test_a_broken_formula_is_unreadable(text):
    assert refusal(text).tag in ("unparsable", "free-index", "ambiguous")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "__import__('os').system('id')",
            "().__class__.__bases__[0]",
            "w.__class__",
            'eval("1")',
            "lambda: 0",
            "\x00",
        ),
        *("<script>alert(1)</script>", "2w^T'); DROP TABLE answers;--", r"\def\x{\x\x}\x", r"\input{/etc/passwd}"),
        *(
            "9**9**9**9**9",
            "exp(exp(exp(exp(exp(9)))))",
            "1e999999",
            "(" * 200,
            "w" * 3000,
            "c^65",
            "(((c^9)^64)^64)^64",
        ),
    ],
)
def test_an_attack_is_refused(text):
    assert refusal(text).tag == "hostile"


@pytest.mark.parametrize("text", ["", "   ", "$$", "\t\n"])
def test_nothing_is_no_answer(text):
    assert refusal(text).tag == "empty"


@pytest.mark.parametrize("text", ["inf", "-inf", "nan", "∞", r"\infty", "Infinity"])
def test_infinity_is_no_number(text):
    assert refusal(text).tag == "nonfinite"


@pytest.mark.parametrize(
    ("text", "name", "suggestion"),
    [
        ("1/(1+e^-q)", "q", None),
        ("1-t^2", "t", None),
        ("softmx(w)", "softmx", "softmax"),
        ("sigmod(z)", "sigmod", "sigmoid"),
        ("C + 1", "C", "c"),
        ("I_m", "m", None),
    ],
)
def test_an_unknown_name_is_named_with_the_nearest_declared_one(text, name, suggestion):
    error = refusal(text)
    start, end = error.span
    assert (text[start:end], error.suggestion) == (name, suggestion)
    assert name in error.message


def test_a_family_without_its_index_says_which_index():
    assert refusal("2x + w").suggestion == "x_i"


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("2\u200bw", 1, "U+200B"),
        ("w + \u202ec", 4, "U+202E"),
        ("а + w", 0, "U+0430 (cyrillic small letter a)"),
        ("w^Τ", 2, "U+03A4 (greek capital letter tau)"),
        ("2\u2062w", 1, "U+2062"),
    ],
)
def test_invisible_and_look_alike_characters_are_named_by_their_code(text, place, code):
    error = refusal(text)
    assert error.span == (place, place + 1)
    assert code in error.message


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("２ｗ + q", "q"),
        ("2wᵀ + q", "q"),
        ("‖w‖² + q w", "q"),
        (r"\mathbf{w} + \frac{q}{2}", "q"),
        ("w^T + (c", "("),
        ("2 w 𝟏 ⊙ sofmax(w)", "sofmax"),
    ],
)
def test_the_mark_is_in_the_text_as_it_was_typed(text, marked):
    start, end = refusal(text).span
    assert text[start:end] == marked
