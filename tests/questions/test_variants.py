"""A question with parameters is many questions of one id, version and number of points, each with its own key."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import msgspec
import pytest

from questions import reading
from questions.checking import check
from questions.faults import BankError
from questions.grading import grade
from questions.loading import load_bank
from questions.question import Question
from questions.reading import read_question

POWER = """\
[[question]]
id = "1.1"
title = "The power {{n}}"
prompt = 'Let $f(x) = {{a}} x^{{n}} + {{g.tex}}$.'
hints = ['Mind the ${{a}}$.']
[question.parameters]
a = [2, -3, 5]
n = {from = 2, to = 12}
g = [
    {text = "tanh(x)", tex = '\\tanh x', slope = "1 - tanh(x)^2"},
    {text = "sin(x)", tex = '\\sin x', slope = "cos(x)"},
]
c = {value = "a n"}
[question.symbols]
x = "scalar"
[[question.field]]
name = "derivative"
kind = "expression"
label = 'Of $x^{{n}}$'
derivative_of = "{{a}} x^{{n}} + {{g.text}}"
wrt = "x"
[[question.field.example]]
answer = "4x + 1 - tanh(x)^2"
score = 1
[[question.field.example]]
answer = "{{c}} x^({{n}} - 1) + {{g.slope}}"
score = 1
[[question.field.example]]
answer = "-15 x^4 + cos(x)"
parameters = {a = -3, n = 5, g = "sin(x)"}
score = 1
[[question.field.example]]
answer = "{{c}} x^({{n}} - 1) + {{a}}*({{g.slope}})"
score = 0
outcome = "wrong"
[[question.field]]
name = "at"
kind = "number"
value = "{{c}} x"
at = {x = "{{a}}"}
[[question.field.example]]
answer = "{{a}}^2 * {{n}}"
score = 1
"""


def load(folder: Path, text: str = POWER) -> Question:
    path = folder / "course" / "quiz.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (found,) = (question for _, question in load_bank(folder))
    return found


def faults(folder: Path, text: str) -> list[str]:
    try:
        load(folder, text)
        found = [str(fault) for fault in check(load_bank(folder))]
    except BankError as error:
        found = [str(fault) for fault in error.faults]
    return [fault.removeprefix(f"{folder / 'course' / 'quiz.toml'}:") for fault in found]


def test_without_a_seed_every_parameter_has_its_first_value(tmp_path: Path) -> None:
    question = load(tmp_path)
    assert question.variant(None) is question
    assert (question.title, question.hints) == ("The power 2", ("Mind the $2$.",))
    assert question.prompt == r"Let $f(x) = 2 x^2 + \tanh x$."
    assert question.fields["derivative"].label == "Of $x^2$"


def test_variants_share_what_they_are_and_differ_in_what_is_asked(tmp_path: Path) -> None:
    question = load(tmp_path)
    variants = [question.variant(str(seed)) for seed in range(40)]
    assert {(one.id, one.version, one.points, tuple(one.fields)) for one in variants} == {
        (question.id, question.version, question.points, ("derivative", "at"))
    }
    assert len({one.prompt for one in variants}) > 20
    assert len({one.fields["at"].setting.version for one in variants}) == len({one.prompt for one in variants})


def test_every_variant_is_graded_by_its_own_key(tmp_path: Path) -> None:
    question = load(tmp_path)
    variants = [question.variant(str(seed)) for seed in range(20)]
    for one in variants:
        right = {name: field.model for name, field in one.fields.items()}
        others = [other for other in variants if other.fields["at"].spec != one.fields["at"].spec]
        assert grade(one, right)["outcome"] == "correct"
        assert len(others) > 10
        assert all(grade(other, right)["score"] < 1 for other in others)


def test_a_variant_is_made_once(tmp_path: Path) -> None:
    question = load(tmp_path)
    assert question.variant("7") is question.variant("7")
    assert reading._variant.cache_info().maxsize == reading.VARIANTS


def test_stored_content_gives_the_same_variants(tmp_path: Path) -> None:
    question = load(tmp_path)
    stored = read_question(msgspec.json.decode(question.content))
    copied = pickle.loads(pickle.dumps(question))
    assert stored.version == question.version
    for seed in "abcdefgh":
        assert stored.variant(seed).prompt == question.variant(seed).prompt == copied.variant(seed).prompt


def test_the_content_without_parameters_is_what_it_was() -> None:
    content = {"prompt": r"$\mathbf{{x}}$", "field": [{"name": "c", "kind": "choice", "options": {}, "key": []}]}
    question = read_question(content)
    assert question.prompt == content["prompt"]
    assert question.fields["c"].setting.version == question.version
    assert question.variant("seed") is question


def test_a_good_question_has_no_faults(tmp_path: Path) -> None:
    assert faults(tmp_path, POWER) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("Mind the ${{a}}$", "Mind the ${{b}}$", 5, "no parameter `b`"),
        ("{{g.tex}}$", "{{g.latex}}$", 4, "no parameter `g.latex`"),
        ('x^{{n}} + {{g.text}}"', 'x^{{n + 1}} + {{g.text}}"', 20, "a name of its own"),
        ('value = "{{c}} x"', 'value = "{{d}} x"', 39, "no parameter `d`"),
        ("+ {{a}}*({{g", "+ {{k}}*({{g", 32, "no parameter `k`"),
        ("a = [2, -3, 5]", "a = [2, -3, 5]\nz = [1, 2]", 8, "nothing names the parameter `z`"),
        ("a = [2, -3, 5]", "a = []", 7, "give the values"),
        ("a = [2, -3, 5]", "2a = [2, -3, 5]", 7, "begins with a letter"),
        ("{{g.tex}}$", "{{g}}$", 1, "name a part"),
        ("parameters = {a = -3", "parameters = {a = -4", 28, "no value -4"),
        ("parameters = {a = -3", "parameters = {c = -3", 28, "no parameter `c` to choose"),
    ],
)
def test_what_names_no_parameter_or_no_value_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in POWER
    found = faults(tmp_path, POWER.replace(old, new))
    assert any(fault.startswith(f"{line}: ") and says in fault for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('c = {value = "a n"}', 'c = {value = "24 n/(a - 5)"}', "with a = 5"),
        ('derivative_of = "{{a}} x^', 'derivative_of = "sqrt({{a}})^2 x^', "with a = -3"),
        ('answer = "4x + 1 - tanh(x)^2"', 'answer = "5x + 1 - tanh(x)^2"', "with a = 2, g = tanh(x), n = 2: "),
        ('answer = "{{a}}^2 * {{n}}"', 'answer = "8"', "the solution '8' gets score 0"),
        ('{{a}}*({{g.slope}})"\nscore = 0', '{{a}}*({{g.slope}})"\nscore = 1', "instead of 1"),
    ],
)
def test_a_draw_that_makes_no_sense_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in POWER
    found = faults(tmp_path, POWER.replace(old, new))
    assert any(says in fault for fault in found), found


def test_an_inline_question_has_variants_too() -> None:
    field = {"name": "n", "kind": "number", "value": "{{a}} + 1"}
    question = read_question({"parameters": {"a": {"from": 1, "to": 1000}}, "field": [field]})
    numbers: set[Any] = {question.variant(str(seed)).fields["n"].spec.value for seed in range(30)}
    assert len(numbers) > 20


SHARED = """\
[[question]]
id = "1"
prompt = "{{a}} {{b}}"
[question.parameters]
a = {from = 1, to = 500}
b = {from = 1, to = 500}
[[question.field]]
name = "n"
kind = "number"
value = "1"

[[question]]
id = "2"
prompt = "{{a}} {{c}}"
draws_with = "1"
[question.parameters]
a = {from = 1, to = 500}
c = {from = 1, to = 500}
[[question.field]]
name = "n"
kind = "number"
value = "1"
"""


def both(folder: Path, text: str) -> tuple[Question, Question]:
    path = folder / "course" / "quiz.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    one, two = (question for _, question in load_bank(folder))
    return one, two


def test_a_question_may_have_the_values_of_another(tmp_path: Path) -> None:
    one, two = both(tmp_path, SHARED)
    for seed in "abcdefgh":
        (a, b), (same, c) = (question.variant(seed).prompt.split() for question in (one, two))
        assert a == same
        assert len({a, b, c}) == 3
    one, two = both(tmp_path, SHARED.replace('draws_with = "1"\n', ""))
    assert one.variant("a").prompt.split()[0] != two.variant("a").prompt.split()[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('draws_with = "1"', 'draws_with = "3"'),
        ('draws_with = "1"', 'draws_with = "2"'),
        ("{{a}} {{c}}", "{{d}} {{c}}"),
        ("a = {from = 1, to = 500}\nc", "a = {from = 1, to = 400}\nc"),
    ],
)
def test_values_are_shared_only_where_they_are_the_same(tmp_path: Path, old: str, new: str) -> None:
    text = SHARED.replace(old, new)
    if "{{d}}" in new:
        text = text.replace("a = {from = 1, to = 500}\nc", "d = {from = 1, to = 500}\nc")
    with pytest.raises(BankError, match="draws_with"):
        both(tmp_path, text)
