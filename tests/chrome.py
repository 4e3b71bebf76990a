"""People with a browser. Whatever a page does wrong on the way fails the test."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.db import connections
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests import services

SECONDS = 15
# Chromium looks for its maker's servers unless it is told not to.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Chromium reports each page that answers 4xx; what the status has to be is the test's business.
_ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser; its driver's event loop ends with it."""
    expect.set_options(timeout=SECONDS * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=services.chromium(), args=_ARGUMENTS, chromium_sandbox=False
        )
        try:
            yield browser
        finally:
            browser.close()
            # While Playwright's loop runs, Django keeps connections apart from those without it.
            connections.close_all()


class Visitors:
    """Lets people in, each with a browser of their own, and remembers what went wrong."""

    def __init__(self, browser: Browser, address: str, *elsewhere: str) -> None:
        self.browser, self.address = browser, address
        self.origins = {address, *elsewhere}
        self.problems: list[str] = []
        self.contexts: list[BrowserContext] = []

    def arrive(self, *, zone: str = "Europe/Vienna", javascript: bool = True, **more: Any) -> Page:
        """A person's first empty tab."""
        context = self.browser.new_context(
            base_url=self.address,
            timezone_id=zone,
            locale="en-GB",
            java_script_enabled=javascript,
            **more,
        )
        context.set_default_timeout(SECONDS * 1000)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        self.contexts.append(context)
        return context.new_page()

    def arrive_anew(self, page: Page) -> None:
        """The next person, at the same window: nothing is left of whoever was there before."""
        page.goto("about:blank")
        page.context.clear_cookies()
        page.context.clear_permissions()
        tools = page.context.new_cdp_session(page)
        tools.send("Network.clearBrowserCache")
        tools.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "all"})
        tools.detach()
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        page.set_viewport_size({"width": 1280, "height": 720})

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def no_complaint(self) -> None:
        found, self.problems = self.problems, []
        assert not found, "\n".join(found)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" not in self.origins:
            self.problems.append(f"request to another origin: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _ANSWERED.match(message.text):
            where = message.page.url if message.page else "no page"
            self.problems.append(f"{message.type} on {where}: {message.text}")


@contextmanager
def visiting(browser: Browser, address: str, *elsewhere: str) -> Iterator[Visitors]:
    """Visitors for a while, at the end of which no page of theirs may have complained. The portal
    may lead them to the other origins, and nowhere else."""
    visitors = Visitors(browser, address, *elsewhere)
    try:
        yield visitors
    finally:
        visitors.leave()
    visitors.no_complaint()


def screenshot(page: Page, name: str) -> None:
    """A picture to look at, if SHOTS names a folder for them."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
