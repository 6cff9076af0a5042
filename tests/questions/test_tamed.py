"""JSON nested too deeply, and numbers of too many digits, are made harmless without touching anything else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.loading import load_bank
from questions.stream import run
from questions.tamed import DEEPEST, DIGITS, tamed

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(VALUES, st.booleans())
def test_what_is_harmless_stays_as_it_is(value, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    assert tamed(text) == text


@pytest.mark.parametrize("depth", [DEEPEST + 1, 5_000, 400_000])
@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ('{"a]": ', "}")])
def test_what_lies_deeper_is_null(depth, opened, closed):
    value = json.loads(tamed((opened * depth + "7" + closed * depth).encode()))
    for _ in range(DEEPEST):
        (value,) = value if isinstance(value, list) else value.values()
    assert value is None


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_of_many_digits_is_its_text(sign):
    digits = sign + "9" * (DIGITS + 1)
    assert json.loads(tamed(f'[1, {digits}, "{digits}"]'.encode())) == [1, digits, digits]


class Sink(list[bytes]):
    def write(self, piece: bytes) -> None:
        self.append(piece)

    def flush(self) -> None:
        pass


HUGE, DEEP = "8" * 6_000, "[" * 20_000 + "]" * 20_000


@pytest.mark.parametrize(
    ("question", "field", "value"),
    [
        ("5.2", "h1", HUGE),
        ("5.2", "h1", "-" + HUGE),
        ("5.2", "h1", DEEP),
        ("2.2", "expression", HUGE),
        ("2.2", "expression", DEEP),
        ("2.2", "shape", f"[{HUGE}, 1]"),
        ("2.2", "shape", DEEP),
        ("4.2", "weights", f'{{"W1": [[{HUGE}]], "b1": [0], "W2": [[1]], "b2": 0}}'),
        ("4.2", "weights", DEEP),
        ("1.2", "choice", HUGE),
        ("1.2", "choice", DEEP),
    ],
)
def test_such_an_answer_is_asked_back_under_its_id(question, field, value, tmp_path):
    line = f'{{"id": "mine", "question": "assignment-3/{question}", "answer": {{"{field}": {value}}}}}\n'
    lines, sink = tmp_path / "lines", Sink()
    lines.write_text(line)
    with lines.open("rb") as source:
        run(source, sink, load_bank())
    result = json.loads(b"".join(sink))
    assert result["id"] == "mine"
    judged = result["fields"][field]
    assert (judged["outcome"], judged["score"]) == ("invalid", 0.0)
    assert judged["feedback"].endswith((".", "?"))


def test_a_line_that_is_too_long_keeps_its_id(tmp_path):
    lines, sink = tmp_path / "lines", Sink()
    lines.write_text('{"id": "long \\" one", "question": "' + "x" * (1 << 21) + '"}\n')
    with lines.open("rb") as source:
        run(source, sink, load_bank())
    result = json.loads(b"".join(sink))
    assert result["id"] == 'long " one'
    assert "longer" in result["error"]
