"""Signing in: argon2id, random ids, a throttle that locks nobody out."""

from __future__ import annotations

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Literal

import pytest
from argon2 import PasswordHasher

from app.db import Database
from app.people import passwords, service, signing, throttle
from app.people.views import Person, Role
from app.refusals import NotThere, Refused, Throttled, WrongSignIn
from tests.app.store import Store

PASSWORD = "correct horse battery"


def person_of_session(db: Database, session_id: str) -> Person | None:
    found = service.session(db, session_id)
    return found.person if found else None


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real hashes, made with little work."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


@pytest.fixture
def ada(store: Store) -> Store:
    """A store with an account whose password is known."""
    service.add_user(store.db, "Ada", PASSWORD, role=Role.STUDENT)
    return store


def fail(store: Store, name: str = "Ada", address: str = "10.0.0.1", device: str | None = None) -> None:
    """A sign-in with a wrong password."""
    with pytest.raises(WrongSignIn):
        service.sign_in(store.db, name, "wrong password", address, device)


def test_the_right_password_signs_in(ada: Store) -> None:
    signed_in = service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1")
    assert person_of_session(ada.db, signed_in.session_id) == signed_in.person
    assert signed_in.person.name == "Ada"


@pytest.mark.parametrize("name", ["ada", " ADA ", "Ａｄａ"])
def test_a_name_is_the_same_however_it_is_written(ada: Store, name: str) -> None:
    assert service.sign_in(ada.db, name, PASSWORD, "10.0.0.1").person.name == "Ada"
    with pytest.raises(Refused, match="already"):
        service.add_user(ada.db, name, PASSWORD)


def test_an_unknown_name_is_refused_like_a_wrong_password(ada: Store) -> None:
    said = set()
    for name in ("Ada", "nobody"):
        with pytest.raises(WrongSignIn) as refused:
            service.sign_in(ada.db, name, "wrong password", "10.0.0.1")
        said.add(refused.value.message)
    assert len(said) == 1


def test_only_hashes_are_stored(ada: Store) -> None:
    signed_in = service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1")
    token = service.issue_token(ada.db, "Ada")
    stored = [
        ada.scalar("SELECT id_hash FROM sessions"),
        ada.scalar("SELECT id_hash FROM devices"),
        ada.scalar("SELECT id_hash FROM tokens"),
        ada.scalar("SELECT password_hash FROM users WHERE name = 'Ada'"),
    ]
    assert not {signed_in.session_id, signed_in.device_id, token, PASSWORD} & set(stored)
    assert stored[-1].startswith("$argon2id$")


def test_a_hash_of_another_cost_is_made_anew_at_the_next_sign_in(ada: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1")
    kept = ada.scalar("SELECT password_hash FROM users WHERE name = 'Ada'")
    assert "m=16,t=2,p=1" in kept
    service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1")
    assert ada.scalar("SELECT password_hash FROM users WHERE name = 'Ada'") == kept


def test_a_password_replaced_meanwhile_is_not_brought_back(ada: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(stored: str, password: str) -> str:
        service.set_passwords(ada.db, [("ada", "another good password")])
        return passwords.hash_password(password)

    monkeypatch.setattr(signing, "renewed", slowly)
    service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1")
    monkeypatch.undo()
    fail(ada)
    assert service.sign_in(ada.db, "Ada", "another good password", "10.0.0.1")


def test_a_class_that_signs_in_at_once_takes_the_memory_of_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    now, most, counting = 0, 0, Lock()

    class Counted(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            nonlocal now, most
            with counting:
                now += 1
                most = max(most, now)
            time.sleep(0.01)
            with counting:
                now -= 1
            return super().verify(hash, password)

    stored = passwords.hash_password(PASSWORD)
    monkeypatch.setattr(passwords, "_hasher", Counted())
    with ThreadPoolExecutor(32) as pool:
        assert all(pool.map(lambda _: passwords.matches(stored, PASSWORD), range(64)))
    assert 0 < most <= (os.cpu_count() or 1)


def test_signing_out_ends_the_sign_in(ada: Store) -> None:
    signed_in = service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1")
    service.sign_out(ada.db, signed_in.session_id)
    assert person_of_session(ada.db, signed_in.session_id) is None


def test_a_sign_in_ends_by_itself(ada: Store) -> None:
    signed_in = service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1")
    ada.clock.forward(days=8)
    assert person_of_session(ada.db, signed_in.session_id) is None


def test_each_sign_in_has_ids_of_its_own(ada: Store) -> None:
    one, two = (service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1") for _ in range(2))
    assert len({one.session_id, two.session_id, one.device_id, two.device_id}) == 4


def test_a_new_password_ends_all_sign_ins(ada: Store) -> None:
    signed_in = service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1")
    service.set_passwords(ada.db, [("ada", "another good password")])
    assert person_of_session(ada.db, signed_in.session_id) is None
    assert service.sign_in(ada.db, "Ada", "another good password", "10.0.0.1")


def test_too_many_failures_are_throttled_for_a_while(ada: Store) -> None:
    for _ in range(throttle.BY_ACCOUNT):
        fail(ada)
    with pytest.raises(Throttled) as refused:
        service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.2")
    assert 0 < refused.value.seconds <= throttle.WINDOW.total_seconds()
    ada.clock.forward(minutes=16)
    assert service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1")


def test_guessing_in_parallel_gains_nothing(ada: Store) -> None:
    def guess(number: int) -> str:
        try:
            service.sign_in(ada.db, "Ada", "wrong password", f"10.0.0.{number}")
        except Refused as refused:
            return type(refused).__name__
        return "signed in"

    with ThreadPoolExecutor(16) as pool:
        said = Counter(pool.map(guess, range(40)))
    assert said == {"WrongSignIn": throttle.BY_ACCOUNT, "Throttled": 40 - throttle.BY_ACCOUNT}


def test_names_that_do_not_exist_are_throttled_alike(ada: Store) -> None:
    for _ in range(throttle.BY_ACCOUNT):
        fail(ada, name="nobody")
    with pytest.raises(Throttled):
        service.sign_in(ada.db, "nobody", PASSWORD, "10.0.0.1")


def test_nobody_is_locked_out_of_a_browser_they_used_before(ada: Store) -> None:
    known = service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.9").device_id
    for _ in range(throttle.BY_ACCOUNT):
        fail(ada)
    with pytest.raises(Throttled):
        service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.9", "made up")
    assert service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.9", known)


def test_a_known_browser_is_no_way_to_guess(ada: Store) -> None:
    known = service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.9").device_id
    for _ in range(throttle.BY_ACCOUNT):
        fail(ada, device=known)
    with pytest.raises(Throttled):
        service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.9", known)


def test_a_known_browser_of_one_is_unknown_to_another(ada: Store) -> None:
    service.add_user(ada.db, "Eve", PASSWORD)
    eves = service.sign_in(ada.db, "Eve", PASSWORD, "10.0.0.9").device_id
    for _ in range(throttle.BY_ACCOUNT):
        fail(ada)
    with pytest.raises(Throttled):
        service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.9", eves)


def test_one_address_cannot_try_everybody(ada: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "BY_ADDRESS", 5)
    for number in range(5):
        fail(ada, name=f"name {number}")
    with pytest.raises(Throttled):
        service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1")
    assert service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.2")


def test_success_is_not_counted(ada: Store) -> None:
    for _ in range(throttle.BY_ACCOUNT + 1):
        service.sign_in(ada.db, "Ada", PASSWORD, "10.0.0.1")


def test_a_token_names_its_owner(ada: Store) -> None:
    token = service.issue_token(ada.db, "ada")
    found = service.person_of_token(ada.db, token)
    assert found is not None
    assert found.name == "Ada"
    assert service.person_of_token(ada.db, token + "x") is None
    with pytest.raises(NotThere):
        service.issue_token(ada.db, "nobody")


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "tab\tinside", "line\nbreak", "zero\u200bwidth"])
def test_a_name_that_is_none_is_refused(store: Store, name: str) -> None:
    with pytest.raises(Refused):
        service.add_user(store.db, name, PASSWORD)


def test_a_short_password_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="at least 8"):
        service.add_user(store.db, "Bob", "short")


def test_many_accounts_are_made_or_none(store: Store) -> None:
    with pytest.raises(Refused, match="already"):
        service.add_users(store.db, [("Bob", PASSWORD), ("student", PASSWORD)], role=Role.STUDENT)
    assert not service.has_user(store.db, "Bob")


def test_a_made_password_is_long_and_new(store: Store) -> None:
    made = {passwords.new_password() for _ in range(100)}
    assert len(made) == 100
    assert all(len(password) == 17 for password in made)
