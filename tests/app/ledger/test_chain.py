"""The seals themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from app.ledger import chain

KEY = b"a key for tests"
AT = datetime(2030, 1, 2, 3, 4, 5, 6, tzinfo=UTC)


def test_a_seal_depends_on_the_key_and_on_every_part():
    seal = chain.submission_mac(KEY, [1, "a", None, AT])
    assert seal == chain.submission_mac(KEY, [1, "a", None, AT])
    others = [[2, "a", None, AT], [1, "b", None, AT], [1, "a", "", AT], [1, "a", None, AT + timedelta(microseconds=1)]]
    assert seal not in [chain.submission_mac(KEY, other) for other in others]
    assert seal != chain.submission_mac(b"another key", [1, "a", None, AT])


def test_parts_do_not_run_into_each_other():
    assert chain.submission_mac(KEY, ["ab", "c"]) != chain.submission_mac(KEY, ["a", "bc"])
    assert chain.submission_mac(KEY, ['a","b']) != chain.submission_mac(KEY, ["a", "b"])
    assert chain.event_mac(KEY, ["a"], ["b"]) != chain.event_mac(KEY, ["a", "b"], [])


def test_a_seal_of_one_thing_is_none_of_another():
    assert chain.head(KEY, "a", 1, "b") != chain.submission_mac(KEY, ["a", 1, "b"])


def test_a_moment_is_sealed_as_stored_whatever_its_zone():
    elsewhere = AT.astimezone(timezone(timedelta(hours=5)))
    assert chain.moment(elsewhere) == "2030-01-02 03:04:05.000006"
    assert chain.submission_mac(KEY, [elsewhere]) == chain.submission_mac(KEY, ["2030-01-02 03:04:05.000006"])


def test_keys_are_told_apart_without_being_told():
    assert chain.key_id(KEY) != chain.key_id(b"another key")
    assert KEY.decode() not in chain.key_id(KEY)
