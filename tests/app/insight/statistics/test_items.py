"""Facility, discrimination and their like, against published values and by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from app.insight.statistics.intervals import bonett, wilson
from app.insight.statistics.items import Against, ItemFigures, item_figures

FIGURES = ("facility", "sd", "effective_weight", "discrimination", "efficiency")


@pytest.fixture(scope="module")
def moodle(shared: Path) -> dict:
    return json.loads((shared / "oracles" / "moodle_stats.json").read_text())


def test_a_quiz_of_twenty_items_as_moodles_spreadsheet_has_it(moodle: dict) -> None:
    quiz = moodle["item_statistics_20_slots"]
    most = np.array(quiz["maxmark"])
    found = item_figures(np.array(quiz["marks"]), most, np.array(quiz["sumgrades"]))
    scales = {"facility_x100": 100, "sd_x1000": 1000, "effectiveweight": 100}
    for (name, expected), figure in zip(quiz["expected"].items(), FIGURES, strict=True):
        for item, value, largest in zip(found, expected, most, strict=True):
            ours = getattr(item, figure)
            if value is None:
                assert ours is None
            elif largest > 0 or figure == "effective_weight":
                by = scales.get(name, 100) * (largest if figure == "sd" else 1)
                assert ours * by == pytest.approx(value, abs=1e-6)


def test_a_quiz_of_seven_items_as_moodle_walks_through_it(moodle: dict) -> None:
    quiz = moodle["walkthrough_00"]
    found = item_figures(np.array(quiz["marks"]), np.array(quiz["maxmark"], dtype=float))
    slots = [row for row in quiz["expected_slots"] if row["subqname"] is None and row["variant"] is None]
    for item, row in zip(found, slots, strict=True):
        assert item.count == row["s"]
        assert item.facility == pytest.approx(row["facility"], rel=1e-5)
        assert item.sd == pytest.approx(row["sd"], rel=1e-5)
        for ours, theirs in (
            (item.effective_weight, row["effectiveweight"]),
            (item.discrimination, row["discriminationindex"]),
            (item.efficiency, row["discriminativeefficiency"]),
        ):
            assert ours * 100 == pytest.approx(theirs, rel=1e-5)


@pytest.mark.parametrize("variant", ["1", "8"])
def test_a_variant_is_compared_with_the_rest_of_those_who_had_it(moodle: dict, variant: str) -> None:
    quiz = moodle["walkthrough_00"]
    had = np.array([step["variants.2"] == variant for step in quiz["steps"]])
    (row,) = (row for row in quiz["expected_slots"] if row["variant"] == int(variant))
    _agrees(_one(quiz, had, 1), row)


def test_a_question_drawn_from_several_is_compared_with_the_total(moodle: dict) -> None:
    quiz = moodle["walkthrough_00"]
    had = np.array([step["randqs.1"] == "numerical" for step in quiz["steps"]])
    (row,) = (row for row in quiz["expected_slots"] if row["subqname"] == "numerical")
    _agrees(_one(quiz, had, 0, against="total"), row)


def _one(quiz: dict, had: np.ndarray, column: int, against: Against = "rest") -> ItemFigures:
    marks = np.array(quiz["marks"])
    mine = np.where(had, marks[:, column], np.nan)[:, None]
    return item_figures(mine, np.ones(1), marks.sum(axis=1), against)[0]


def _agrees(ours: ItemFigures, row: dict) -> None:
    assert ours.count == row["s"]
    assert ours.facility == pytest.approx(row["facility"], rel=1e-5)
    assert ours.discrimination * 100 == pytest.approx(row["discriminationindex"], rel=1e-5)
    assert ours.efficiency * 100 == pytest.approx(row["discriminativeefficiency"], rel=1e-5)


def test_by_hand() -> None:
    marks = np.array([[1.0, 0.0], [1.0, 2.0], [0.0, 0.0], [1.0, 2.0]])
    first, second = item_figures(marks, np.array([1.0, 2.0]))
    assert (first.facility, second.facility) == (0.75, 0.5)
    assert first.sd == pytest.approx(0.5)  # variance 1/4
    assert second.sd == pytest.approx(math.sqrt(4 / 3) / 2)
    correlation = (1 / 3) / math.sqrt(1 / 4 * 4 / 3)
    assert first.discrimination == pytest.approx(correlation)
    assert second.discrimination == pytest.approx(correlation)
    # sorted, 0 1 1 1 beside 0 0 2 2: (3/4 − 1/4 + 1/4 + 1/4) / 3 = 1/3 is the largest covariance, and the one there is
    assert first.efficiency == pytest.approx(1)


def test_against_the_total_an_item_counts_itself_in() -> None:
    marks = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0], [1.0, 1.0]])
    rest, total = (item_figures(marks, np.ones(2), against=against)[0] for against in ("rest", "total"))
    expected = np.corrcoef(marks[:, 0], marks.sum(axis=1))[0, 1]
    assert total.discrimination == pytest.approx(expected)
    assert total.discrimination > rest.discrimination
    assert total.effective_weight == pytest.approx(rest.effective_weight)


@pytest.mark.parametrize(
    "marks",
    [np.empty((0, 2)), np.array([[1.0, 0.0]]), np.ones((5, 2)), np.full((4, 2), np.nan)],
    ids=["nobody", "one student", "all equal", "nobody was asked"],
)
def test_what_cannot_be_said_is_none(marks: np.ndarray) -> None:
    for item in item_figures(marks, np.ones(2)):
        assert item.discrimination is None
        assert item.efficiency is None
        assert all(value is None or math.isfinite(value) for value in (item.facility, item.sd, item.effective_weight))


def test_an_item_not_put_to_somebody_leaves_them_out() -> None:
    marks = np.array([[1.0, 1.0], [np.nan, 0.0], [0.0, 0.0], [1.0, 1.0]])
    item = item_figures(marks, np.ones(2))[0]
    assert item.count == 3
    assert item.facility == pytest.approx(2 / 3)
    assert item.discrimination == pytest.approx(1)


def test_wilsons_interval_as_wilson_has_it() -> None:
    # Newcombe 1998, table I: 81 of 263, and 0 of 20
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)
    assert wilson(0.5, 0) is None


def test_bonetts_interval_holds_alpha_and_narrows_with_the_class() -> None:
    few, many = bonett(0.8, 30, 10), bonett(0.8, 3000, 10)
    assert few[0] < many[0] < 0.8 < many[1] < few[1]
    half = 1.959963984540054 * math.sqrt(2 * 10 / (9 * 28))
    assert math.log(1 - few[0]) - math.log(0.2) == pytest.approx(half)
    assert bonett(0.8, 2, 10) is None
    assert bonett(1.0, 30, 10) is None
