"""Debian's Chromium through Playwright, the checks that apply to every page, buttons and forms."""

from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response

EXECUTABLE = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The address bar's pop-ups, unused here, cost each window two processes. The last
    # --disable-features wins, so the entries needed from Playwright's own list are repeated.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "DestroyProfileOnBrowserClose,HttpsUpgrades,PaintHolding,ThirdPartyStoragePartitioning,"
    "LensOverlay,MediaRouter,OptimizationHints,PreconnectToSearch",
]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Watched:
    """A log of a page's faults: external requests, failed resources, console messages, errors."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.hostname != "127.0.0.1":
            self.faults.append(f"request to {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.faults.append(f"{response.url} answered {response.status}")

    def _console(self, message: ConsoleMessage) -> None:
        # Intended 404 and 422 pages are reported here too; _response records failed resources.
        refused = message.text.startswith("Failed to load resource: the server responded")
        if message.type in ("error", "warning") and not refused:
            self.faults.append(f"console {message.type}: {message.text}")


def accessibility_faults(page: Page) -> list[str]:
    """Return the violations of WCAG 2.2 A and AA found by axe-core, one line per node.

    axe is injected by evaluation, so that the content security policy stays in force.
    """
    page.evaluate(f"() => {{ {AXE} }}")
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    return [
        f"{violation['id']}: {node['html']} ({node['failureSummary']})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def press(page: Page, action: str) -> None:
    """Press a form's button, through its confirmation dialog if there is one."""
    button: Locator = page.locator(f"form[action$='{action}'] button").first
    if not button.is_visible():
        page.click(f"button[popovertarget]:has(+ [popover] form[action$='{action}'])")
    with page.expect_navigation():
        button.click()


def send(page: Page) -> None:
    """Send the page's main form."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
