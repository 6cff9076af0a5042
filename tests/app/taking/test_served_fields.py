"""One chain for all indices answers both fields of a proof: stored, graded and counted for both, by one submission."""

from __future__ import annotations

import pytest

from app.refusals import NoTriesLeft
from app.taking import service as taking
from tests.app.store import HOMEWORK, Store

PROOF = """
[[question]]
id = "1"
title = "Softmax"
prompt = "Prove it."
[question.symbols]
z = "d"
[question.definitions]
s = "softmax(z)"
S = "sum(exp(z))"
[[question.field]]
name = "diagonal"
kind = "derivation"
points = 3
goal = "∂s_i/∂z_j = s_i (δ_ij - s_j)"
scope = "i=j"
[[question.field]]
name = "offdiagonal"
kind = "derivation"
points = 3
goal = "∂s_i/∂z_j = s_i (δ_ij - s_j)"
scope = "i≠j"
"""
WHOLE = {"scope": "all i,j", "steps": ["δ_ij e^{z_i}/S - e^{z_i} e^{z_j}/S^2", "s_i (δ_ij - s_j)"]}
WRONG = {"scope": "all i,j", "steps": ["δ_ij e^{z_i}/S + e^{z_i} e^{z_j}/S^2", "s_i (δ_ij + s_j)"]}
DIAGONAL = {"scope": "i=j", "steps": ["e^{z_i}/S - e^{2 z_i}/S^2", "s_i (1 - s_i)"]}


@pytest.fixture
def proof(store: Store) -> Store:
    store.load(HOMEWORK, PROOF, "proof")
    return store


def test_one_chain_is_stored_and_graded_for_both_fields(proof: Store) -> None:
    attempt = proof.start(name="proof")
    result = proof.submit(attempt, "1", {"diagonal": WHOLE}, "first").result
    assert {name: field["outcome"] for name, field in result["fields"].items()} == dict.fromkeys(
        ("diagonal", "offdiagonal"), "correct"
    )
    assert (result["score"], proof.counts()) == (1, (1, 2, 2))
    assert taking.attempt(proof.db, proof.student, attempt).earned == 6000


def test_given_for_either_field_it_yields_both(proof: Store) -> None:
    attempt = proof.start(name="proof")
    assert proof.submit(attempt, "1", {"offdiagonal": WHOLE}, "first").result["score"] == 1


def test_a_chain_for_one_case_leaves_the_other_open(proof: Store) -> None:
    attempt = proof.start(name="proof")
    result = proof.submit(attempt, "1", {"diagonal": DIAGONAL}, "first").result
    assert (list(result["fields"]), result["score"]) == (["diagonal"], 0.5)
    result = proof.submit(attempt, "1", {"offdiagonal": WHOLE}, "second").result
    assert set(result["fields"]) == {"diagonal", "offdiagonal"}
    assert taking.attempt(proof.db, proof.student, attempt).earned == 6000


def test_it_spends_a_try_of_both_and_none_where_none_is_left(proof: Store) -> None:
    attempt = proof.start(name="proof")
    for number in range(3):
        proof.submit(attempt, "1", {"diagonal": {**DIAGONAL, "steps": ["0", f"{number}"]}}, f"try {number}")
    result = proof.submit(attempt, "1", {"offdiagonal": WRONG}, "fourth").result
    assert list(result["fields"]) == ["offdiagonal"]
    with pytest.raises(NoTriesLeft):
        proof.submit(attempt, "1", {"diagonal": WHOLE}, "fifth")
    assert proof.submit(attempt, "1", {"offdiagonal": WHOLE}, "sixth").result["fields"]["offdiagonal"]["score"] == 1


def test_the_page_shows_the_chain_and_its_verdict_in_both_fields(proof: Store) -> None:
    attempt = proof.start(name="proof")
    proof.submit(attempt, "1", {"diagonal": WHOLE}, "first")
    fields = taking.question(proof.db, proof.student, attempt, "1").fields
    assert [field.value for field in fields] == [WHOLE, WHOLE]
    assert [[result.outcome for result in field.results] for field in fields] == [["correct"], ["correct"]]


def test_a_draft_handed_in_serves_both_too(proof: Store) -> None:
    attempt = proof.start(name="proof")
    taking.save_draft(proof.db, proof.student, attempt, "1", {"offdiagonal": WHOLE}, 1)
    taking.finish(proof.db, proof.student, attempt)
    assert taking.attempt(proof.db, proof.student, attempt).earned == 6000
