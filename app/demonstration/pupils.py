"""Who is in the class: names, and how able, how quick and how early each of them is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db import Database
from app.people import service as people
from app.people.passwords import new_password
from app.people.views import Person, Role

STUDENTS = 60
AWAY = 3  # of them have not begun
LATE = 9  # of them begin in the last hour and a half
DAYS = 4.0  # how long ago the first of them began
ASSISTANT = "Toni Marsh"
FIRST = """
Ada Amir Bao Chiara Dmitri Elif Femi Greta Hana Ines Jonas Kofi Lena Mateo Noor Olga Priya Quentin Rosa Sven
"""
LAST = """
Abara Berg Chen Diaz Eder Fischer Gupta Haddad Ivanova Jensen Kaya Lopez Moreau Novak Okafor Petrov Rossi
"""


@dataclass(frozen=True)
class Pupil:
    """Somebody made up; `ability` is standard normal, `pace` how many times the usual time is taken."""

    person: Person
    ability: float
    pace: float
    begins: datetime


def enrol(db: Database, course: str, chance: random.Random) -> tuple[Sequence[Person], Person]:
    """Accounts for the class and its assistant, with a password that nobody knows."""
    names = [f"{first} {last}" for first in FIRST.split() for last in LAST.split()]
    password = new_password()
    chosen = [(name, password) for name in sorted(chance.sample(names, STUDENTS))]
    (assistant,) = people.add_users(db, [(ASSISTANT, password)], role=Role.ASSISTANT, course=course)
    return people.add_users(db, chosen, role=Role.STUDENT, course=course), assistant


def pupils(enrolled: Sequence[Person], chance: random.Random, now: datetime) -> Sequence[Pupil]:
    """Those who begin, by now."""
    order = chance.sample(range(len(enrolled)), len(enrolled))
    return [
        Pupil(
            person=enrolled[one],
            ability=chance.gauss(0, 1),
            pace=chance.lognormvariate(0, 0.35),
            begins=now - _ago(place, chance),
        )
        for place, one in enumerate(order[AWAY:])
    ]


def _ago(place: int, chance: random.Random) -> timedelta:
    if place < LATE:
        return timedelta(minutes=chance.uniform(3, 90))
    return timedelta(hours=3, days=(DAYS - 0.2) * chance.betavariate(1.3, 1.3))
