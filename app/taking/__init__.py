"""The student's hour: start, draft, submit, finish."""
