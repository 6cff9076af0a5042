"""`chainrule user` and `chainrule token`."""

from __future__ import annotations

import io

import pytest

from app import config
from app.db import Database
from app.people import service as people


@pytest.fixture
def db(place):
    """The database of the commands."""
    db = Database(config.database_url(), config.read().keys)
    yield db
    db.close()


def test_a_password_is_made_and_printed_once(loaded, db):
    status, out, _ = loaded("user", "add", "Ada", "--role", "student")
    name, password = out.strip().split("\t")
    assert (status, name) == (0, "Ada")
    assert people.sign_in(db, "ada", password, "here").person.name == "Ada"


def test_a_password_may_be_given(loaded, db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("a password for all\n"))
    status, out, _ = loaded("user", "add", "Ada", "Bob", "--role", "student", "--password-stdin")
    assert (status, out) == (0, "Ada\nBob\n")
    assert people.sign_in(db, "bob", "a password for all", "here")


def test_each_name_may_have_its_line(loaded, db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("password one\npassword two\n"))
    assert loaded("user", "add", "Ada", "Bob", "--role", "student", "--password-stdin")[0] == 0
    assert people.sign_in(db, "bob", "password two", "here")


def test_passwords_that_do_not_match_the_names_are_refused(loaded, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("one\ntwo\n"))
    status, _, complaints = loaded("user", "add", "A", "B", "C", "--role", "student", "--password-stdin")
    assert status == 1
    assert "3 names" in complaints


def test_passwords_that_are_not_utf8_are_refused(loaded, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a password with \xff in it\n")))
    status, _, complaints = loaded("user", "add", "Ada", "--role", "student", "--password-stdin")
    assert (status, "UTF-8" in complaints) == (1, True)


def test_a_course_that_is_not_there_is_named(loaded):
    status, _, complaints = loaded("user", "add", "Ada", "--role", "student", "--course", "nowhere")
    assert (status, complaints) == (1, "There is no course 'nowhere'. There are: course.\n")


def test_an_admin_needs_no_course(run, db):
    assert run("user", "add", "Root", "--role", "admin")[0] == 0
    with db.read() as c:
        assert c.exec_driver_sql("SELECT admin FROM users").scalar()
        assert c.exec_driver_sql("SELECT count(*) FROM enrolments").scalar() == 0


def test_a_course_that_an_admin_does_not_need_is_there_all_the_same(loaded):
    status, _, complaints = loaded("user", "add", "Root", "--role", "admin", "--course", "nowhere")
    assert (status, complaints) == (1, "There is no course 'nowhere'. There are: course.\n")


def test_a_forgotten_password_is_replaced(loaded, db, monkeypatch):
    loaded("user", "add", "Ada", "Bob", "--role", "student")
    status, out, _ = loaded("user", "password", "ada")
    name, password = out.strip().split("\t")
    assert (status, name) == (0, "ada")
    assert people.sign_in(db, "Ada", password, "here")
    monkeypatch.setattr("sys.stdin", io.StringIO("a password for all\n"))
    assert loaded("user", "password", "Ada", "Bob", "--password-stdin")[:2] == (0, "Ada\nBob\n")
    assert people.sign_in(db, "Bob", "a password for all", "here")


def test_passwords_are_replaced_all_or_none(loaded, db):
    _, out, _ = loaded("user", "add", "Ada", "--role", "student")
    status, out_again, complaints = loaded("user", "password", "Ada", "nobody")
    assert (status, out_again, complaints) == (1, "", "There is no account named 'nobody'.\n")
    assert people.sign_in(db, "Ada", out.strip().split("\t")[1], "here")


def test_a_student_needs_one(run):
    status, _, complaints = run("user", "add", "Ada", "--role", "student")
    assert status == 1
    assert "load a bank first" in complaints


def test_a_name_that_is_taken_is_refused(loaded):
    loaded("user", "add", "Ada", "--role", "student")
    status, _, complaints = loaded("user", "add", "ada", "--role", "student")
    assert (status, "already" in complaints) == (1, True)


def test_tokens_come_in_the_order_of_the_names(loaded, db):
    loaded("user", "add", "Ada", "Bob", "--role", "student")
    status, out, _ = loaded("token", "Bob", "Ada")
    assert status == 0
    owners = [people.person_of_token(db, token) for token in out.split()]
    assert [owner.name for owner in owners] == ["Bob", "Ada"]
    assert loaded("token", "nobody")[0] == 1
