"""Joins the kinds of questions to pages: their templates, and their form controls to values.

A kind's templates get `field` (the name of its control; further ones are `<field>.<part>`), `ask` (what the kind
says a form needs), `part(name)` (the first value of a control) and `parts` (all of them).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

import questions.kinds
from questions import prose
from questions.kind import MISSING
from questions.kinds import kinds

Parts = Mapping[str, Sequence[str]]


def init_app(app: Flask) -> None:
    """Find the kinds' templates under `kinds/<kind>/` and give templates mathematics and Markdown."""
    loaders = [loader for loader in (app.jinja_loader,) if loader]
    folder = FileSystemLoader(Path(questions.kinds.__path__[0]))
    app.jinja_loader = ChoiceLoader([*loaders, PrefixLoader({"kinds": folder})])
    app.jinja_env.filters.update(prose=prose_html, phrase=phrase, mathml=mathml)


def symbols(kind: str) -> Mapping[str, str]:
    """What the palette of a kind offers."""
    return kinds()[kind].symbols


def control(kind: str, field: str, ask: Mapping[str, Any], parts: Parts) -> Markup:
    """The form controls of a field, filled with what was typed."""

    def part(name: str = "") -> str:
        return next(iter(parts.get(name, ())), "")

    page = render_template(f"kinds/{kind}/ask.html", field=field, ask=ask, parts=parts, part=part)
    return Markup(page)  # noqa: S704 (a template made it)


def shown_value(kind: str, field: str, ask: Mapping[str, Any], value: Any, **more: Any) -> Markup:
    """What somebody answered, to read; `more` may have a `solution` and a `result`."""
    drawn = kinds()[kind].show(value, ask)
    page = render_template(f"kinds/{kind}/review.html", field=field, ask=ask, value=value, drawn=drawn, **more)
    return Markup(page)  # noqa: S704 (a template made it)


def parts_of_value(kind: str, ask: Mapping[str, Any], value: Any) -> Parts:
    """A stored value as form controls hold it."""
    return kinds()[kind].to_form(value, ask)


def parts_of_form(field: str, form: MultiDict[str, str]) -> Parts:
    """The controls of one field in a posted form; the field's own control is the part ""."""
    parts = {}
    for name in form:
        owner, _, part = name.partition(".")
        if owner == field:
            parts[part] = form.getlist(name)
    return parts


def value_of_form(kind: str, field: str, ask: Mapping[str, Any], form: MultiDict[str, str]) -> Any:
    """The value that a posted form gives a field; MISSING when it is blank."""
    parts = parts_of_form(field, form)
    return kinds()[kind].from_form(parts, ask) if parts else MISSING


def prose_html(markdown: str) -> Markup:
    """Markdown with mathematics, as sanitised HTML."""
    return Markup(prose.html(markdown))  # noqa: S704 (sanitised there)


def phrase(markdown: str) -> Markup:
    """The same for a title or a label: one paragraph, without its tags."""
    page = prose.html(markdown).strip()
    if page.startswith("<p>") and page.endswith("</p>") and page.count("<p>") == 1:
        page = page.removeprefix("<p>").removesuffix("</p>")
    return Markup(page)  # noqa: S704 (sanitised there)


def mathml(latex: str) -> Markup:
    """A formula."""
    return Markup(prose.mathml(latex))  # noqa: S704 (made there)
