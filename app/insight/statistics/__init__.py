"""What the marks of a quiz say about its items and about itself: formulas on arrays, no database, no page.

A matrix of marks has a row for each attempt and a column for each item; NaN stands where an item was not put to
somebody. What cannot be said (one student, marks all equal) is None, never NaN.
"""
