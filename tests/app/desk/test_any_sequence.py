"""Whatever is done to grades in whatever order: the ledger holds, a dry run comes true, and all pages tell the same."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.desk import deciding, regrading, withdrawing
from app.desk import service as desk
from app.insight import exports
from app.insight.gradebook import book
from app.ledger import service as ledger
from app.people.views import Person
from app.quizzes.views import QuizView
from app.refusals import Conflict, NotThere, Unreadable
from app.taking import service as taking
from tests.app.desk.test_deciding import QUESTION
from tests.app.store import HOMEWORK, Store

TEXTS = ("2w^T", "3w^T", "w^T*3", "5w^T", "2wT", "2w")
KEYS = ("norm2(w)^2", "3/2*norm2(w)^2", "5/2*norm2(w)^2")
WORTH = 2000
NUMBERS = count()


@dataclass
class Desk:
    """A quiz with two students, and what may happen to their grades. `pick` chooses among what there is."""

    store: Store
    name: str
    counts: str
    keys: set[int] = field(default_factory=set)

    @property
    def quiz(self) -> QuizView:
        return self.store.quiz(self.name)

    def key(self, pick: int) -> None:
        """The question gets this key."""
        head = HOMEWORK.replace("tries = 3", "tries = 99").replace("homework", self.counts)
        self.keys.add(pick % len(KEYS))
        self.store.load(head, QUESTION.replace(KEYS[0], KEYS[pick % len(KEYS)]), name=self.name)

    def submit(self, pick: int) -> None:
        """A student answers, and is graded at once as by a regrade, unless by a question that is an earlier one now."""
        graded_alike = len(self.keys) == 1 and not regrading.plan(self.store.db, self.quiz).changes
        person = (self.store.student, self.store.other)[pick % 2]
        attempt, text = self.store.start(person, self.name), TEXTS[pick // 2 % len(TEXTS)]
        taking.submit(self.store.db, person, attempt, "2.2", text, key=f"{next(NUMBERS):016d}")
        assert not graded_alike or not regrading.plan(self.store.db, self.quiz).changes

    def regrade(self, pick: int) -> None:
        """What the dry run says comes true, with or without lowering anybody, and is taken back whole."""
        never_lower, before = pick % 2 == 1, self.totals()
        found = regrading.plan(self.store.db, self.quiz, never_lower=never_lower)
        if not found.changes:
            return
        done = regrading.apply(self.store.db, None, self.quiz, found, "Why.", never_lower=never_lower)
        after = self.totals()
        assert after == {**before, **{one.student: one.after for one in found.students}}
        assert not never_lower or all(after[name] >= before[name] for name in before)
        assert never_lower or not regrading.plan(self.store.db, self.quiz).changes
        if pick % 3 == 0:
            regrading.undo(self.store.db, None, self.quiz, done, "No.")
            assert self.totals() == before

    def undo(self, pick: int) -> None:
        """Some regrade is taken back."""
        if past := regrading.past_regrades(self.store.db, self.quiz):
            regrading.undo(self.store.db, None, self.quiz, past[pick % len(past)].id, "No.")

    def decide(self, pick: int) -> None:
        """All answers that mean what one of them means get points."""
        if answer := self.an_answer(pick):
            about, points = deciding.group(self.store.db, self.quiz, answer), pick % 3 * 1000
            who, before = self.store.instructor, self.totals()
            plan = deciding.plan_decision(self.store.db, who, self.quiz, about, points, "So.")
            deciding.decide(self.store.db, who, self.quiz, about, points, "So.", plan)
            assert self.totals() == {**before, **{one.student: one.after for one in plan.students}}

    def read(self, pick: int) -> None:
        """What could not be read is read as something else."""
        about = ("2.2", "expression", '"2wT"', TEXTS[pick % 2])
        plan = deciding.plan_reading(self.store.db, self.quiz, *about)
        deciding.accept_reading(self.store.db, self.store.instructor, self.quiz, *about, plan)

    def withdraw(self, pick: int) -> None:
        """A ruling is withdrawn, and nothing of what others say changes."""
        if there := withdrawing.standing_rulings(self.store.db, self.quiz):
            one, before = there[pick % len(there)], self.totals()
            plan = withdrawing.plan_withdrawal(self.store.db, self.quiz, one)
            withdrawing.withdraw(self.store.db, self.store.instructor, self.quiz, one, plan)
            assert self.totals() == {**before, **{one.student: one.after for one in plan.students}}

    def judge(self, pick: int) -> None:
        """A person judges an answer."""
        if answer := self.an_answer(pick):
            last = desk.task(self.store.db, self.quiz, self.store.instructor, answer).last_event
            who, points = self.store.instructor, pick % (WORTH + 1)
            desk.grade(self.store.db, who, self.quiz, answer, points=points, last_event=last)

    def override(self, pick: int) -> None:
        """A person sets a student's points, whatever the answers earn."""
        student = (self.store.student, self.store.other)[pick % 2]
        with self.store.db.read() as c:
            (item,) = ledger.items(c, [self.store.start(student, self.name)])
            last = max((event.id for event in ledger.events_of(c, items=[item.id])), default=0)
        points = pick % (WORTH + 1)
        desk.override(self.store.db, self.store.instructor, self.quiz, item.id, points, "So.", last)
        assert self.totals()[student.name] == points

    def an_answer(self, pick: int) -> int | None:
        """One of those that there are."""
        with self.store.db.read() as c:
            (question,) = ledger.how_many_answers(c, self.quiz.id) or [None]
            ids = sorted(row.answer_id for row in ledger.judged(c, self.quiz.id, question)) if question else []
        return ids[pick % len(ids)] if ids else None

    def totals(self) -> Mapping[str, int]:
        """What each student has, which gradebook, export and the student's own page tell alike."""
        by_book = {line.name: line.points or 0 for line in book(self.store.db, self.quiz).lines}
        sheet = list(csv.DictReader(exports.grades_csv(self.store.db, self.quiz)))
        assert {line["student"]: round(float(line["score"] or 0) * 1000) for line in sheet} == by_book
        for person in (self.store.student, self.store.other):
            assert self.shown(person) == by_book[person.name]
        return by_book

    def shown(self, person: Person) -> int:
        """What a student is shown."""
        attempt = self.store.start(person, self.name)
        return taking.attempt(self.store.db, person, attempt).earned or 0


ACTS: list[Callable[[Desk, int], None]] = [
    Desk.key,
    Desk.submit,
    Desk.regrade,
    Desk.undo,
    Desk.decide,
    Desk.read,
    Desk.withdraw,
    Desk.judge,
    Desk.override,
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["homework", "practice"]),
    st.lists(st.integers(0, 5000), min_size=1, max_size=4),
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5000)), min_size=3, max_size=10),
)
def test_whatever_is_done_all_tell_the_same(
    store: Store, counts: str, answers: list[int], acts: list[tuple[Callable[[Desk, int], None], int]]
) -> None:
    room = Desk(store, f"any-{next(NUMBERS)}", counts)
    room.key(0)
    for pick in answers:
        room.submit(pick)
    for act, pick in acts:
        store.clock.forward(seconds=1)
        with suppress(Conflict, NotThere, Unreadable):  # as a page would say
            act(room, pick)
        room.totals()
    assert list(ledger.verify(store.db)) == []
