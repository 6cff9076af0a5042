"""The labelled answers: what a person can read is read, what nobody can is refused."""

from __future__ import annotations

import json

import pytest

from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.language.printing.latex import to_latex
from graders.engine.language.printing.plain import to_plain
from graders.engine.language.scope import Scope

JACOBIANS = {"X": "n x d", "W": "k x d", "w": "d", "c": "scalar"}
ROW = {"x_i": "X[i,:]^T"}
NODES = Scope.from_question(
    {"x": "scalar", "y": "scalar", "z": "scalar"}, {"h1": "ln(x)", "h2": "exp(y)", "h3": "h2*z", "f": "h1+h3"}
)
SCOPES = {f"2.{number}": Scope.from_question(JACOBIANS, ROW) for number in (1, 2, 4, 5, 6, 7)} | {
    "2.3": Scope.from_question({**JACOBIANS, "i": "index"}, ROW),
    "3.2": Scope.from_question({"z": "scalar"}),
    "3.6": Scope.from_question({"z": "d"}, {"s": "softmax(z)", "sigma": "softmax(z)"}),
    "5.2": NODES,
    "5.3": NODES,
    "5.4": NODES,
}
OTHER_FIELDS = {"shape", "proof", "curves"}


@pytest.fixture(scope="module")
def answers(shared):
    rows = [json.loads(line) for line in (shared / "corpus" / "answers-dev.jsonl").read_text().splitlines()]
    kept = [
        (row, SCOPES[number])
        for row in rows
        if (number := row["question"].rpartition("/")[2]) in SCOPES and row["field"] not in OTHER_FIELDS
    ]
    assert len(kept) > 400
    return kept


def test_it_reads_what_the_labels_call_readable(answers):
    wrongly_refused, wrongly_read = [], []
    for row, scope in answers:
        try:
            parse(row["value"], scope)
        except LanguageError as error:
            if row["outcome"] != "invalid":
                wrongly_refused.append((row["value"], error.message))
        else:
            if row["outcome"] == "invalid" and row["tag"] != "free-index":  # which indices are free, only axes tell
                wrongly_read.append(row["value"])
    assert not wrongly_refused
    assert not wrongly_read


def test_what_it_refuses_as_an_attack_or_as_empty_is_labelled_so(answers):
    differing = []
    for row, scope in answers:
        if row["tag"] in ("hostile", "empty", "nonfinite", "natural-language", "ambiguous"):
            with pytest.raises(LanguageError) as refusal:
                parse(row["value"], scope)
            if refusal.value.tag != row["tag"]:
                differing.append((row["value"][:40], row["tag"], refusal.value.tag))
    assert not differing


def test_every_reading_is_printed_and_read_back(answers):
    for row, scope in answers:
        try:
            tree = parse(row["value"], scope).tree
        except LanguageError:
            continue
        assert parse(to_plain(tree), scope).tree == tree
        assert parse(to_latex(tree), scope).tree == tree
