"""Forbidden content in templates, and replacement of all Flask-AppBuilder templates by our own."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_appbuilder.baseviews import BaseCRUDView, BaseFormView

from app.rules.common import articles

ROOT = Path(__file__).parents[2] / "app"
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if "documents" not in path.parts
)
EXIT = 'href="https://www.jma.go.jp/bosai/forecast/" rel="noreferrer"'
"""Where whoever has to leave the directory at once is led to; nothing is loaded from there."""
FORBIDDEN = {
    "inline style": re.compile(r"<[^>{]*\sstyle=|<style"),
    "inline script": re.compile(r"<script(?![^>]*\s(?:src=|type=\"application/ld\+json\"))"),
    "event attribute": re.compile(r"<[^>{]*\son[a-z]+=\"", re.IGNORECASE),
    "address elsewhere": re.compile(r"(?:src|href)=\"(?:https?:)?//"),
    "script address": re.compile(r"href=\"javascript:"),
    "control without its class": re.compile(
        r"<(?:input|select|textarea)\b(?![^>]*(?:\bclass=|\{\{ attributes))(?![^>]*type=\"(?:hidden|radio|checkbox|\{\{[^\"]*)\")"
    ),
    "Bootstrap or its icons": re.compile(r"\bglyphicon|class=\"[^\"]*\b(?:col-md-|fa-|btn)\b"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_keeps_to_the_content_policy(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = text.replace(EXIT, "")
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_cites_articles_that_exist(path: Path) -> None:
    cited = set(re.findall(r"\barticles\.([A-Z_]+)", path.read_text(encoding="utf-8")))
    assert cited - vars(articles).keys() == set()


def test_flask_appbuilder_views_use_our_templates_only(app: Flask) -> None:
    named = set()
    for view in app.appbuilder.baseviews:  # type: ignore[attr-defined]
        if not isinstance(view, BaseCRUDView | BaseFormView):
            continue
        for name in dir(view):
            if name.endswith("_template") and isinstance(getattr(view, name), str):
                named.add(getattr(view, name))
            elif name.endswith("_widget") and isinstance(getattr(view, name), type):
                named.add(getattr(view, name).template)
    foreign = {
        name
        for name in named
        if name and not str(app.jinja_env.get_template(name).filename).startswith(str(ROOT))
    }
    assert foreign == set()


def test_stylesheets_are_below_the_size_limit() -> None:
    """Every page loads the common ones; a screen unlike all others has one of its own beside them."""
    own = {"directory.css", "projector.css"}
    sizes = {path.name: path.stat().st_size for path in (ROOT / "static" / "css").glob("*.css")}
    assert sum(size for name, size in sizes.items() if name not in own) < 47_000
    assert all(sizes[name] < 5_000 for name in own)


def test_stylesheets_and_scripts_load_nothing() -> None:
    for path in (ROOT / "static").rglob("*.[cj]s*"):
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text, path
        assert not re.search(r"url\(|https?://(?!www\.w3\.org)", text), path
