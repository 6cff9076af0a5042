"""A real server with the shipped bank, and a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.db import Database
from app.keys import Keys
from app.people import service as people
from app.people.views import Person, Role

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Site:
    """A running server."""

    address: str
    environment: dict[str, str] = field(repr=False)

    def command(self, *words: str) -> str:
        """Run `chainrule` on the same database."""
        call = [*chainrule(), *words]
        return subprocess.run(call, env=self.environment, capture_output=True, text=True, check=True).stdout

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The database itself, beside the server."""
        keys = Keys(self.environment["GRADING_KEY"].encode(), self.environment["LEDGER_KEY"].encode())
        with closing(Database(self.environment["DATABASE_URL"], keys)) as db:
            yield db

    def add(self, *names: str, role: Role = Role.STUDENT) -> Sequence[Person]:
        """Make accounts in the course."""
        with self.database() as db:
            return people.add_users(db, [(name, PASSWORD) for name in names], role=role)


def chainrule() -> list[str]:
    return [sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that most tests share."""
    with serving(tmp_path_factory.mktemp("site")) as site:
        yield site


@contextmanager
def serving(folder: Path, *bank: str) -> Iterator[Site]:
    """gunicorn over a fresh database with the shipped bank or another one, and an instructor."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'chainrule.db'}",
        "SECRET_KEY": "browser tests: secret key, long enough",
        "GRADING_KEY": "browser tests: grading key, long enough",
        "LEDGER_KEY": "browser tests: ledger key, long enough",
    }
    site = Site(f"http://127.0.0.1:{port}", environment)
    site.command("load", *bank)
    site.add("grace", role=Role.INSTRUCTOR)
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        [*chainrule(), "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8"],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_for(site.address + "/healthz", server, folder / "server.log")
        yield site
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the server did not come up:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright, which downloads nothing."""
    if not CHROMIUM:
        pytest.skip("no Chromium: install it (apt-get install chromium) or name it in CHROMIUM for the browser tests")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield launched
        launched.close()


@dataclass
class Visitor:
    """Somebody with a browser of their own; `faults` are what a page must never cause."""

    page: Any
    site: Site
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.site.address + path)

    def sign_in(self, name: str) -> None:
        """Through the form, from the page that asks for it."""
        self.go("/sign-in")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    def start(self, name: str) -> None:
        """Sign in and begin the assignment."""
        self.sign_in(name)
        self.go("/quizzes/assignment-3")
        self.page.get_by_role("button", name="Start").click()

    def open_question(self, slug: str) -> None:
        """From wherever one is in an attempt."""
        attempt = self.page.url.split("/attempts/")[1].split("/")[0].split("#")[0]
        self.go(f"/attempts/{attempt}/questions/{slug}")

    def check(self) -> None:
        """Have the answer checked."""
        self.page.get_by_role("button", name="Check").click()
        self.page.wait_for_load_state()

    def verdict(self, field: str) -> str:
        """The words under a field."""
        return str(self.page.locator(f".field:has([name='{field}']) .verdict").inner_text())

    def width_beyond_screen(self) -> int:
        """How far the page could be scrolled sideways."""
        self.page.wait_for_load_state()
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def visit(browser: Any, site: Site) -> Iterator[Callable[..., Visitor]]:
    """A new browser profile; at the end of the test no page may have broken the content policy, logged an error, or
    asked another host for anything."""
    opened: list[tuple[Any, Visitor]] = []

    def new(**options: Any) -> Visitor:
        context = browser.new_context(**options)
        visitor = Visitor(context.new_page(), site)
        visitor.page.on("console", lambda said: said.type == "error" and visitor.faults.append(said.text))
        visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))
        visitor.page.on("request", lambda sent: _note_stranger(sent.url, visitor))
        opened.append((context, visitor))
        return visitor

    yield new
    for context, visitor in opened:
        context.close()
        assert visitor.faults == []


def _note_stranger(url: str, visitor: Visitor) -> None:
    if not url.startswith((visitor.site.address, "data:", "blob:")):
        visitor.faults.append(f"asked {url}")


@pytest.fixture
def student(site: Site) -> str:
    """A student nobody has seen before."""
    name = f"student-{uuid.uuid4().hex[:8]}"
    site.add(name)
    return name
