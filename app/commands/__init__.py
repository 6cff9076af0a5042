"""What the command line does, one module a subject. Each command is a function of its parsed arguments that returns the
exit status."""
