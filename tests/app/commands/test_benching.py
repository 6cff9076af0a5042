"""`chainrule bench` measures each part, and says what it cannot compare."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.bench import hour
from app.bench.measuring import percentile, shown, side_by_side
from app.cli import main
from app.db import Database
from tests.app.store import KEYS
from tests.databases import POSTGRES
from tests.drills.conftest import database


def bench(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["bench", "--rounds", "1", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("numpy", "check, worst of these"),
        ("reading", "ast.parse"),
        ("xor", "one XOR network, wrong"),
        ("verdicts", "verdict, all kinds"),
        ("statistics", "100,000 × 20, everything"),
    ],
)
def test_a_part_tells_its_figures(part: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = bench(capsys, part)
    assert said in out
    assert "left out" not in out


def test_the_desk_is_measured_page_by_page(capsys: pytest.CaptureFixture[str]) -> None:
    out = bench(capsys, "desk", "--students", "3")
    assert "3 students: overview" in out
    assert "3 students: gradebook " in out


def test_lines_are_graded_by_the_command_itself(capsys: pytest.CaptureFixture[str]) -> None:
    out = bench(capsys, "lines", "--lines", "50")
    assert "1 process " in out
    assert "2 processes" in out
    assert out.count("lines a second") == 2


@pytest.mark.parametrize(("part", "module"), [("autograd", "autograd"), ("sympy", "sympy")])
def test_what_is_not_installed_is_said_and_the_rest_goes_on(
    part: str, module: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    out = bench(capsys, part, "reading")
    assert f"{module} is not installed: pip install 'chainrule[bench]'" in out
    assert "ast.parse" in out


def test_every_jacobian_stands_beside_that_of_autograd(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("autograd")
    assert bench(capsys, "autograd").count("faster than autograd") == 6


def test_a_part_that_is_not_known_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["bench", "nothing"])
    assert "nothing" in capsys.readouterr().err


def test_times_are_shown_in_a_unit_that_suits_them() -> None:
    assert [shown(time) for time in (2.0, 0.0021, 3.5e-6, 4e-9)] == ["2 s", "2.1 ms", "3.5 µs", "4 ns"]
    assert percentile([1.0], 99) == 1.0
    assert percentile([float(n) for n in range(101)], 50) == 50.0
    assert len(side_by_side(lambda: None, lambda: None, 2)) == 3


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"] if POSTGRES else ["sqlite"])
def test_the_web_is_measured_beside_a_bare_view(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hour, "PAUSE", 0.4)
    with database(kind, tmp_path) as url:
        out = bench(capsys, "--web", "--requests", "32", "--crowd", "33", "--database", url)
        db = Database(url, KEYS)
        with db.read() as c:
            assert c.exec_driver_sql("SELECT count(*) FROM submissions").scalar() == 2 * 32 + 33
        db.close()
    assert [line[:52].strip() for line in out.splitlines()] == [
        "durable graded submissions, 8 clients",
        "– processor time of one, in the workers",
        "– refused as soon as its sender is known",
        "durable graded submissions, 32 clients",
        "– processor time of one, in the workers",
        "– refused as soon as its sender is known",
        "33 students submit within a second",
        "33 students sign in within a second",
        "33 students type for 2 seconds",
        "page of a question, first byte",
        "preview of an answer",
    ]
    assert out.count("of a bare view's") == 2
