"""Questions that follow the student's own graph: asked, read and graded in its names, and wrong values carried on."""

from __future__ import annotations

from typing import Any

import pytest

from app.taking import service as taking
from app.taking.views import QuestionView
from questions.loading import BANK
from tests.app.store import HOMEWORK, Store

SHIPPED = (BANK / "deep-learning" / "assignment-3.toml").read_text(encoding="utf-8")
BACKPROP = "".join(f"[[question]]{part}" for part in SHIPPED.split("[[question]]") if '\nid = "5.' in part[:12])
HIDDEN = HOMEWORK + 'show_score = "release"\nshow_reason = "release"\nshow_reading = "release"\n'
OWN = ["a = exp(y)", "b = a*z", "c = ln(x)", "f = c + b"]
SLOPES = {"dh1_dx": "1", "dh2_dy": "3e^2", "dh3_dh2": "2", "dh3_dz": "a", "df_dh1": "1", "df_dh2": "2", "df_dh3": "1"}


@pytest.fixture
def backprop(store: Store) -> Store:
    store.load(HOMEWORK, BACKPROP, "backprop")
    return store


def begin(store: Store, graph: Any = None) -> int:
    attempt = store.start(name="backprop")
    if graph is not None:
        store.submit(attempt, "5.1", {"graph": graph}, "graph")
    return attempt


def asked(store: Store, attempt: int, slug: str = "5.2") -> QuestionView:
    return taking.question(store.db, store.student, attempt, slug)


def labels(view: QuestionView) -> list[str]:
    return [field.label for field in view.fields]


def test_without_a_right_graph_the_usual_one_is_asked(backprop: Store) -> None:
    for graph in (None, ["a = ln(x)", "f = a"]):
        view = asked(backprop, begin(backprop, graph))
        assert labels(view) == ["$h_1 =$", "$h_2 =$", "$h_3 =$", "$f =$"]
        assert r"h_2 = \exp y" in view.prompt


def test_a_right_graph_gives_its_names_to_labels_prompt_and_hints(backprop: Store) -> None:
    attempt = begin(backprop, OWN)
    view = asked(backprop, attempt)
    assert labels(view) == ["$c =$", "$a =$", "$b =$", "$f =$"]
    assert r"c = \ln x, \qquad a = \exp y, \qquad b = a z, \qquad f = c + b" in view.prompt
    view = asked(backprop, attempt, "5.3")
    assert labels(view)[2:5] == [
        r"$\partial b/\partial a =$",
        r"$\partial b/\partial z =$",
        r"$\partial f/\partial c =$",
    ]
    assert "For $b = a z$" in view.hints[0]
    assert "b = a z" in asked(backprop, attempt, "5.4").prompt
    assert [field.name for field in view.fields][:3] == ["dh1_dx", "dh2_dy", "dh3_dh2"]


def test_names_may_be_swapped(backprop: Store) -> None:
    attempt = begin(backprop, ["h1 = exp(y)", "h2 = ln(x)", "k = h1*z", "f = h2 + k"])
    assert labels(asked(backprop, attempt))[:3] == ["$h_{2} =$", "$h_{1} =$", "$k =$"]
    fields = backprop.submit(attempt, "5.2", {"h2": "e^3", "h3": "h1 z"}, "values").result["fields"]
    assert [fields[name]["outcome"] for name in ("h2", "h3")] == ["correct", "correct"]


def test_values_may_be_given_in_the_names_of_the_graph(backprop: Store) -> None:
    attempt = begin(backprop, OWN)
    fields = backprop.submit(attempt, "5.2", {"h3": "a*z", "f": "c + b"}, "values").result["fields"]
    assert [fields[name]["outcome"] for name in ("h3", "f")] == ["correct", "correct"]
    seen = taking.read_back(backprop.db, backprop.student, attempt, "5.2", lambda forms: {"h3": "a*z", "f": "q"})
    assert (seen["h3"].reading, seen["h3"].problems) == (r"a \cdot z", ())
    assert "q" in seen["f"].problems[0]


def test_a_wrong_slope_carried_on_rightly_earns_half(backprop: Store) -> None:
    attempt = begin(backprop, OWN)
    backprop.submit(attempt, "5.3", SLOPES, "slopes")
    fields = backprop.submit(attempt, "5.4", {"df_dy": "6e^2", "df_dz": "a"}, "all").result["fields"]
    assert (fields["df_dy"]["score"], fields["df_dy"]["tag"]) == (0.5, "carried-forward")
    assert fields["df_dz"]["score"] == 1


def test_the_last_graph_counts(backprop: Store) -> None:
    attempt = begin(backprop, OWN)
    backprop.submit(attempt, "5.1", {"graph": ["f = ln(x)"]}, "another")
    assert labels(asked(backprop, attempt))[0] == "$h_1 =$"


def test_where_scores_are_hidden_the_form_does_not_tell_that_the_graph_was_right(backprop: Store) -> None:
    backprop.load(HIDDEN, BACKPROP, "hidden")
    attempt = backprop.start(name="hidden")
    backprop.submit(attempt, "5.1", {"graph": OWN}, "graph")
    assert labels(asked(backprop, attempt))[0] == "$h_1 =$"
    backprop.submit(attempt, "5.2", {"h3": "a*z", "f": "h1 + h3"}, "values")  # both ways of naming count
    assert backprop.scalar("SELECT count(*) FROM grade_events WHERE outcome = 'correct'") == 3
