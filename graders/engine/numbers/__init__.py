"""Number systems: what the evaluator counts with. All have the same methods, named like the primitives."""
