"""What answers mean is kept with them."""

from __future__ import annotations

from app.ledger import service as ledger
from graders.fingerprint import Fingerprint
from tests.app.store import Store


def test_a_judged_answer_leaves_its_meaning(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "(b)", "first")
    question = store.scalar("SELECT id FROM quiz_questions WHERE slug = '1.1'")
    with store.db.read() as c:
        (found,) = ledger.meant(c, question, "pick")
    assert found.meaning == Fingerprint("B")
    assert (found.outcome, found.user_id, found.value) == ("wrong", store.student.id, '"(b)"')


def test_only_the_answer_that_counts_is_told(store: Store) -> None:
    attempt = store.start()
    for letter, key in (("A", "first"), ("B", "second")):
        store.submit(attempt, "1.1", letter, key)
    question = store.scalar("SELECT id FROM quiz_questions WHERE slug = '1.1'")
    with store.db.read() as c:
        assert [one.meaning for one in ledger.meant(c, question, "pick")] == [Fingerprint("A")]


def test_text_and_what_cannot_be_read_mean_nothing_yet(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.2", {"why": "Because.", "pick": "??"}, "first")
    question = store.scalar("SELECT id FROM quiz_questions WHERE slug = '1.2'")
    with store.db.read() as c:
        for field in ("why", "pick"):
            assert [one.meaning for one in ledger.meant(c, question, field)] == [None]


def test_undefined_values_are_kept(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.2", {"why": "Because."}, "first")
    answer = store.scalar("SELECT id FROM answers")
    made = Fingerprint("1 × d", (float("nan"), float("inf"), 1.5))
    store.db.write(lambda c: ledger.keep_meanings(c, {answer: made}))
    store.db.write(lambda c: ledger.keep_meanings(c, {answer: Fingerprint("another")}))
    question = store.scalar("SELECT id FROM quiz_questions WHERE slug = '1.2'")
    with store.db.read() as c:
        (found,) = ledger.meant(c, question, "why")
    assert found.meaning is not None
    assert str(found.meaning.values) == str(made.values)
