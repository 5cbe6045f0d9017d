"""Pages load no external resources, and no file names a package registry."""

import re

from tests.support.source import ROOT, place, tracked_files

OUTSIDE = re.compile(
    r"""(?: (?:src|srcset|poster|data)\s*=\s*["']?\s*(?:https?:)?//    # what an element shows
          | <link\b[^>]*href\s*=\s*["']?\s*(?:https?:)?//              # style sheets, icons
          | url\(\s*["']?\s*(?:https?:)?//                             # what a style sheet loads
          | @import\s+["'](?:https?:)?//
          | (?:import|fetch|importScripts)\s*\(?\s*["'](?:https?:)?//  # what a script loads
        )""",
    re.VERBOSE | re.IGNORECASE,
)
LOADED_BY_PAGES = {".html", ".css", ".js", ".svg", ".jinja"}
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|npmjs\.com|deb\.debian\.org|index-url|find-links"
    r"|\"resolved\"\s*:\s*\"http",
    re.IGNORECASE,
)
NAMES_THE_OPTIONS = {"Makefile", "tests/architecture/test_assets.py"}
"""`make lock` names the registry options to omit; this file contains the search pattern."""


def test_pages_load_no_external_resources() -> None:
    found = [
        f"{place(file)}: {match.group()}"
        for file in tracked_files()
        if file.suffix in LOADED_BY_PAGES and file.is_relative_to(ROOT / "app")
        for match in OUTSIDE.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_file_names_a_package_registry() -> None:
    found = [
        place(file)
        for file in tracked_files()
        if place(file) not in NAMES_THE_OPTIONS
        and REGISTRY.search(file.read_bytes().decode("utf-8", errors="ignore"))
    ]
    assert found == []


def test_every_requirement_is_pinned_with_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
        pinned = [entry for entry in entries if not entry.startswith("#")]
        assert pinned
        for entry in pinned:
            assert re.match(r"[a-z0-9._-]+==\S+ \\\n +--hash=sha256:", entry), entry
