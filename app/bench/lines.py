"""Lines per second of `chainrule grade`, started as anyone starts it, and the memory it takes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from app.bench.measuring import Figure
from app.bench.networks import any_weights, solving

TABLE = [[[0, 0], 0], [[0, 1], 1], [[1, 0], 1], [[1, 1], 0]]
QUESTION = {"field": [{"name": "weights", "kind": "network", "layers": "W2 relu(W1 x + b1) + b2", "table": TABLE}]}


def lines(count: int, jobs: int) -> Iterator[Figure]:
    """Networks of which no two are alike, half of them right, beside only reading and writing the lines as JSON."""
    with tempfile.TemporaryDirectory() as room:
        path = Path(room, "lines.jsonl")
        bank = Path(room, "bank", "course")
        bank.mkdir(parents=True)
        _write(path, bank / "quiz.toml", count)
        plain = _plain(path)
        for number in sorted({1, jobs}):
            took, memory = _graded(path, bank.parent, number)
            processes = "1 process" if number == 1 else f"{number} processes"
            yield Figure(
                f"chainrule grade, {count:,} XOR lines, {processes}",
                f"{count / took:,.0f} lines a second ({took:.1f} s, start included), {memory / 2**20:.0f} MiB at most; "
                f"{took / plain:.1f}× reading and writing them with json",
            )


def _write(path: Path, quiz: Path, count: int) -> None:
    (field,) = QUESTION["field"]
    quiz.write_text(
        '[[question]]\nid = "xor"\n[[question.field]]\n'
        + "".join(f"{name} = {json.dumps(value)}\n" for name, value in field.items())
    )
    chance = random.Random(0)  # noqa: S311 (no secrets)
    with path.open("w") as file:
        for number in range(count):
            answer = (solving if number % 2 else any_weights)(chance)
            file.write(json.dumps({"id": number, "question": "quiz/xor", "answer": answer}) + "\n")


def _plain(path: Path) -> float:
    begin = perf_counter()
    with path.open("rb") as file, Path(os.devnull).open("w") as nowhere:
        for line in file:
            nowhere.write(json.dumps(json.loads(line)))
    return perf_counter() - begin


def _graded(path: Path, bank: Path, jobs: int) -> tuple[float, int]:
    """Seconds, and the bytes of all processes together at their most."""
    command = [sys.executable, "-m", "app.cli", "grade", "--jobs", str(jobs), "--bank", str(bank), str(path)]
    begin = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 (our own command)
    most = 0
    while True:
        try:
            status = process.wait(0.05)
            break
        except subprocess.TimeoutExpired:
            most = max(most, _resident(process.pid))
    if status:
        raise subprocess.CalledProcessError(status, command)
    return perf_counter() - begin, most


def _resident(pid: int) -> int:
    """What the process and its children hold in memory of their own; 0 where the system does not tell."""
    total = 0
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(_resident(int(child)) for child in (task / "children").read_text().split())
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return total
    return total + 1024 * sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
