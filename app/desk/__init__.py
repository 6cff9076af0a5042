"""The instructor's desk: attempts, grading by hand, requests, settings."""
