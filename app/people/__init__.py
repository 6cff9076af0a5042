"""Accounts, sign-in, roles, courses, enrolment, the audit log."""
