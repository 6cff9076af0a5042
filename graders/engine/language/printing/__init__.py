"""Trees back to text: what is printed is read as the same tree again."""
