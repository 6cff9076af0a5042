"""The instructor's desk: a student's attempt, grading by hand."""

from __future__ import annotations

import pytest

from app.desk import service
from app.ledger import service as ledger
from app.people import service as people
from app.refusals import Conflict, NotThere, Unreadable
from app.taking import service as taking
from app.taking import submitting
from tests.app.store import Store


@pytest.fixture
def written(store: Store) -> Store:
    """Both students wrote a text; the first one also picked."""
    store.submit(store.start(), "1.2", {"why": "Because.", "pick": "B"}, "first")
    other = store.start(store.other)
    taking.submit(store.db, store.other, other, "1.2", {"why": "Since."}, key="k" * 16)
    return store


def answer_of(store: Store, text: str) -> int:
    """The answer with this text."""
    found: int = store.scalar(f"SELECT id FROM answers WHERE value = '\"{text}\"'")
    return found


def grade(store: Store, answer: int, **rest: object) -> None:
    """Grade as the instructor, on what is there now."""
    last = service.task(store.db, store.quiz(), store.instructor, answer).last_event
    service.grade(store.db, store.instructor, store.quiz(), answer, **{"last_event": last, **rest})


def given(store: Store, answer: int) -> int:
    """What an answer was given last."""
    judged = service.task(store.db, store.quiz(), store.instructor, answer).judged
    assert judged is not None
    return judged.points


def test_an_attempt_is_shown_whole(written: Store) -> None:
    found = service.attempt(written.db, written.quiz(), 1)
    assert (found.student, found.earned, found.points) == ("student", 1000, 6000)
    question = found.questions[1]
    why, pick = question.fields
    assert [line.text for line in why.rubric] == ["names the cause", "names the effect"]
    assert (pick.outcome, pick.earned, pick.answers[0].value) == ("correct", 1000, "B")
    assert pick.answers[0].events[0].source == "engine"
    assert pick.answers[0].counts


def test_an_attempt_of_another_quiz_is_not_there(written: Store) -> None:
    other = written.load(name="elsewhere")
    for attempt in (1, 999):
        with pytest.raises(NotThere):
            service.attempt(written.db, other, attempt)
    with pytest.raises(NotThere):
        service.task(written.db, other, written.instructor, 1)


def test_what_waits_is_counted_and_handed_out(written: Store) -> None:
    (found,) = service.waiting(written.db, written.quiz())
    assert (found.question, found.field, found.waiting, found.graded) == ("1.2", "why", 2, 0)
    answer = service.next_answer(written.db, written.quiz(), written.instructor)
    assert answer in (answer_of(written, "Because."), answer_of(written, "Since."))
    assert service.next_answer(written.db, written.quiz(), written.instructor, "1.2", "why") == answer
    assert service.next_answer(written.db, written.quiz(), written.instructor, "1.1") is None


def test_the_rubric_adds_up(written: Store) -> None:
    answer = answer_of(written, "Because.")
    grade(written, answer, ticked=["1"], comment="Name the effect, too.")
    task = service.task(written.db, written.quiz(), written.instructor, answer)
    assert task.judged is not None
    assert (task.judged.points, task.judged.comment, task.judged.by) == (2000, "Name the effect, too.", "instructor")
    assert [line.ticked for line in task.rubric] == [True, False]
    assert (task.graded, task.waiting) == (1, 1)
    (found,) = service.waiting(written.db, written.quiz())
    assert (found.waiting, found.graded) == (1, 1)
    assert service.attempt(written.db, written.quiz(), 1).earned == 3000


def test_the_student_sees_points_and_comment_but_no_rubric(written: Store) -> None:
    grade(written, answer_of(written, "Because."), ticked=["1", "2"], comment="Well said.")
    why = taking.question(written.db, written.student, 1, "1.2").fields[0]
    assert (why.results[0].outcome, why.results[0].points, why.results[0].comment) == ("correct", 3000, "Well said.")
    assert "names the" not in repr(why)


def test_points_may_be_given_in_place_of_the_rubric(written: Store) -> None:
    answer = answer_of(written, "Because.")
    grade(written, answer, points=500)
    assert given(written, answer) == 500
    grade(written, answer, points=0)
    assert service.attempt(written.db, written.quiz(), 1).questions[1].fields[0].outcome == "wrong"


@pytest.mark.parametrize("rest", [{"points": 3001}, {"points": -1}, {"ticked": ["9"]}, {"comment": "x" * 10_001}])
def test_what_cannot_be_given_is_refused(written: Store, rest: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        grade(written, answer_of(written, "Because."), **rest)
    assert written.scalar("SELECT count(*) FROM grade_events WHERE source = 'person'") == 0


def test_two_graders_of_one_answer_notice_each_other(written: Store) -> None:
    answer = answer_of(written, "Because.")
    seen = service.task(written.db, written.quiz(), written.instructor, answer).last_event
    grade(written, answer, ticked=["1"])
    with pytest.raises(Conflict):
        grade(written, answer, ticked=["2"], last_event=seen)
    assert given(written, answer) == 2000


def test_each_judgement_is_appended_and_audited(written: Store) -> None:
    answer = answer_of(written, "Because.")
    grade(written, answer, ticked=["1"])
    grade(written, answer, ticked=["1", "2"])
    (field, _) = service.attempt(written.db, written.quiz(), 1).questions[1].fields
    assert [(event.source, event.grader, event.points) for event in field.answers[0].events] == [
        ("person", "instructor", 3000),
        ("person", "instructor", 2000),
        ("engine", None, 0),
    ]
    entries = people.audit_entries(written.db, 1)[:2]
    assert [entry.action for entry in entries] == ["grade", "grade"]
    assert list(ledger.verify(written.db)) == []


def test_only_the_last_text_waits(written: Store) -> None:
    written.submit(1, "1.2", {"why": "Better."}, "second")
    waiting = {answer_of(written, "Better."), answer_of(written, "Since.")}
    assert service.next_answer(written.db, written.quiz(), written.instructor) in waiting
    (found,) = service.waiting(written.db, written.quiz())
    assert found.waiting == 2


def test_a_new_text_waits_again_after_grading(written: Store) -> None:
    grade(written, answer_of(written, "Because."), ticked=["1", "2"])
    written.submit(1, "1.2", {"why": "Better."}, "second")
    (found,) = service.waiting(written.db, written.quiz())
    assert (found.waiting, found.graded) == (2, 0)
    assert service.attempt(written.db, written.quiz(), 1).questions[1].fields[0].outcome == "ungraded"


def test_what_no_grader_decided_waits_until_it_does_not_matter(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = store.start()
    with monkeypatch.context() as broken:
        broken.setattr(submitting.grading, "grade", lambda *_: 1 / 0)
        store.submit(attempt, "1.1", "A", "first")
    (found,) = service.waiting(store.db, store.quiz())
    assert (found.question, found.field, found.waiting) == ("1.1", "pick", 1)
    store.submit(attempt, "1.1", "A", "second")
    assert service.waiting(store.db, store.quiz()) == []
