"""How an author writes a network: `W2 relu(W1 x + b1) + b2`."""

from __future__ import annotations

import re
from collections.abc import Collection

from graders.network_model import ACTIVATIONS, Layer
from questions.kind import SpecError

_AFFINE = re.compile(r"(?P<weight>[A-Za-z]\w*)\s+(?P<inner>.+?)\s*(?:\+\s*(?P<bias>[A-Za-z]\w*)\s*)?", re.DOTALL)
_APPLIED = re.compile(r"(?P<function>[a-z]+)\s*\((?P<inner>.*)\)", re.DOTALL)
INPUT = "x"


def read_layers(text: str, further: Collection[str] = ()) -> tuple[Layer, ...]:
    """The layers from the input on, with the known activations and further ones; raises SpecError."""
    layers: list[Layer] = []
    rest, activation = text.strip(), "identity"
    if found := _APPLIED.fullmatch(rest):
        rest, activation = found["inner"].strip(), found["function"]
    while rest != INPUT:
        affine = _AFFINE.fullmatch(rest)
        if affine is None or (activation not in ACTIVATIONS and activation not in further):
            raise SpecError(
                f"write `layers` as in W2 relu(W1 x + b1) + b2, with the input called {INPUT}; I stopped at {rest}"
            )
        layers.insert(0, Layer(affine["weight"], affine["bias"], activation))
        rest, activation = affine["inner"].strip(), "identity"
        if found := _APPLIED.fullmatch(rest):
            rest, activation = found["inner"].strip(), found["function"]
    names = [name for layer in layers for name in (layer.weight, layer.bias) if name]
    if not layers or len(set(names)) < len(names):
        raise SpecError("every matrix and every bias of `layers` has a name of its own")
    return tuple(layers)
