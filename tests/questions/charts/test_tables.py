"""Tables, figures and the markup they are made of."""

from __future__ import annotations

import math
from xml.etree import ElementTree

from questions.charts import Html, data_table, element, figure


def test_text_and_attributes_are_escaped_and_markup_is_not() -> None:
    made = element("p", "<b>", element("i", "&"), class_='"><script>', data_x=None, aria_label="a 'b'")
    assert made == ('<p class="&quot;&gt;&lt;script&gt;" aria-label="a &#x27;b&#x27;">&lt;b&gt;<i>&amp;</i></p>')
    assert isinstance(made, Html)
    assert made.__html__() == made


def test_joining_markup_with_text_by_hand_loses_the_mark() -> None:
    assert not isinstance(element("b", "x") + "<i>", Html)


def test_a_table_has_heads_for_rows_and_columns() -> None:
    table = ElementTree.fromstring(
        data_table("Means", ["who", "score", "note"], [["Ada", 0.12345, None], ["<B>", math.nan, "-"]])
    )
    assert [cell.get("scope") for cell in table.iter("th")] == ["col", "col", "col", "row", "row"]
    assert [[cell.text for cell in row] for row in table.find("tbody") or []] == [
        ["Ada", "0.123", "–"],
        ["<B>", "–", "-"],
    ]
    assert table.findtext("caption") == "Means"


def test_a_figure_folds_its_table_away() -> None:
    made = ElementTree.fromstring(figure(element("svg"), data_table("c", ["a"], [["b"]]), caption="Read this <first>"))
    assert [part.tag for part in made] == ["svg", "figcaption", "details"]
    assert made.findtext("figcaption") == "Read this <first>"
    scrolled = made.find("details/div")
    assert scrolled is not None
    assert (scrolled.get("tabindex"), scrolled.get("role")) == ("0", "group")


def test_a_picture_may_stand_alone() -> None:
    assert figure(element("svg")) == '<figure class="pictured"><svg></svg></figure>'
