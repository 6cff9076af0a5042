"""What axe finds on a page, and whether it is wider than the screen, as it looks by day, in the dark and on a phone."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

# In the dark only colours differ.
IN_THE_DARK = {"runOnly": ["color-contrast", "link-in-text-block"]}
LOOKS: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("light", 1180, {}),
    ("dark", 1180, IN_THE_DARK),
    ("light", 320, {}),
)
BRIEFLY = {"resultTypes": ["violations"]}
# axe takes a header of MathML for an empty one.
OPTIONS = {"rules": {"empty-table-header": {"enabled": False}}}


# After this the page has heard of its size: what is wider than the screen then can be reached by keyboard.
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def problems(visitor: Any, options: dict[str, Any] | None = None) -> list[str]:
    """The problems of the page that is open, as it is."""
    axe = Axe("") if visitor.page.evaluate("'axe' in window") else Axe()  # its script is there from an earlier look
    told = axe.run(visitor.page, options={**(options or {}), **BRIEFLY}).response["violations"]
    found = [f"{one['id']}: {node['html'][:200]}" for one in told for node in one["nodes"]]
    return found + (["wider than the screen"] if visitor.width_beyond_screen() else [])


def problems_of_looks(visitor: Any, options: dict[str, Any] | None = None) -> list[str]:
    """The same in every look: a page is asked for once and looked at by all."""
    found = []
    for scheme, width, rules in LOOKS:
        visitor.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours fade otherwise
        visitor.page.set_viewport_size({"width": width, "height": 800})
        visitor.page.evaluate(SETTLED)
        found += [f"{scheme}, {width} px: {problem}" for problem in problems(visitor, {**(options or {}), **rules})]
    return found
