"""Debian's Chromium by Playwright, and what every page must keep to."""

from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import ConsoleMessage, Page, Request, Response

EXECUTABLE = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The address bar's pop-ups, which no page of ours has, cost each window two processes. The last
    # list of this kind counts, so what matters here of Playwright's own list is said again.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "DestroyProfileOnBrowserClose,HttpsUpgrades,PaintHolding,ThirdPartyStoragePartitioning,"
    "LensOverlay,MediaRouter,OptimizationHints,PreconnectToSearch",
]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Watched:
    """Notes what a page must not do: reach outside, fail to load a part of itself, complain."""

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
        # A page that answers 404 or 422 on purpose is reported here too; parts of it are above.
        refused = message.text.startswith("Failed to load resource: the server responded")
        if message.type in ("error", "warning") and not refused:
            self.faults.append(f"console {message.type}: {message.text}")


def accessibility_faults(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA, one line a node.

    Injected by evaluation, so that the content policy stays in force.
    """
    page.evaluate(f"() => {{ {AXE} }}")
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    return [
        f"{violation['id']}: {node['html']} ({node['failureSummary']})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
