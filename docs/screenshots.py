"""Makes the pictures of the documentation again: `python docs/screenshots.py` with Chromium installed; `student` or
`desk` after it makes those alone.

A server over a fresh database in a temporary folder, a student who answers a few questions, an instructor who looks at
a made-up class.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent / "images"
COMMAND = [sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())"]
REHEARSE = """
from app.commands.common import open_database
from app.demonstration.rehearsal import rehearse
from questions.loading import load_bank
rehearse(open_database(), load_bank().quizzes["assignment-3"])
"""
DESK = {  # address below the quiz's desk, and the looks that are of use
    "overview": ("", ("light", "phone")),
    "live": ("/live", ("light",)),
    "gradebook": ("/gradebook?sort=-score", ("light", "dark", "phone")),
    "statistics": ("/statistics", ("light",)),
    "answer-groups": ("/statistics/2.4", ("light",)),
    "wall": ("/wall", ("light", "dark", "phone")),
    "steps": ("/steps", ("light",)),
}
TALLEST = 1300  # pixels of a page that is shown whole
PASSWORD = "only for pictures"  # noqa: S105 (a database that is thrown away)
LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1180, "height": 760}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1180, "height": 760}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 760}},
}
ANSWERS: dict[str, dict[str, str]] = {
    "2.2": {"shape": "1 x d"},
    "2.4": {"shape": "n x d", "expression": "2X"},
    "3.5": {"'diagonal.steps'": "(δ_ij e^{z_i} S - e^{z_i} e^{z_j}) / S^2\nδ_ij s_i - s_i s_j\ns_i (δ_ij - 2 s_j)"},
    "4.2": {"weights": "W1 = [[1, 1], [1, 1]]\nb1 = [0, 0]\nW2 = [[1, -2]]\nb2 = 0"},
    "5.1": {"graph": "h1 = ln(x)\nh2 = exp(y)\nh3 = h2*z\nf = h1 + h3"},
    "5.2": {"h1": "0", "h3": "2e3"},
}
TYPED = {"shape": "d x 1", "expression": "x_i^T + 2wT"}  # while typing, in 2.3: two remarks at once


@contextmanager
def server(parts: list[str]) -> Iterator[str]:
    """The address of a server that lives as long as this block; with a class, where the desk is shown."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = str(chosen.getsockname()[1])
        chosen.close()
        keys = {name: f"pictures only: {name}" for name in ("SECRET_KEY", "GRADING_KEY", "LEDGER_KEY")}
        environment = {**os.environ, **keys, "DATABASE_URL": f"sqlite:///{folder}/pictures.db"}
        for words in (["load"], *(user(name, role) for name, role in (("ada", "student"), ("grace", "instructor")))):
            subprocess.run([*COMMAND, *words], env=environment, input=PASSWORD + "\n", text=True, check=True)  # noqa: S603
        if "desk" in parts:
            subprocess.run([sys.executable, "-c", REHEARSE], env=environment, check=True)  # noqa: S603
        running = subprocess.Popen([*COMMAND, "serve", "--bind", f"127.0.0.1:{port}"], env=environment)  # noqa: S603
        try:
            yield wait_for(f"http://127.0.0.1:{port}")
        finally:
            running.terminate()
            running.wait()


def user(name: str, role: str) -> list[str]:
    """The command that makes an account."""
    return ["user", "add", name, "--role", role, "--password-stdin"]


def wait_for(address: str) -> str:
    """The address, once it answers."""
    for _ in range(100):
        try:
            urllib.request.urlopen(address + "/healthz").close()  # noqa: S310 (our own server)
        except OSError:
            time.sleep(0.2)
        else:
            return address
    raise SystemExit("the server did not come up")


def sign_in(page: Any, address: str, name: str) -> None:
    """Through the form."""
    page.goto(address + "/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def take(page: Any, address: str) -> str:
    """Begin the assignment and answer; the address of the attempt."""
    page.goto(address + "/quizzes/assignment-3")
    page.get_by_role("button", name="Start").click()
    attempt = str(page.url)
    for slug, answer in ANSWERS.items():
        page.goto(f"{attempt}/questions/{slug}")
        if scope := page.get_by_label("all i,j").all():
            scope[0].check()
        for name, text in answer.items():
            page.locator(f"[name={name}]").fill(text)
        page.get_by_role("button", name="Check").click()
        page.wait_for_load_state()
    return attempt


def typing(browser: Any, address: str, question: str, looks: tuple[str, ...]) -> None:
    """A question while somebody types."""
    for look in looks:
        page = browser.new_context(**LOOKS[look]).new_page()
        sign_in(page, address, "ada")
        page.goto(question)
        for name, text in TYPED.items():
            page.locator(f"[name={name}]").fill(text)
        page.locator(".pointed").wait_for()
        page.wait_for_timeout(1500)  # until it is saved
        page.screenshot(path=IMAGES / f"typing-{look}.png", full_page=True)


def shoot(browser: Any, address: str, name: str, pages: dict[str, str], looks: tuple[str, ...] = ("light",)) -> None:
    """Every page in these looks."""
    for look in looks:
        page = browser.new_context(**LOOKS[look]).new_page()
        sign_in(page, address, name)
        for title, path in pages.items():
            page.goto(path)
            page.screenshot(path=IMAGES / f"{title}-{look}.png", full_page=True)


def students(browser: Any, address: str) -> None:
    """What a student meets."""
    page = browser.new_page()
    sign_in(page, address, "ada")
    attempt = take(page, address)
    every = tuple(LOOKS)
    shoot(browser, address, "ada", {"question": f"{attempt}/questions/2.4"}, every)
    typing(browser, address, f"{attempt}/questions/2.3", every)
    shown = {"xor": "4.2", "derivation": "3.5", "graph": "5.1"}
    shoot(browser, address, "ada", {name: f"{attempt}/questions/{slug}" for name, slug in shown.items()}, every)
    shoot(browser, address, "ada", {"home": address + "/", "results": f"{attempt}/results"}, every)


def desk(browser: Any, address: str) -> None:
    """What an instructor sees of the class: the first screen of a long page."""
    here = address + "/desk/assignment-3"
    for look in LOOKS:
        page = browser.new_context(**LOOKS[look]).new_page()
        sign_in(page, address, "grace")
        for title, (path, looks) in DESK.items():
            if look not in looks:
                continue
            page.goto(here + path)
            tall = page.evaluate("document.documentElement.scrollHeight") > TALLEST
            page.screenshot(path=IMAGES / f"{title}-{look}.png", full_page=not tall)


def main() -> None:
    """All pictures, or those of the parts that are named."""
    IMAGES.mkdir(exist_ok=True)
    parts = {"student": students, "desk": desk}
    asked = [name for name in sys.argv[1:] if name in parts] or list(parts)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with server(asked) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in asked:
            parts[name](browser, address)
        browser.close()


if __name__ == "__main__":
    main()
