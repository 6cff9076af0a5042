"""What `chainrule bench` measures: every figure beside something to compare it with, both in the same run."""
