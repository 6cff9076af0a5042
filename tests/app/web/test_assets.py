"""What is served as a file."""

from __future__ import annotations

import gzip
import re

from flask import Flask
from flask.testing import FlaskClient

from app.web.assets import HASHED, KINDS, STATIC, content_hash, files, widgets


def test_a_name_with_a_hash_has_the_hash_of_its_content() -> None:
    for name, path in files(STATIC).items():
        found = HASHED.search(name)
        assert found is None or found[0].strip(".") == content_hash(path)


def test_the_stylesheet_names_files_that_exist() -> None:
    style = (STATIC / "app.css").read_text()
    for name in re.findall(r'url\("([^"]+)"\)', style):
        assert (STATIC / name).is_file()


def test_script_and_style_stay_within_60_kb_and_the_font_within_120() -> None:
    served = {**files(STATIC), **widgets(KINDS)}
    code = [path.read_bytes() for path in served.values() if path.suffix in (".css", ".js")]
    assert sum(len(gzip.compress(text)) for text in code) <= 60_000
    assert all(path.stat().st_size <= 120_000 for path in files(STATIC).values() if path.suffix == ".woff2")


def test_the_licence_lies_beside_the_font() -> None:
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text()


def test_a_kind_s_script_is_served_to_be_kept_for_ever_and_only_where_there_is_one(
    site: Flask, client: FlaskClient
) -> None:
    addresses = site.jinja_env.globals["widgets"](["text", "ordering", "ordering"], ".js")
    assert addresses == [f"/static/kinds/ordering/widget.{content_hash(KINDS / 'ordering' / 'widget.js')}.js"]
    served = client.get(addresses[0], buffered=True)
    assert served.mimetype == "text/javascript"
    assert "immutable" in served.headers["Cache-Control"]
    assert "script-src 'self'" in served.headers["Content-Security-Policy"]
    assert client.get("/static/kinds/ordering/widget.js").status_code == 404
    assert client.get("/static/kinds/ordering/__init__.py").status_code == 404
