"""The built site, served on loopback to one browser that may ask for nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from attrs import field, frozen

from support.checkout import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

SITE = ROOT / "build" / "site"
CHROMIUM = shutil.which("chromium")

only_with_site = pytest.mark.skipif(
    not SITE.joinpath(".built").exists() and not os.environ.get("CI"),
    reason="there is no site: `make docs` builds it",
)
only_with_browser = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="Chromium is not installed"
)


@frozen
class Visit:
    """A browser at the site: `refused` is what was asked for elsewhere, `errors` what failed."""

    browser: Browser
    address: str
    refused: list[str] = field(factory=list)
    errors: list[str] = field(factory=list)

    @contextmanager
    def page(self, path: str, **context: object) -> Iterator[Page]:
        """Open a page of the site; `context` says what of the browser is different."""

        def only_the_site(route: Route) -> None:
            url = route.request.url
            if url.startswith((f"{self.address}/", "data:", "blob:")):
                route.continue_()
            else:
                self.refused.append(url)
                route.abort()

        made = self.browser.new_context(**context)  # type: ignore[arg-type]  # options by name
        made.set_default_timeout(60_000)
        made.route("**/*", only_the_site)
        page = made.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda said: self.errors.append(said.text) if said.type == "error" else None,
        )
        page.goto(f"{self.address}/{path}")
        try:
            yield page
        finally:
            made.close()


@contextmanager
def visiting() -> Iterator[Visit]:
    """Serve the site, and start a browser."""
    from playwright.sync_api import sync_playwright

    assert SITE.joinpath(".built").exists(), "there is no site: `make docs` builds it"
    assert CHROMIUM is not None, "CI installs Chromium: see the Makefile"

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Say nothing of a browser that left in the middle of a file."""

    server = Server(("127.0.0.1", 0), partial(Handler, directory=str(SITE)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            try:
                yield Visit(browser, f"http://127.0.0.1:{server.server_port}")
            finally:
                browser.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
