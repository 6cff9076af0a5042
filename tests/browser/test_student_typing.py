"""While a student types: how it is read, symbols at hand, matrices as tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graders.text import sentences, words

Visit = Callable[..., Any]  # a new browser profile, see conftest.Visitor

PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text", text);
  const how = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
}"""
THREE = "[[1, 2], [3, 4], [5, 6]]"


@pytest.fixture
def visitor(visit: Visit, student: str) -> Any:
    started = visit()
    started.start(student)
    return started


def test_what_is_typed_is_read_back_with_its_shape_and_never_judged(visitor: Any) -> None:
    visitor.open_question("2.2")
    field = visitor.page.locator(".field:has([name=expression])")
    for typed, shape in (("2w^T", "1 × d"), ("3w^T", "1 × d"), ("w", "d × 1")):
        visitor.page.locator("[name=expression]").fill(typed)
        field.locator(".chip", has_text=shape).wait_for()
        assert field.locator(".preview math").count() == 1
        assert field.locator(".verdict").count() == 0


def test_a_caret_stands_under_what_can_be_read_in_two_ways(visitor: Any) -> None:
    visitor.open_question("2.2")
    visitor.page.locator("[name=expression]").fill("2wT")
    visitor.page.locator(".pointed mark", has_text="wT").wait_for()
    assert visitor.page.locator(".pointed").inner_text().split("\n")[1] == " ^^"
    assert "did you mean w^T?" in visitor.page.locator(".remark").inner_text()


def test_the_shape_that_is_said_is_held_against_the_shape_that_is_typed(visitor: Any) -> None:
    visitor.open_question("2.2")
    visitor.page.locator("[name=shape]").fill("1 x d")
    visitor.page.locator("[name=expression]").fill("2w")
    visitor.page.get_by_text("You say 1 × d, you typed d × 1.").wait_for()
    visitor.page.locator("[name=shape]").fill("d x 1")
    visitor.page.get_by_text("You say").wait_for(state="detached")


def test_what_was_judged_is_told_from_what_is_typed_now(visitor: Any) -> None:
    visitor.open_question("2.4")
    visitor.page.locator("[name=expression]").fill("2X")
    visitor.check()
    assert visitor.page.get_by_text("This was said of what you had checked before").is_hidden()
    visitor.page.locator("[name=expression]").fill("X")
    assert visitor.page.get_by_text("This was said of what you had checked before").first.is_visible()


def test_the_palette_types_where_the_cursor_is_and_keeps_the_focus(visitor: Any) -> None:
    visitor.open_question("2.2")
    box = visitor.page.locator("[name=expression]")
    box.fill("ww")
    box.press("ArrowLeft")
    press = visitor.page.locator(".palette").get_by_role("button", name="ᵀ", exact=True).click
    press()
    assert box.input_value() == "w^Tw"
    visitor.page.locator(".palette").get_by_role("button", name="diag", exact=True).click()
    visitor.page.keyboard.type("X")
    assert box.input_value() == "w^Tdiag(X)w"


def test_a_text_is_counted_as_it_is_when_it_is_graded(visitor: Any) -> None:
    visitor.open_question("3.3")
    field = visitor.page.locator(".field:has([name=what])")
    for written in (
        "Slopes, e.g. of tanh, are 0.5 i.e. small vs. one. So gradients vanish",
        "It vanishes etc. And then? “Nothing.” Said softmax.py… fine!",
        "– über die Schicht hinaus, x_1 · x_2 …",
    ):
        visitor.page.locator("[name=what]").fill(written)
        many, length = sentences(written), words(written)
        said = f"{many} of 3 sentences, {length} words."
        assert field.locator("output").inner_text() == said


@pytest.mark.parametrize(
    "pasted",
    [THREE, "np.array([[1, 2],\n  [3, 4],\n  [5, 6]])", "[1 2; 3 4; 5 6]", "1\t2\n3\t4\n5\t6\n", f"W1 = {THREE}"],
    ids=["list", "NumPy", "MATLAB", "spreadsheet", "by name"],
)
def test_a_matrix_that_is_pasted_into_its_first_cell_fills_it(visitor: Any, pasted: str) -> None:
    visitor.open_question("4.2")
    visitor.page.get_by_label("W1 row 1 column 1").focus()
    visitor.page.evaluate(PASTE, pasted)
    assert visitor.page.get_by_label("W1 row 3 column 2").input_value() == "6"
    assert visitor.page.get_by_label("W2 row 1 column 3").count() == 1
    assert THREE in visitor.page.locator("[name=weights]").input_value()


def test_cells_and_text_say_the_same_and_are_saved(visitor: Any) -> None:
    visitor.open_question("4.2")
    page = visitor.page
    page.locator("[name=weights]").fill("W1 = [[1, 1], [1, 1]]; b1 = [0, -1]; W2 = [1, -2]; b2 = 0")
    assert page.get_by_label("b1 entry 2").input_value() == "-1"
    page.get_by_label("W2 row 1 column 2").fill("-3")
    assert "W2 = [[1, -3]]" in page.locator("[name=weights]").input_value()
    page.get_by_role("button", name="One hidden unit more").click()
    assert page.get_by_label("W1 row 3 column 1").count() == 1
    page.get_by_role("button", name="One hidden unit less").click()
    page.wait_for_selector("#saved[data-state=saved]")
    page.reload()
    assert page.get_by_label("W2 row 1 column 2").input_value() == "-3"
    page.locator("[name=weights]").fill("W1 = I; the rest as in the lecture")
    assert page.get_by_label("b1 entry 2").is_hidden()
