"""Markup that is safe by construction: text is escaped when it is put in."""

from __future__ import annotations

from html import escape
from typing import Final

DECIMALS: Final = 1  # of a coordinate: a tenth of a unit is less than a pixel


class Html(str):
    """Markup to be put into a page as it is; templates ask for `__html__`."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def element(name: str, *content: str, **attributes: str | float | None) -> Html:
    """An element with its content; of attributes `class_` is class, `_` a hyphen, and None leaves one out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(part if isinstance(part, Html) else escape(part, quote=False) for part in content)
    return Html(f"<{name}{written}>{inner}</{name}>")


def join(*parts: str) -> Html:
    """Several pieces, one after the other."""
    return Html("".join(part if isinstance(part, Html) else escape(part, quote=False) for part in parts))


def coordinate(value: float) -> str:
    """A length or place in the picture."""
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def drawing(title: str, description: str, width: float, height: float, *content: str, kind: str) -> Html:
    """An SVG picture with its name and its description for those who do not see it."""
    return element(
        "svg",
        element("title", title),
        element("desc", description),
        *content,
        class_=f"chart {kind}",
        viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
        role="img",
    )


def _attribute(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else coordinate(value)
