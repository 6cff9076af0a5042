"""The examples under `deploy/` are read by the programs they are for, and run: nginx before what the unit starts."""

from __future__ import annotations

import configparser
import http.client
import json
import os
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.config import KEY_NAMES

ROOT = Path(__file__).resolve().parents[2]
UNIT = ROOT / "deploy" / "chainrule.service"
NGINX = ROOT / "deploy" / "nginx.conf"
COMMAND = Path(sys.executable).with_name("chainrule")
PATIENCE = 30


def need(program: str, package: str) -> str:
    """Where a program is; without it the test is skipped, and says how to enable it."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if not found and os.environ.get("CHAINRULE_NO_SKIPS"):
        pytest.fail(f"{program} is missing, and nothing may be skipped")
    if not found:
        pytest.skip(f"no {program}: install Debian's {package}")
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def wait_until(true: Callable[[], bool], what: str) -> None:
    for _ in range(PATIENCE * 20):
        if true():
            return
        time.sleep(0.05)
    pytest.fail(what)


@contextmanager
def running(command: list[str], **how: object) -> Iterator[subprocess.Popen[bytes]]:
    process: subprocess.Popen[bytes] = subprocess.Popen(command, **how)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def unit() -> tuple[list[str], str]:
    """What systemd would run, and how it would reload it."""
    read = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
    read.optionxform = str  # type: ignore[assignment]
    read.read(UNIT)
    words = shlex.split(read["Service"]["ExecStart"])
    assert Path(words[0]).name == "chainrule"
    return [str(COMMAND), *words[1:]], read["Service"]["ExecReload"]


@contextmanager
def served(place: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """What the unit starts, with its log in `place / "log"`; systemd's part is played by a socket."""
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind(str(place / "notify"))
    told.settimeout(PATIENCE)
    settings = {
        **os.environ,
        **{name: f"{name} of the tests" for name in KEY_NAMES},
        "DATABASE_URL": f"sqlite:///{place / 'chainrule.sqlite3'}",
        "PORT": str(port),
        "TRUSTED_HOSTS": "quiz.example.org",
        "NOTIFY_SOCKET": str(place / "notify"),
    }
    with (
        (place / "log").open("wb") as log,
        told,
        running(unit()[0], cwd=place, env=settings, stderr=log) as process,
    ):
        assert b"READY=1" in told.recv(1000)
        yield process


class Browser:
    """Asks over https by the name of the example."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.context = ssl.create_default_context()
        self.context.check_hostname = False
        self.context.verify_mode = ssl.CERT_NONE

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.context, timeout=PATIENCE)
        connection.request(method, path, body, {"Host": "quiz.example.org"})
        answered = connection.getresponse()
        content = answered.read()
        connection.close()
        return answered, content

    def status(self, path: str) -> int:
        try:
            return self.ask("GET", path)[0].status
        except OSError:
            return 0


def configuration(place: Path, http_port: int, https_port: int, upstream: int) -> Path:
    """The example on other ports, with a certificate that is there, within what nginx wants around it."""
    key, certificate = place / "key.pem", place / "certificate.pem"
    subprocess.run(
        [
            *(need("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-keyout", str(key), "-out", str(certificate), "-subj", "/CN=quiz.example.org"),
        ],
        check=True,
        capture_output=True,
    )
    text = NGINX.read_text()
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{http_port};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{https_port} ssl;"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{upstream};"),
        ("/etc/ssl/chainrule/fullchain.pem", str(certificate)),
        ("/etc/ssl/chainrule/privkey.pem", str(key)),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (place / "chainrule.conf").write_text(text)
    temporary = "".join(
        f"{kind}_temp_path {place / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = place / "nginx.conf"
    main.write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {place / 'nginx.pid'}; worker_processes 1;\n"
        f"error_log {place / 'nginx.log'} info; events {{}}\n"
        f"http {{ access_log off; {temporary} include {place / 'chainrule.conf'}; }}\n"
    )
    return main


def test_systemd_reads_the_unit(tmp_path: Path) -> None:
    analyze = need("systemd-analyze", "systemd")
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text().replace("/opt/chainrule/bin/chainrule", str(COMMAND)))
    checked = subprocess.run([analyze, "verify", str(copy)], capture_output=True, text=True)
    complaints = [line for line in checked.stderr.splitlines() if UNIT.name in line]
    assert (checked.returncode, complaints) == (0, []), checked.stderr
    copy.write_text(copy.read_text().replace("KillMode=mixed", "KillMode=gently"))
    assert "gently" in subprocess.run([analyze, "verify", str(copy)], capture_output=True, text=True).stderr


def test_nginx_serves_over_https_what_the_unit_starts(tmp_path: Path) -> None:
    nginx = need("nginx", "nginx-light")
    http_port, https_port, port = free_port(), free_port(), free_port()
    config = configuration(tmp_path, http_port, https_port, port)
    subprocess.run([nginx, "-t", "-c", str(config), "-e", str(tmp_path / "early.log")], check=True, capture_output=True)
    browser = Browser(https_port)
    with running([nginx, "-c", str(config), "-e", str(tmp_path / "early.log")]):
        wait_until(lambda: browser.status("/") == 503, "nginx does not answer while the service is away")
        away, said = browser.ask("GET", "/")
        assert (away.headers["Retry-After"], b"starting" in said) == ("5", True)
        with served(tmp_path, port) as service:
            wait_until(lambda: browser.status("/readyz") == 200, "the service never was ready behind nginx")
            form, _ = browser.ask("GET", "/sign-in")
            assert form.status == 200
            assert form.headers["Strict-Transport-Security"].startswith("max-age=")
            assert form.headers["Set-Cookie"].startswith("__Host-")
            large, said = browser.ask("POST", "/sign-in", b"x" * 70_000)
            assert (large.status, b"64 kB" in said) == (413, True)
            assert browser.ask("POST", "/sign-in", b"x" * 2_000_000)[0].status == 413
            plain = http.client.HTTPConnection("127.0.0.1", http_port, timeout=PATIENCE)
            plain.request("GET", "/sign-in?next=/", headers={"Host": "quiz.example.org"})
            assert plain.getresponse().headers["Location"] == "https://quiz.example.org/sign-in?next=/"
            plain.close()
            assert unit()[1] == "/bin/kill -HUP $MAINPID"
            service.send_signal(signal.SIGHUP)
            statuses = [browser.status("/sign-in") for _ in range(60)]
            assert statuses == [200] * 60
            service.terminate()
            assert service.wait(PATIENCE) == 0
    entries = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert form.headers["X-Request-ID"] in {entry.get("request") for entry in entries}
    assert len(form.headers["X-Request-ID"]) == 32
