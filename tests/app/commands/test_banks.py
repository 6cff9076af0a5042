"""`chainrule grade`, `check`, `load`, `export` and `demo`."""

from __future__ import annotations

import csv
import json
import sys

import pytest

from app import config
from app.commands import demo
from questions.loading import load_bank

BANK = """[[question]]
id = "1"
[[question.field]]
name = "pick"
kind = "choice"
key = ["A"]
options = {{A = "this", B = "that"}}
[[question.field.example]]
answer = "{answer}"
score = 1.0
"""


def test_lines_are_graded_without_a_database_or_keys(run, place, monkeypatch):
    for name in config.KEY_NAMES:
        monkeypatch.delenv(name)
    row = {"id": 7, "question": "small/1.1", "answer": "A"}
    (place / "lines").write_text(json.dumps(row) + "\nnonsense\n")
    status, out, _ = run("grade", place / "lines", "--bank", place / "bank")
    first, second = map(json.loads, out.splitlines())
    assert (status, first["id"], first["outcome"], first["score"]) == (0, 7, "correct", 1)
    assert "error" in second
    assert not (place / "place.db").exists()


def test_a_cluster_needs_its_extra_and_says_so(run, place, monkeypatch):
    monkeypatch.delitem(sys.modules, "questions.cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    (place / "lines").write_text("")
    status, _, complaints = run("grade", place / "lines", "--cluster", "tcp://127.0.0.1:1")
    assert status == 1
    assert "pip install 'chainrule[cluster]'" in complaints


def test_a_file_that_cannot_be_read_is_said(run, place):
    status, _, complaints = run("grade", place / "none", "--bank", place / "bank")
    assert (status, "cannot be read" in complaints) == (1, True)


def test_a_bank_is_checked(run, place):
    path = place / "checked" / "course" / "quiz.toml"
    path.parent.mkdir(parents=True)
    path.write_text(BANK.format(answer="A"))
    status, out, _ = run("check", place / "checked")
    assert (status, out) == (0, "1 questions, all in order.\n")
    path.write_text(BANK.format(answer="B"))
    status, out, _ = run("check", place / "checked")
    assert status == 1
    assert f"{path}:8" in out


def test_a_bank_with_faults_is_not_loaded(run, place):
    (place / "bank" / "course" / "broken.toml").write_text("[[question]]\nid = 7\n")
    status, _, complaints = run("load", place / "bank")
    assert (status, "broken.toml:2" in complaints) == (1, True)


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_directory_without_a_quiz_is_another_than_was_meant(run, place, command):
    status, _, complaints = run(command, place / "bank" / "course")
    assert (status, "<course>/<quiz>.toml" in complaints) == (1, True)


def test_a_number_of_processes_is_asked_for_in_words(run, capfd):
    with pytest.raises(SystemExit, match="2"):
        run("grade", "--jobs", "two")
    assert "argument --jobs: a whole number, at least 1" in capfd.readouterr().err


def test_a_regrade_of_a_question_that_is_not_there_is_refused(loaded):
    status, _, complaints = loaded("regrade", "small", "--question", "9.9")
    assert (status, complaints) == (1, "There is no question '9.9' in small.\n")


def test_loading_says_what_is_new(run, place):
    assert run("load", place / "bank") == (0, "1 quizzes, 3 questions: 3 new versions, 0 withdrawn.\n", "")
    assert run("load", place / "bank") == (0, "1 quizzes, 3 questions: 0 new versions, 0 withdrawn.\n", "")


def test_grades_and_answers_are_exported(loaded):
    loaded("user", "add", "=Ada", "--role", "student")
    status, out, _ = loaded("export", "grades", "small")
    assert status == 0
    assert list(csv.reader(out.splitlines()))[1] == ["'=Ada", "0", "", "", ""]
    assert loaded("export", "answers", "small") == (0, "", "")
    assert loaded("export", "grades", "none")[0] == 1
    assert loaded("export", "answers", "small", "--canvas")[0] == 1


@pytest.fixture
def small_demo(place, monkeypatch):
    """The demo with a small bank and nothing set."""
    for name in (*config.KEY_NAMES, "DATABASE_URL"):
        monkeypatch.delenv(name)
    monkeypatch.setattr(demo, "load_bank", lambda: load_bank(place / "bank"))


def test_the_demo_makes_everything_and_says_how_to_sign_in(run, small_demo, place):
    status, out, _ = run("demo")
    assert status == 0
    assert "http://127.0.0.1:8000" in out
    assert {path.name for path in (place / "instance").iterdir()} >= {
        "secret_key",
        "grading_key",
        "ledger_key",
        "demo_sign_ins",
        "chainrule.sqlite3",
    }
    private = [path for path in (place / "instance").iterdir() if path.stat().st_mode & 0o077]
    assert private == []


def test_the_demo_makes_its_class_once_and_says_the_same_the_second_time(run, small_demo):
    _, first, _ = run("demo")
    _, second, _ = run("demo")
    assert first.splitlines()[1:] == second.splitlines()
    assert "class of sixty" in first
    assert run("verify")[0] == 0
    _, *students = run("export", "grades", "small")[1].splitlines()
    assert len(students) == 60 + 1


def test_where_real_students_are_no_class_is_made_beside_them(run, small_demo, place):
    run("demo")
    (place / "instance" / "chainrule.sqlite3").unlink()
    run("load", str(place / "bank"))
    run("user", "add", "ada", "--role", "student")
    assert "class of sixty" not in run("demo")[1]
