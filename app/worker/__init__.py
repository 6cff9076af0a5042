"""gunicorn's worker with threads, as a class on slow telephones needs it: what it says to what is no request, how long
it waits for whom, and which of its siblings takes a connection. It knows nothing of the application."""

from app.worker.accepting import Worker

__all__ = ["Worker"]
