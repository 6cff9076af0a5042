"""Comments kept for other answers."""

from __future__ import annotations

import pytest

from app.desk import service
from app.desk.comments import kept_comments
from app.people import service as people
from app.refusals import NotThere, Unreadable
from tests.app.store import Store


def kept(store: Store, field: str = "why") -> list[str]:
    with store.db.read() as c:
        return [comment.text for comment in kept_comments(c, 2, field)]


def keep(store: Store, text: str, question: str = "1.2") -> None:
    service.keep_comment(store.db, store.instructor, store.quiz(), question, "why", text)


def test_what_is_kept_is_kept_once_for_its_field_alone_and_audited(store: Store) -> None:
    for text in (" Say why. ", "Say why.", "Name the effect."):
        keep(store, text)
    assert kept(store) == ["Say why.", "Name the effect."]
    assert kept(store, "pick") == []
    assert [entry.action for entry in people.audit_entries(store.db, 1)].count("keep a comment") == 2


@pytest.mark.parametrize("text", ["", " \n ", "x" * 1001])
def test_nothing_and_too_much_is_not_kept(store: Store, text: str) -> None:
    with pytest.raises(Unreadable):
        keep(store, text)
    assert kept(store) == []


def test_one_is_removed_and_only_where_it_is(store: Store) -> None:
    keep(store, "Say why.")
    for question, comment in (("1.1", 1), ("1.2", 2)):
        with pytest.raises(NotThere):
            service.drop_comment(store.db, store.instructor, store.quiz(), question, "why", comment)
    service.drop_comment(store.db, store.instructor, store.quiz(), "1.2", "why", 1)
    assert kept(store) == []
    assert people.audit_entries(store.db, 1)[0].action == "remove a kept comment"


def test_a_question_that_is_not_there_keeps_nothing(store: Store) -> None:
    with pytest.raises(NotThere):
        keep(store, "Say why.", "9.9")
