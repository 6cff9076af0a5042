"""Submits again and again, and says so on standard output once it is acknowledged: what the power cut interrupts."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor

from app.db import Database
from app.people.views import Person
from app.taking import service as taking
from tests.drills.scene import KEYS


def main(url: str, students: int, each: int) -> None:
    """Each student's submissions one after the other, all students side by side."""
    db = Database(url, KEYS)

    def submit(student: int) -> None:
        for number in range(each):
            key = f"submission {student:03d} {number:06d}"
            person = Person(student, f"student {student}", False)
            taking.submit(db, person, student, "1", {"pick": "AB"[number % 2]}, key=key)
            os.write(1, f"ACK {key}\n".encode())

    with ThreadPoolExecutor(students) as pool:
        list(pool.map(submit, range(1, students + 1)))
    db.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
