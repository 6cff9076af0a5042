"""The least that Flask can do behind the same gunicorn: what graded submissions are compared with."""

from __future__ import annotations

from flask import Flask

from app import gunicorn_conf

worker_class = gunicorn_conf.worker_class
threads = gunicorn_conf.threads
keepalive = gunicorn_conf.keepalive
worker_tmp_dir = gunicorn_conf.worker_tmp_dir
control_socket_disable = gunicorn_conf.control_socket_disable
logger_class = gunicorn_conf.logger_class
pre_fork = gunicorn_conf.pre_fork
pre_request = gunicorn_conf.pre_request

app = Flask(__name__, static_folder=None)


@app.get("/")
def view() -> str:
    """Nothing is looked up, nothing is stored."""
    return "ok"
