"""Bank files become questions; faults say file, line and what to do."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from questions.faults import BankError
from questions.kind import MISSING
from questions.loading import load_bank, load_quiz, read_text
from questions.question import Place
from questions.reading import read_question

QUESTION = """\
[[question]]
id = "1.1"
title = "Zero"
[[question.field]]
name = "choice"
kind = "choice"
points = 1.5
key = ["A"]
options = {A = "one", B = "two"}
[[question.field.example]]
answer = "A"
score = 1
"""


def write(folder: Path, text: str, name: str = "course/quiz.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    path = write(folder, text)
    with pytest.raises(BankError) as refused:
        load_quiz(path)
    return [str(fault).removeprefix(f"{path}:") for fault in refused.value.faults]


def test_a_question_keeps_what_its_author_wrote(tmp_path: Path) -> None:
    write(tmp_path, '[quiz]\ntitle = "Quiz"\ntries = 3\n' + QUESTION)
    bank = load_bank(tmp_path)
    question = bank.question("quiz/1.1")
    assert question is not None
    assert bank.quizzes["quiz"].course == "course"
    assert bank.quizzes["quiz"].settings.tries == 3
    assert question.title == "Zero"
    assert question.points == 1500
    assert [str(example.answer) for example in question.fields["choice"].examples] == ["A"]
    assert bank.question("quiz/9.9") is None
    assert bank.question("elsewhere/1.1") is None


def test_a_byte_order_mark_is_no_part_of_a_file(tmp_path: Path) -> None:
    assert "1.1" in load_quiz(write(tmp_path, "\ufeff" + QUESTION)).questions


def test_a_question_comes_back_from_its_content(tmp_path: Path) -> None:
    question = load_quiz(write(tmp_path, QUESTION)).questions["1.1"]
    again = read_question(msgspec.json.decode(question.content))
    assert (again.version, again.content, again.fields["choice"].spec) == (
        question.version,
        question.content,
        question.fields["choice"].spec,
    )


def test_the_version_is_that_of_the_content_alone(tmp_path: Path) -> None:
    version = load_quiz(write(tmp_path, QUESTION)).questions["1.1"].version
    example = '[[question.field.example]]\nanswer = "B"\nscore = 0\n'
    assert load_quiz(write(tmp_path, "# a remark\n" + QUESTION + example)).questions["1.1"].version == version
    assert load_quiz(write(tmp_path, QUESTION.replace("1.5", "2"))).questions["1.1"].version != version


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ('title = "Zero"', 'titel = "Zero"', 3, "titel"),
        ('title = "Zero"', "title = 3", 3, "Expected `str`"),
        ('id = "1.1"', 'id = "1 1"', 2, "letters, digits"),
        ('id = "1.1"\n', "", 1, "has an id"),
        ('kind = "choice"', 'kind = "chioce"', 6, "no kind `chioce`"),
        ('kind = "choice"\n', "", 4, "kind"),
        ('name = "choice"', 'name = "a.b"', 5, "a word of letters"),
        ('name = "choice"', 'name = "csrf_token"', 5, "every form has a `csrf_token`"),
        ("points = 1.5", "points = 0", 7, "positive"),
        ("points = 1.5", "points = 0.0001", 7, "thousandths"),
        ('key = ["A"]', 'key = "A"', 8, "array"),
        ('key = ["A"]\n', "", 4, "key"),
        ('key = ["A"]', 'key = ["A"]\nshufle = true', 9, "shufle"),
        ("score = 1", 'score = "1"', 12, "float"),
        ("score = 1", "score = 1\nscroe = 2", 13, "scroe"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, old: str, new: str, line: int, part: str) -> None:
    found = faults(tmp_path, QUESTION.replace(old, new))
    assert any(fault.startswith(f"{line}: ") and part in fault for fault in found), found


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    wrong = QUESTION.replace("points = 1.5", "points = 0")
    assert [fault.split(":")[0] for fault in faults(tmp_path, wrong + wrong.replace("1.1", "1.2"))] == ["7", "19"]


def test_what_is_said_twice_is_a_fault(tmp_path: Path) -> None:
    field = QUESTION.split("\n", 3)[3]
    assert "already" in faults(tmp_path, QUESTION + QUESTION)[0]
    assert "already" in faults(tmp_path, QUESTION + field)[0]


def test_broken_toml_names_its_line(tmp_path: Path) -> None:
    assert faults(tmp_path, QUESTION + "\noops")[0].startswith("14: ")


def test_a_file_that_is_not_utf8_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes(b'[quiz]\ntitle = "\xff"\n')
    with pytest.raises(BankError, match="UTF-8"):
        load_quiz(path)


@pytest.mark.parametrize(
    ("setting", "line", "part"),
    [
        ("due_at = 2026-05-01T22:00:00", 2, "offset"),
        ("tries = 0", 2, "at least 1"),
        ('mode = "test"', 2, "mode"),
        ('show_scores = "check"', 2, "show_scores"),
    ],
)
def test_settings_are_checked(tmp_path: Path, setting: str, line: int, part: str) -> None:
    found = faults(tmp_path, f"[quiz]\n{setting}\n")
    assert found[0].startswith(f"{line}: ")
    assert part in found[0] or part in setting


def test_two_quizzes_of_one_name_are_a_fault(tmp_path: Path) -> None:
    write(tmp_path, QUESTION, "one/quiz.toml")
    write(tmp_path, QUESTION, "two/quiz.toml")
    with pytest.raises(BankError, match="named once"):
        load_bank(tmp_path)


def test_a_directory_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="no directory"):
        load_bank(tmp_path / "nowhere")


def test_an_inline_question_needs_only_fields() -> None:
    question = read_question({"field": [{"name": "why", "kind": "text", "rubric": []}]})
    assert (question.id, question.points) == ("", 1000)
    for content in ({}, {"field": []}, {"field": [{"name": "why"}]}, [], None, {"field": [{}]}):
        with pytest.raises(BankError):
            read_question(content)


def test_the_first_full_example_shows_what_a_full_answer_is() -> None:
    field = {"name": "a", "kind": "choice", "key": ["A"], "options": {"A": "one", "B": "two"}}
    examples = [{"answer": "B", "score": 0}, {"answer": "(a)", "score": 1.0}, {"answer": "A", "score": 1}]
    question = read_question({"field": [{**field, "example": examples}]})
    assert question.fields["a"].model == "(a)"
    assert read_question({"field": [{**field, "solution": "A", "example": examples}]}).fields["a"].model == "A"
    assert read_question({"field": [field]}).fields["a"].model is MISSING
    assert read_question(msgspec.json.decode(question.content)).fields["a"].model == "(a)"


def test_a_quiz_keeps_what_the_file_says_of_each_question(tmp_path: Path) -> None:
    remark = "\n# the second one\n# -------\n\n"
    second = QUESTION.replace("1.1", "1.2").replace("Zero", "One # two")
    quiz = load_quiz(write(tmp_path, '[quiz]\ntitle = "Quiz"\n\n' + QUESTION + remark + second + "\n# end"))
    assert dict(quiz.texts) == {"1.1": QUESTION, "1.2": second}
    again = read_text(quiz.texts["1.2"], Path("1.2"))
    assert again.version == quiz.questions["1.2"].version
    assert again.fields["choice"].examples[0].score == 1


def test_a_file_in_another_form_says_nothing_of_single_questions(tmp_path: Path) -> None:
    field = '{name = "c", kind = "choice", key = ["A"], options = {A = "a", B = "b"}}'
    quiz = load_quiz(write(tmp_path, f'question = [{{id = "1", field = [{field}]}}, {{id = "2", field = [{field}]}}]'))
    assert (list(quiz.questions), dict(quiz.texts)) == (["1", "2"], {})


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", 1, "one question"),
        (QUESTION + QUESTION, 13, "one question"),
        ('[quiz]\ntitle = "Q"\n' + QUESTION, 1, "settings of the quiz"),
        (QUESTION + "[[question\n", 13, "line 13"),
        (QUESTION.replace('"choice"\nkind', '"0"\nkind'), 5, "name"),
    ],
)
def test_a_text_of_one_question_says_where_it_is_wrong(text: str, line: int, part: str) -> None:
    with pytest.raises(BankError, match=part) as refused:
        read_text(text, Path("here"))
    assert refused.value.faults[0].place == Place(Path("here"), line)


@pytest.mark.parametrize("key", ["a" + ".a" * 5000, "[a" + " . 'b c'" * 5000 + "]", "x = {a" + '."b c"' * 5000])
def test_a_key_of_endless_parts_is_refused_at_once(key: str) -> None:
    with pytest.raises(BankError) as refused:
        read_text(f"{QUESTION}{key} = 1\n", Path("question"))
    (fault,) = refused.value.faults
    assert "fifty parts" in fault.message
    assert fault.place == Place(Path("question"), QUESTION.count("\n") + 1)
