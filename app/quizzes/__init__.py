"""Quizzes, question versions, settings, and what may be shown when."""
