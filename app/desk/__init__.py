"""The instructor's desk: gradebook, grading by hand."""
