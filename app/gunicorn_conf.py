"""How gunicorn runs the application, with the reasons. `chainrule serve` uses this file; its flags override it."""

from __future__ import annotations

import faulthandler
import gc
import importlib
import os
import sys
import threading
from typing import Any

from app import counting, proxied
from app.config import LARGEST_BODY, log_level  # every name here that is a setting of gunicorn's is taken for one
from app.worker import files

# Many threads, few processes: a class on slow phones holds many connections open that do nothing. 2 × 4 threads are
# dead to 40 slow clients, 2 × 64 answer in milliseconds. Processes beyond the cores gain nothing.
worker_class = "app.worker.Worker"  # gunicorn's gthread, patient with the slow, and with connections shared evenly
workers = min(os.cpu_count() or 1, 4)
threads = 64

# A class that comes at once opens thousands, some of them in reserve, which end when nothing was sent for five seconds.
# Shells often grant 1,024 open files, and as many more as one asks for; some are for the database.
OPEN_FILES = files.grant(65_536)
worker_connections = max(threads, min(4000, OPEN_FILES - 256))

# Each worker imports the application by itself. Preloading would keep old code alive over HUP, and share connections of
# the database between processes, which SQLite forbids.
preload_app = False

# TERM lets accepted requests finish; most take milliseconds.
graceful_timeout = 30
timeout = 60
keepalive = 5

OURS = frozenset({"app", "questions", "graders", "migrations"})

# Heartbeats on a disk that is busy or full must not kill workers.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108

# Its commands would be one more door, and it writes into the home directory.
control_socket_disable = True

# A trusted proxy says whether the browser came over https; nobody else is believed.
forwarded_allow_ips = ",".join(sorted(proxied.trusted()))

# No path, and nobody signed in, is believed from a header, even from a proxy.
forwarder_headers = ""

# What is asked of many answers with a comment beside is a long address. A line may not be longer.
limit_request_line = 8190

proc_name = "chainrule"
errorlog = "-"
accesslog = None
logger_class = "app.logs.GunicornLogger"


def pre_fork(server: Any, worker: Any) -> None:
    """Each worker counts in a slot of its own."""
    worker.come(counting.take_slot([other.slot for other in server.WORKERS.values()]))


def post_fork(server: Any, worker: Any) -> None:
    """The application's log has the form of gunicorn's.

    The first process has loaded some of our code, when it started; what it left in memory would be mixed with newer
    code from the disk after HUP. So each worker forgets it and loads everything anew, but keeps the shared counters.
    """
    memory = counting.shared()
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    importlib.invalidate_caches()
    renewed: Any = importlib.import_module("app.counting")
    renewed.share(memory, worker.slot)
    importlib.import_module("app.logs").set_up(log_level())
    faulthandler.enable()  # should a library ever end a worker by a fault of memory, the log says where


def post_worker_init(worker: Any) -> None:
    """Grade what a killed worker left behind, while requests are served already; from then on mind who is due."""
    from app.taking.keeping import keep
    from app.web.access import DATABASE

    db = worker.wsgi.extensions[DATABASE]
    gc.freeze()  # what is loaded stays, and the collector need not go through it again and again
    threading.Thread(target=keep, args=(db,), name="keeping", daemon=True).start()


def worker_exit(server: Any, worker: Any) -> None:
    """What was left to be written is written."""
    from app.web.access import DATABASE

    if app := getattr(worker, "wsgi", None):
        app.extensions[DATABASE].close()


def pre_request(worker: Any, req: Any) -> None:
    """A body that is refused for its length is not read to its end: nothing else can come over its connection, and
    the answer says so. How long a chunked one is nobody knows before."""
    sent = dict(req.headers)
    length = sent.get("CONTENT-LENGTH", "0")
    if "TRANSFER-ENCODING" in sent or not length.isdigit() or int(length) > LARGEST_BODY:
        req.force_close()
