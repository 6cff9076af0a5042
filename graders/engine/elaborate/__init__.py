"""Trees to graphs: what an expression means, whether it fits together, how large everything is.

`read` is what graders call with a student's text, `author` what questions call with their own; `elaborate` takes a
tree.
"""

from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.reader import Answer, author, elaborate, read

__all__ = ["Answer", "IllTyped", "author", "elaborate", "read"]
