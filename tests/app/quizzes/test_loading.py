"""A bank into the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.quizzes import service
from questions.faults import BankError
from questions.loading import load_bank
from tests.app.store import HOMEWORK, QUESTIONS, Store


def test_loading_again_changes_nothing(store: Store) -> None:
    done = service.load(store.db, load_bank(store.folder / "bank"))
    assert (done.quizzes, done.questions, done.new_versions, done.withdrawn) == (1, 3, 0, 0)
    assert store.scalar("SELECT count(*) FROM quiz_questions") == 3


def test_new_content_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    store.load(questions=QUESTIONS.replace("Pick A.", "Pick A, please."))
    assert store.scalar("SELECT count(*) FROM question_versions") == 4
    with store.db.read() as c:
        (first, *_) = service.placed_questions(c, store.quiz().id)
        assert service.question(c, first.version).prompt == "Pick A, please."


def test_a_question_that_is_gone_is_withdrawn_and_may_come_back(store: Store) -> None:
    store.load(questions=QUESTIONS.split('[[question]]\nid = "2.1"')[0])
    with store.db.read() as c:
        assert [placed.slug for placed in service.placed_questions(c, store.quiz().id)] == ["1.1", "1.2"]
        assert len(service.every_placed_question(c, store.quiz().id)) == 3
    store.load()
    with store.db.read() as c:
        assert len(service.placed_questions(c, store.quiz().id)) == 3


def test_what_instructors_set_stays_unless_its_file_changes(store: Store) -> None:
    service.change_settings(store.db, store.instructor, store.quiz().id, {"tries": 7, "show_reason": "due"})
    store.load(head=HOMEWORK.replace("Small", "Renamed"))
    assert (store.quiz().title, store.quiz().tries, store.quiz().show_reason) == ("Renamed", 7, "due")
    store.load(head=HOMEWORK.replace("Small", "Renamed").replace("tries = 3", "tries = 4"))
    assert (store.quiz().tries, store.quiz().show_reason) == (4, "due")


def test_a_file_without_settings_is_a_quiz_open_at_once(store: Store) -> None:
    quiz = store.load(head="", name="plain-quiz")
    assert quiz.title == "Plain quiz"
    assert (quiz.opens_at, quiz.due_at, quiz.minutes, quiz.tries) == (None, None, None, None)
    assert store.start(name="plain-quiz")


def test_a_bank_with_a_fault_changes_nothing(store: Store) -> None:
    (store.folder / "bank" / "course" / "broken.toml").write_text("[[question]]\nid = 7\n")
    before = store.scalar("SELECT count(*) FROM quizzes")
    with pytest.raises(BankError, match=r"broken\.toml:2"):
        service.load(store.db, load_bank(store.folder / "bank"))
    assert store.scalar("SELECT count(*) FROM quizzes") == before


def test_courses_are_made_from_directories(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "bank" / "second-course" / "other.toml"
    path.parent.mkdir(parents=True)
    path.write_text(QUESTIONS)
    service.load(store.db, load_bank(tmp_path / "bank"))
    assert store.scalar("SELECT title FROM courses WHERE slug = 'second-course'") == "Second course"
