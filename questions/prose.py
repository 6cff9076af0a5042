"""Markdown with mathematics to safe HTML with MathML. Authors are trusted for content, not for code."""

from __future__ import annotations

import html as escaping
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from questions.mathml import MathError, to_mathml

_HTML = "p br hr em strong s code pre blockquote ul ol li table thead tbody tr th td h3 h4 h5 h6 a span div"
_MATHML = (
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle "
    "mpadded mphantom mmultiscripts mprescripts"
)
_TAGS = {*_HTML.split(), *_MATHML.split()}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "span": {"class"},
    "div": {"class"},
    "math": {"display"},
    "mi": {"mathvariant"},
    "mo": {"stretchy", "fence", "form", "separator", "lspace", "rspace", "minsize", "maxsize", "movablelimits"},
    "mover": {"accent"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtd": {"columnalign"},
    "mfrac": {"linethickness"},
    "mpadded": {"width", "height", "depth", "lspace", "voffset"},
}
_MATH = frozenset({"math_inline", "math_inline_double", "math_block"})


@lru_cache(maxsize=4096)
def html(markdown: str) -> str:
    """Prose as sanitised HTML. Headings start below the page's own; mathematics that cannot be set shows as code."""
    return _clean(_PARSER.render(markdown))


@lru_cache(maxsize=4096)
def mathml(latex: str, display: bool = False) -> str:
    """A formula as sanitised MathML, or as code where it cannot be set."""
    return _clean(_formula(latex, {"display_mode": display}))


def faults(markdown: str) -> list[str]:
    """What of the mathematics cannot be set, for `chainrule check`."""
    found = []
    for token in _tokens(_PARSER.parse(markdown)):
        if token.type in _MATH:
            try:
                to_mathml(token.content, display=False)
            except MathError as error:
                found.append(str(error))
    return found


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or []


def _formula(latex: str, options: dict[str, Any]) -> str:
    try:
        return to_mathml(latex, bool(options["display_mode"]))
    except MathError:
        return f"<code>{escaping.escape(latex)}</code>"


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + 2)}"


def _end_apart(state: StateCore) -> None:
    """The plugin takes a text's last character for the one before its first: a digit there would spoil `$x$ is 0`."""
    for token in state.tokens:
        if token.type == "inline" and token.content.startswith("$") and token.content[-1].isdigit():
            token.content += " "


def _clean(text: str) -> str:
    return nh3.clean(text, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"https", "http", "mailto"})


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.use(dollarmath_plugin, allow_labels=False, double_inline=True, allow_digits=False, renderer=_formula)
    parser.core.ruler.before("inline", "end_apart", _end_apart)
    parser.core.ruler.push("lower_headings", _lower_headings)
    return parser


_PARSER = _parser()
