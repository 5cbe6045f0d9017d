"""What every template knows."""

from enum import Enum
from typing import Any

from flask import Flask, current_app
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from app import clock

PUBLIC_PAGES = (("RosterView.list", _l("Roster")),)
FOOTER_PAGES: tuple[tuple[str, Any], ...] = ()


def register(app: Flask) -> None:
    """Add our variables and filters."""
    app.context_processor(variables)
    app.jinja_env.filters["label"] = label
    app.jinja_env.filters["local"] = clock.local


def variables() -> dict[str, Any]:
    """For the layout."""
    return {
        "appbuilder": current_app.appbuilder,
        "public_pages": PUBLIC_PAGES,
        "footer_pages": FOOTER_PAGES,
        "locale": str(get_locale()),
        "locale_endpoint": "LocaleView.choose",
        "today": clock.today(),
    }


def label(member: Enum) -> str:
    """An enumeration's member in the visitor's language.

    The rules carry the Japanese words of the by-laws; in English the code's own names serve.
    """
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return str(member.value).replace("_", " ").capitalize()
    return str(getattr(member, "label", member.value))
