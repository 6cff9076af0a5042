"""How one name is spelt in several ways: σ, sigma, \\sigma; ŷ, yhat, \\hat{y}; w1, w_1, w_{1}, w₁."""

from __future__ import annotations

import unicodedata

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "varepsilon": "ε", "vartheta": "θ", "varphi": "φ", "varrho": "ρ", "varsigma": "σ", "ell": "ℓ",
}  # fmt: skip

LATEX_NAME = {letter: name for name, letter in reversed(GREEK.items())}

ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot"}

_DROPPED = str.maketrans("", "", "_{} ,")


def canonical(name: str) -> str:
    """One spelling for all the ways to write a name: `sigma_{1}`, `σ_1` and `σ1` are `σ1`."""
    if name.isalnum() and name.isascii():
        return GREEK.get(name, name)
    base, _, subscript = name.partition("_")
    base = GREEK.get(base, base)
    if not base.isascii():
        base = "".join(ACCENTS.get(character, character) for character in unicodedata.normalize("NFD", base))
    return (base + subscript).translate(_DROPPED)
