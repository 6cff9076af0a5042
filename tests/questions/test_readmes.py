"""The README of a kind is enough to write a working question: what it shows is built and checked as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import questions.kinds
from questions.checking import check
from questions.kinds import kinds
from questions.loading import load_bank

FOLDER = Path(questions.kinds.__path__[0])
GUIDES = {name: (FOLDER / name / "README.md").read_text(encoding="utf-8") for name in sorted(kinds())}
BLOCKS = [
    pytest.param(name, block, id=f"{name}-{number}")
    for name, guide in GUIDES.items()
    for number, block in enumerate(re.findall(r"^```toml\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL))
]


@pytest.mark.parametrize(("name", "block"), BLOCKS)
def test_what_a_readme_shows_is_a_whole_file_without_faults(name: str, block: str, tmp_path: Path) -> None:
    path = tmp_path / "course" / "quiz.toml"
    path.parent.mkdir()
    path.write_text(block, encoding="utf-8")
    bank = load_bank(tmp_path)
    assert [str(fault) for fault in check(bank)] == []
    asked = [question for _, question in bank]
    assert all(question.title and question.prompt for question in asked)
    assert name in {field.kind.name for question in asked for field in question.fields.values()}


@pytest.mark.parametrize("name", list(GUIDES))
def test_a_readme_names_every_key(name: str) -> None:
    for key in kinds()[name].Spec.__struct_fields__:
        assert f"`{key}`" in GUIDES[name], f"`{key}` is not explained"


@pytest.mark.parametrize("name", list(GUIDES))
def test_a_readme_shows_what_is_right_and_what_is_not(name: str) -> None:
    """Full, less and unreadable, so that an author sees what examples can say."""
    shown = [block for guide, block in (param.values for param in BLOCKS) if guide == name]
    assert shown
    text: Any = "\n".join(shown)
    assert 'outcome = "invalid"' in text
    if name != "text":  # a person says what is right
        assert re.search(r"^score = 1", text, re.MULTILINE)
        assert re.search(r"^score = 0", text, re.MULTILINE)


def test_a_kind_without_a_readme_block_would_be_missed() -> None:
    assert {param.values[0] for param in BLOCKS} == set(kinds())
