"""Labels: words that group people of a course."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from app.people.tables import Enrolment, Label
from app.refusals import Unreadable

LONGEST = 60


def check_label(word: str) -> str:
    """A label as it is kept: NFKC, without space around it; raises Unreadable."""
    label = " ".join(unicodedata.normalize("NFKC", word).split())
    if not 1 <= len(label) <= LONGEST or any(unicodedata.category(sign)[0] == "C" for sign in label):
        raise Unreadable(f"A label is a word or a few, of at most {LONGEST} characters.")
    if "," in label or ";" in label:
        raise Unreadable("A label has no comma and no semicolon: they separate labels.")
    return label


def labels_of(c: Connection, course_id: int, user_id: int) -> Sequence[str]:
    """The labels that somebody bears in a course."""
    own = select(Label.label).join(Enrolment, Enrolment.id == Label.enrolment_id)
    return list(c.execute(own.where(Enrolment.course_id == course_id, Enrolment.user_id == user_id)).scalars())


def labels_in(c: Connection, course_id: int) -> Mapping[str, int]:
    """Every label of a course, and how many bear it."""
    counted = select(Label.label, func.count()).join(Enrolment, Enrolment.id == Label.enrolment_id)
    rows = c.execute(counted.where(Enrolment.course_id == course_id).group_by(Label.label).order_by(Label.label))
    return dict(rows.all())


def bearers(c: Connection, course_id: int) -> Mapping[int, Sequence[str]]:
    """The labels of everybody in a course who has any, by account."""
    query = select(Enrolment.user_id, Label.label).join(Enrolment, Enrolment.id == Label.enrolment_id)
    found: dict[int, list[str]] = {}
    for user, label in c.execute(query.where(Enrolment.course_id == course_id).order_by(Label.label)):
        found.setdefault(user, []).append(label)
    return found
