"""The people of a course as its staff sees them: who, with which labels, with how much time, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.db import Database
from app.desk.settings import moment, number
from app.people import service as people
from app.people.views import CourseView, Extra, Member, Part, Person, Target
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import NotThere, Unreadable


@dataclass(frozen=True, slots=True)
class Set:
    """More time that is set for somebody or for a label; `quiz` is None for the whole course."""

    name: str
    user_id: int | None
    label: str | None
    quiz: QuizView | None
    extra: Extra


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a course that are asked for, the labels there are, and what is set for anybody."""

    members: Sequence[Member]
    everybody: int
    labels: Mapping[str, int]
    quizzes: Sequence[QuizView]
    set: Sequence[Set]


@dataclass(frozen=True, slots=True)
class OwnTimes:
    """What one student has in a quiz, and where each part beyond the others' comes from."""

    quiz: QuizView
    minutes: int | None
    due_at: datetime | None
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Somebody in a course."""

    member: Member
    manageable: bool
    times: Sequence[OwnTimes]
    set: Sequence[Set]
    labels: Mapping[str, int]
    quizzes: Sequence[QuizView]


def roster(db: Database, course: CourseView, part: str = "", label: str = "", role: str = "") -> Roster:
    """The people whose names have a part in them, who bear a label and have a role, each where given."""
    with db.read() as c:
        everybody = people.roster(c, course.id)
        asked = quizzes.quizzes_within(c, course.id)
        shown = [
            one
            for one in everybody
            if part.casefold() in one.person.name.casefold()
            and (not label or label in one.labels)
            and role in ("", one.role)
        ]
        labels = people.labels_in(c, course.id)
        return Roster(shown, len(everybody), labels, asked, _set(people.accommodations(c, course.id), asked))


def dossier(db: Database, actor: Person, course: CourseView, user_id: int) -> Dossier:
    """Somebody in a course, with their time in each quiz; raises NotThere."""
    with db.read() as c:
        member = people.member(c, course.id, user_id)
        asked = quizzes.quizzes_within(c, course.id)
        everything = _set(people.accommodations(c, course.id), asked)
        times = []
        for quiz in asked:
            parts = people.allowance_parts(c, [user_id], course.id, quiz.id)[user_id]
            allowance = people.allowed(parts)
            minutes, due_at = quizzes.personal_minutes(quiz, allowance), quizzes.personal_due(quiz, allowance)
            times.append(OwnTimes(quiz, minutes, due_at, parts))
        return Dossier(
            member=member,
            manageable=people.may_manage(c, actor, user_id),
            times=times,
            set=[one for one in everything if one.user_id == user_id or one.label in member.labels],
            labels=people.labels_in(c, course.id),
            quizzes=asked,
        )


def accommodate(
    db: Database, actor: Person, course: CourseView, typed: Mapping[str, str], user_id: int | None = None
) -> None:
    """Set more time as a form says: for somebody, or for the label that it names. Raises Unreadable, NotThere."""
    label = None if user_id is not None else typed.get("label", "")
    quiz = _quiz_named(db, course, typed.get("quiz", ""))
    target = Target(course.id, user_id, label, quiz.id if quiz else None, quiz.slug if quiz else None)
    share, minutes, due_at = (typed.get(name, "").strip() for name in ("time_percent", "extra_minutes", "due_at"))
    extra = Extra(
        number(share, "share of the minutes in percent") if share else None,
        number(minutes, "extra minutes") if minutes else None,
        moment(due_at, "when it is due") if due_at else None,
    )
    try:
        db.write(lambda c: people.accommodate(c, db.now(), actor, target, extra))
    except NotThere:
        if label is None:
            raise
        raise Unreadable("Choose a label that somebody in this course bears.") from None


def _quiz_named(db: Database, course: CourseView, slug: str) -> QuizView | None:
    """A quiz of the course, None for the whole of it; raises Unreadable."""
    if not slug:
        return None
    found = next((quiz for quiz in quizzes.quizzes_of(db, course.id) if quiz.slug == slug), None)
    if found is None:
        raise Unreadable("There is no such quiz in this course: choose one of the list.")
    return found


def _set(rows: Sequence[tuple[Target, str, Extra]], asked: Sequence[QuizView]) -> Sequence[Set]:
    by_id = {quiz.id: quiz for quiz in asked}
    return [
        Set(name, target.user_id, target.label, by_id[target.quiz_id] if target.quiz_id else None, extra)
        for target, name, extra in rows
    ]
