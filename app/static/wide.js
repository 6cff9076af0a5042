// A formula that is wider than its place can be scrolled, so the keyboard must reach it; others are no stop on the way.
const reach = () => {
  for (const formula of document.querySelectorAll("main math, .blocks li > :last-child, .blocks .text")) {
    if (formula.scrollWidth > formula.clientWidth + 1) formula.setAttribute("tabindex", "0");
    else formula.removeAttribute("tabindex");
  }
};

document.addEventListener("read-back", reach);
reach();
addEventListener("resize", reach);
document.fonts?.ready.then(reach);
