"""Publishing a new version of a question from the web."""

from __future__ import annotations

import json

import pytest

from app.quizzes import service
from app.quizzes.views import Loaded, PlacedQuestion
from app.refusals import Conflict
from questions.faults import BankError
from questions.loading import load_bank
from tests.app.store import HOMEWORK, QUESTIONS, Store

TEXT = """\
[[question]]
id = "1.1"
title = "Pick"
prompt = "Pick B."
tries = 1
[[question.field]]
name = "pick"
kind = "choice"
points = 2
key = ["B"]
options = {A = "this", B = "that"}
[[question.field.example]]
answer = "B"
score = 1
"""
DRAWN = """
[[question]]
id = "3.1"
parameters = {a = [2, 3]}
prompt = "Double {{a}}."
[[question.field]]
name = "twice"
kind = "number"
value = "2 * {{a}}"
[[question.field.example]]
answer = "2 * {{a}}"
score = 1
"""


def placed(store: Store, slug: str = "1.1") -> PlacedQuestion:
    with store.db.read() as c:
        return service.placed_question(c, store.quiz().id, slug)


def publish(store: Store, text: str = TEXT, at: PlacedQuestion | None = None) -> PlacedQuestion:
    at = at or placed(store)
    revision = service.read_revision(store.db, at.slug, text)
    return store.db.write(lambda c: service.revise(c, store.db.now(), at, revision))


def load_again(store: Store) -> Loaded:
    return service.load(store.db, load_bank(store.folder / "bank"))


def test_attempts_begun_later_get_the_new_version(store: Store) -> None:
    before = store.start()
    new = publish(store)
    assert placed(store) == new
    assert new.tries == 1
    after = store.start(store.other)
    versions = (
        "SELECT items.version FROM items JOIN quiz_questions q ON q.id = question_id WHERE slug = '1.1' AND attempt_id"
    )
    assert store.scalar(f"{versions} = {after}") == new.version != store.scalar(f"{versions} = {before}")


def test_the_text_stays_as_it_was_written(store: Store) -> None:
    with store.db.read() as c:
        written = service.question_text(c, placed(store).id)
    assert written == QUESTIONS.split("\n\n")[0].lstrip() + "\n"
    publish(store, "# mine\n" + TEXT)
    with store.db.read() as c:
        assert service.question_text(c, placed(store).id) == "# mine\n" + TEXT


def test_loading_an_unchanged_file_keeps_what_was_published(store: Store) -> None:
    new = publish(store)
    done = load_again(store)
    assert (list(done.kept), list(done.replaced)) == (["small/1.1"], [])
    assert placed(store) == new


def test_loading_a_changed_file_says_what_it_replaces(store: Store) -> None:
    publish(store)
    (store.folder / "bank" / "course" / "small.toml").write_text(
        HOMEWORK + QUESTIONS.replace("Pick A.", "Pick A, please.")
    )
    done = load_again(store)
    assert (list(done.kept), list(done.replaced)) == ([], ["small/1.1"])
    with store.db.read() as c:
        assert service.question(c, placed(store).version).prompt == "Pick A, please."
        assert "Pick A, please." in service.question_text(c, placed(store).id)
    assert json.loads(store.scalar("SELECT detail FROM audit_log ORDER BY id DESC"))["replaced"] == ["small/1.1"]
    assert list(load_again(store).replaced) == []


def test_what_was_published_may_go_into_the_file(store: Store) -> None:
    publish(store)
    rest = QUESTIONS[QUESTIONS.index('[[question]]\nid = "1.2"') :]
    (store.folder / "bank" / "course" / "small.toml").write_text(HOMEWORK + TEXT + rest)
    done = load_again(store)
    assert (list(done.kept), list(done.replaced)) == ([], [])
    assert placed(store).tries == 1


def test_publishing_what_the_file_says_goes_back_to_it(store: Store) -> None:
    first = placed(store)
    publish(store)
    text = (
        QUESTIONS.split("\n\n")[0].lstrip() + '\n[[question.field.example]]\nanswer = "A"\nscore = 1\nsolution = "x"\n'
    )
    with pytest.raises(BankError, match="solution"):
        publish(store, text)
    publish(store, TEXT.replace("Pick B", "Pick A").replace('["B"]', '["A"]').replace('"B"\nscore', '"A"\nscore'))
    assert placed(store).version != first.version
    assert list(load_again(store).kept) == ["small/1.1"]


def test_a_database_of_an_earlier_build_knows_no_texts(store: Store) -> None:
    store.run("DELETE FROM question_texts")
    with store.db.read() as c:
        assert service.question_text(c, placed(store).id) == ""
    publish(store)
    assert list(load_again(store).kept) == ["small/1.1"]


def test_of_two_who_publish_the_later_one_is_told(store: Store) -> None:
    first = placed(store)
    publish(store)
    with pytest.raises(Conflict, match="in the meantime"):
        publish(store, TEXT.replace("Pick B.", "Mine."), first)
    assert store.scalar("SELECT count(*) FROM question_versions") == 4


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ('id = "1.1"', 'id = "1.2"', 1, "keeps its id"),
        ("score = 1", "score = 0", 12, "score 1 instead of 0"),
        ('key = ["B"]', 'key = ["C"]', 6, "C"),
        ("points = 2", "pints = 2", 9, "pints"),
        (TEXT[TEXT.index("[[question.field.ex") :], "", 6, "no example"),
    ],
)
def test_what_a_bank_file_may_not_say_is_refused(store: Store, old: str, new: str, line: int, part: str) -> None:
    with pytest.raises(BankError, match=part) as refused:
        service.read_revision(store.db, "1.1", TEXT.replace(old, new))
    place = refused.value.faults[0].place
    assert place is not None
    assert place.line == line


def test_questions_that_draw_together_stay_together(store: Store) -> None:
    follower = DRAWN.replace('"3.1"', '"3.2"\ndraws_with = "3.1"')
    store.load(questions=DRAWN + follower)
    for slug, text in (("3.1", DRAWN), ("3.2", follower)):
        with pytest.raises(BankError, match="same names and values"):
            publish(store, text.replace("[2, 3]", "[2, 5]"), placed(store, slug))
    publish(store, follower.replace("Double", "Twice"), placed(store, "3.2"))
    publish(store, DRAWN.replace("Double", "Twice"), placed(store, "3.1"))
