"""Whether two expressions are the same function: proved equal, shown different at a point, or honestly undecided."""

from graders.engine.equality.decide import decide
from graders.engine.equality.outcome import Decision, Different, Equal, Undecided, Witness
from graders.engine.equality.truth import Truth
from graders.engine.equality.where import agreement
from graders.engine.sampling import Unsampled

__all__ = ["Decision", "Different", "Equal", "Truth", "Undecided", "Unsampled", "Witness", "agreement", "decide"]
