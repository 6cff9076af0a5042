"""Which mistake a wrong answer shows: the first named one that fits, in the order of how telling they are."""

from graders.engine.diagnosis.asked import Asked
from graders.engine.diagnosis.case import Case, Mistake
from graders.engine.diagnosis.diagnose import diagnose, diagnose_unfit

__all__ = ["Asked", "Case", "Mistake", "diagnose", "diagnose_unfit"]
