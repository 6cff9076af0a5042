"""A verdict does not depend on the process, its hash seed, or what was graded before."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IDENTITIES = tomllib.loads(Path(__file__).with_name("published.toml").read_text(encoding="utf-8"))["identity"]
ANSWERS = 200
PROCESSES = 4

GRADING = """
import json, sys
from questions.grading import grade
from questions.reading import read_question

rows = json.load(sys.stdin)
questions = {}
verdicts = {}
for number, content, answer in rows:
    key = json.dumps(content, sort_keys=True)
    if key not in questions:
        questions[key] = read_question(content)
    verdicts[number] = grade(questions[key], {"expression": answer})
json.dump(verdicts, sys.stdout, sort_keys=True)
"""


def content(identity):
    asked = {key: identity[key] for key in ("jacobian_of", "derivative_of", "wrt", "index") if key in identity}
    field = {"name": "expression", "kind": "expression", **asked}
    return {"symbols": identity["symbols"], "definitions": identity.get("definitions", {}), "field": [field]}


def answers():
    """Right and wrong answers spread over all the identities, numbered."""
    rows = [(content(each), answer) for each in IDENTITIES for answer in (each["answer"], *each["wrong"])]
    chosen = random.Random(2).sample(rows, ANSWERS)
    return [(str(number), *row) for number, row in enumerate(chosen)]


def graded(process):
    """All verdicts of a fresh process with a hash seed and an order of its own."""
    rows = answers()
    random.Random(process).shuffle(rows)
    environment = {**os.environ, "PYTHONHASHSEED": str(process), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", GRADING]
    done = subprocess.run(
        command, input=json.dumps(rows), env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_two_hundred_answers_get_the_same_verdicts_in_four_processes():
    with ThreadPoolExecutor(2) as pool:
        first, *others = pool.map(graded, range(PROCESSES))
    assert len(first) == ANSWERS
    assert {verdict["outcome"] for verdict in first.values()} <= {"correct", "wrong"}
    for other in others:
        assert other == first
