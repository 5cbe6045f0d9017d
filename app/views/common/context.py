"""Variables and filters of every template."""

from typing import Any

from flask import Flask, current_app
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from app import clock
from app.rules.common import articles
from app.views.common.labels import kind_label, label, member_kind_label, names

PUBLIC_PAGES = (
    ("RosterView.list", _l("Roster")),
    ("ApplyView.start", _l("Joining the platform")),
    ("RegulationView.list", _l("By-laws and other texts")),
    ("ResolutionView.list", _l("Register of resolutions")),
    ("PublicMinutesView.list", _l("Minutes")),
)
FOOTER_PAGES = (("PublicNoticeView.show", _l("Public notice of the regional council")),)


def register(app: Flask) -> None:
    """Add the variables and filters."""
    app.context_processor(variables)
    app.jinja_env.globals["articles"] = articles
    app.jinja_env.filters.update(
        label=label,
        kind=kind_label,
        member_kind=member_kind_label,
        names=names,
        local=clock.local,
    )


def variables() -> dict[str, Any]:
    """Return the variables of the layout."""
    return {
        "appbuilder": current_app.appbuilder,
        "public_pages": PUBLIC_PAGES,
        "footer_pages": FOOTER_PAGES,
        "locale": str(get_locale()),
        "locale_endpoint": "LocaleView.choose",
        "account_endpoint": "AccountView.show",
        "today": clock.today(),
        "now": clock.now(),
    }
