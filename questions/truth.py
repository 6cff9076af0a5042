"""What an author wrote of a key, derived: one of an expression, a Jacobian, a derivative."""

from __future__ import annotations

from collections.abc import Mapping

from graders import derived
from graders.derived import Derived
from graders.engine.elaborate import IllTyped
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import ShapeError
from questions.kind import Setting, SpecError


def derive(setting: Setting, wrt: str | None, **given: str | None) -> tuple[Derived, str]:
    """The truth and the text it was derived from, of the one key among `given` that is set; raises SpecError."""
    chosen = [(name, text) for name, text in given.items() if text is not None]
    if len(chosen) != 1:
        raise SpecError(f"give exactly one of {', '.join(f'`{name}`' for name in given)}")
    ((name, text),) = chosen
    by_something = name in ("jacobian_of", "derivative_of")
    if by_something != (wrt is not None):
        raise SpecError(f"`{name}` {'needs' if by_something else 'has no'} `wrt`")
    try:
        if wrt is None:
            return derived.expression(setting.scope, text), text
        make = derived.jacobian_of if name == "jacobian_of" else derived.derivative_of
        return make(setting.scope, text, wrt), text
    except (LanguageError, IllTyped) as problem:
        raise SpecError(f"`{name}`: {problem.message}") from None
    except (ShapeError, ValueError) as problem:
        raise SpecError(f"`{name}`: {problem}") from None


def check_credit(credit: Mapping[str, float]) -> None:
    """Shares lie between 0 and 1; raises SpecError."""
    for tag, share in credit.items():
        if not 0 <= share <= 1:
            raise SpecError(f"`credit` for {tag} is a share between 0 and 1")
