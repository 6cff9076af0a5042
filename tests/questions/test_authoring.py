"""What the guide for authors shows works as it is shown."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from questions.checking import check_question
from questions.kinds import kinds
from questions.loading import load_quiz
from questions.reading import read_question
from questions.replay import replayed

GUIDE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
WHOLE = [block for block in BLOCKS if block.count("[[question]]")]
FIELDS = [block for block in BLOCKS if block.startswith("[[question.field]]")]
SETTING: dict[str, Any] = {
    "symbols": {"X": "n x d", "w": "d", "z": "scalar", "w1": "scalar", "w2": "scalar", "b": "scalar"},
}


@pytest.mark.parametrize("block", WHOLE, ids=lambda block: block.splitlines()[0])
def test_a_whole_question_gets_the_scores_it_states(block: str) -> None:
    for content in tomllib.loads(block)["question"]:
        assert [str(fault) for fault in check_question(read_question(content))] == []


@pytest.mark.parametrize("block", FIELDS, ids=lambda block: re.search(r'kind = "(\w+)"', block)[1])  # type: ignore[index]
def test_a_field_can_be_read_and_derived(block: str) -> None:
    (field,) = tomllib.loads(block)["question"]["field"]
    question = read_question({**SETTING, "field": [field]})
    assert question.fields[field["name"]].prepared is not None


def test_the_shortest_quiz_loads(tmp_path: Path) -> None:
    path = tmp_path / "course" / "warm-up.toml"
    path.parent.mkdir()
    path.write_text(next(block for block in WHOLE if "[quiz]" in block), encoding="utf-8")
    quiz = load_quiz(path)
    assert list(quiz.questions) == ["1.1"]


def test_the_settings_of_a_quiz_load(tmp_path: Path) -> None:
    path = tmp_path / "course" / "settings.toml"
    path.parent.mkdir()
    path.write_text(next(block for block in BLOCKS if "opens_at" in block), encoding="utf-8")
    assert load_quiz(path).settings.minutes == 90


def test_the_gradient_descent_to_watch_is_one() -> None:
    (replay,) = (tomllib.loads(block)["question"]["replay"] for block in BLOCKS if "[question.replay]" in block)
    shown = read_question({"replay": replay, "field": [{"name": "it", "kind": "number", "value": "1"}]}).replay
    assert shown is not None
    assert "the table is learned" in replayed(shown, "z^2").said


def test_every_kind_is_explained() -> None:
    explained = set(re.findall(r"^### `(\w+)`", GUIDE, re.MULTILINE))
    assert explained == set(kinds())
