"""Which characters beyond ASCII are read, and as what."""

from __future__ import annotations

from graders.engine.language.names import GREEK

# Signs and letters the tokenizer knows as they are. Greek capitals that look Latin (Α, Τ, Χ …) are not among them.
ALLOWED = frozenset("√∑∏∂∇∞‖×·⊙∘⊗⊘⊤…⋯⋮⋱≈≠≤≥⇒∴∧⟨⟩") | frozenset(GREEK.values()) | frozenset("πℓ")

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni", strict=True)) | dict(
    zip("ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ", "abcdefghjklmoprstuvwxyz⊤", strict=True)
)
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()", strict=True)) | dict(
    zip("ₐₑₒₓₕₖₗₘₙₚₛₜᵢᵣᵤᵥⱼ", "aeoxhklmnpstiruvj", strict=True)
)


def _each(characters: str, plain: str) -> dict[str, str]:
    return dict.fromkeys(characters, plain)


PLAIN = {
    **_each("−–—‒‑﹣", "-"),
    **_each("✕⨯✖⨉", "×"),
    **_each("⋅∙•‧･・", "·"),
    **_each("∗⁎", "*"),
    **_each("∕⁄÷", "/"),
    **_each("⩽≦", "≤"),
    **_each("⩾≧", "≥"),
    **_each("≃≅", "≈"),
    **_each("′’‘ʹ´", "'"),
    **_each("“”", '"'),
    **_each("∥", "‖"),
    **_each("∣❘", "|"),
    **_each("⊺ᵀ", "⊤"),
    **_each("⟹→", "⇒"),
    **_each("ʘ⨀", "⊙"),
    **_each("◦⚬", "∘"),
    **_each("⨂", "⊗"),
    "″": "''",
    **_each("≡≜", "="),
    "≔": ":=",
    "⎯": "-",
    "½": "(1/2)",
    "⅓": "(1/3)",
    "⅔": "(2/3)",
    "¼": "(1/4)",
    "¾": "(3/4)",
    "µ": "μ",
    "ς": "σ",
    "ϵ": "ε",
    "ϕ": "φ",
    "ϑ": "θ",
    "𝟎": "\\mathbf{0}",
    "𝟘": "\\mathbf{0}",
    "𝟏": "\\mathbf{1}",
    "𝟙": "\\mathbf{1}",
}
