"""What a class does at the same moment, in an exam hour: it signs in, types, and submits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor

from app.bench import load
from app.bench.measuring import Figure
from app.bench.site import QUIZ, Server, Student, entered, posted

PAUSES = 5  # in which everybody gets a reading of what they type, and has it saved
PAUSE = 2.0  # seconds from one to the next
QUESTION = "2.2"


def hour(
    client: Executor, server: Server, students: Sequence[Student], submissions: Sequence[bytes]
) -> Iterator[Figure]:
    """Each of these students, and one submission of each."""
    sent: tuple[tuple[str, Sequence[bytes], float, int], ...] = (
        ("submit within a second", submissions, 1.0, 201),
        ("sign in within a second", entered(server.port, len(students)), 1.0, 303),
        (f"type for {PAUSES * PAUSE:.0f} seconds", list(_typed(students)), PAUSES * PAUSE, 200),
    )
    for what, requests, within, status in sent:
        came = client.submit(load.crowd, server.port, requests, within).result()
        came.all_are(status)
        yield Figure(
            f"{len(students)} students {what}", f"all answered; {load.spread([one.took for one in came.answers])}"
        )


def _typed(students: Sequence[Student]) -> Iterator[bytes]:
    for number in range(1, PAUSES + 1):
        formula = " + ".join(["w^T"] * number)
        for student in students:
            preview = {"question": f"{QUIZ}/{QUESTION}", "field": "expression", "value": formula}
            yield posted("/preview", student.token, preview)
            draft = {"seq": number, "answer": {"expression": formula}}
            yield posted(f"/attempts/{student.attempt}/answers/{QUESTION}", student.token, draft, method="PUT")
