"""Variables and filters of every template."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, session
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from app import clock, logs
from app.rules.common import articles
from app.rules.common.office_settings import DIVISION
from app.services.common import rows, settings
from app.views.common.base import viewer
from app.views.common.labels import kind_label, label, member_kind_label, names
from app.views.common.listing import is_listing, whole
from app.views.common.navigation import navigation, rendered, sums
from app.views.common.neighbours import came_from, way
from app.views.common.newness import is_new
from app.views.common.saved_views import asked, of_this_list
from app.views.forms.common.reduced import carried, only

PUBLIC_PAGES = (
    ("HelpView.start", _l("Find help")),
    ("RosterView.list", _l("Roster")),
    ("ApplyView.start", _l("Joining the platform")),
    ("EventView.list", _l("Events")),
    ("RegulationView.list", _l("By-laws and other texts")),
    ("ResolutionView.list", _l("Register of resolutions")),
    ("PublicMinutesView.list", _l("Minutes")),
    ("MunicipalityView.list", _l("Municipalities")),
    ("ProgrammeYearView.list", _l("Programmes and advisory council")),
)
FOOTER_PAGES = (
    ("ManualView.index", _l("User guide")),
    ("CalendarView.month", _l("Calendar")),
    ("PlaceView.list", _l("Places to be")),
    ("SupportingOrganisationView.list", _l("Supporting organisations")),
    ("GoodPracticeView.list", _l("Good practices")),
    ("NewsView.list", _l("News")),
    ("PaperView.list", _l("Library")),
    ("SupporterPagesView.numbers", _l("Supporters in numbers")),
    ("ProposalView.became", _l("What became of the proposals")),
    ("AnnualReportView.list", _l("Annual reports")),
    ("PublicNoticeView.show", _l("Public notice of the regional council")),
    ("ArticleView.list", _l("Article by article")),
    ("ApiGuideView.index", _l("Open API")),
)


def register(app: Flask) -> None:
    """Add the variables and filters."""
    app.before_request(use_settings)
    app.context_processor(variables)
    app.jinja_env.globals["articles"] = articles
    app.jinja_env.globals["office"] = office
    app.jinja_env.globals["works_in_office"] = lambda: viewer().is_staff
    app.jinja_env.globals.update(
        asked_view=asked,
        came_from=came_from,
        carried=carried,
        kept_views=of_this_list,
        is_listing=is_listing,
        is_new=is_new,
        only=only,
        way=way,
        whole=whole,
    )
    app.jinja_env.globals["navigation_of_page"] = navigation
    app.jinja_env.globals["rendered_menu"] = rendered
    app.jinja_env.globals["waits_behind"] = sums
    app.jinja_env.filters.update(
        label=label,
        kind=kind_label,
        member_kind=member_kind_label,
        names=names,
        local=clock.local,
    )


def use_settings() -> None:
    """Take over the secretariat's settings that were read with the browser's session."""
    if getattr(session, "settings", None) is not None:
        settings.use(session.settings)


def office() -> Mapping[str, Any]:
    """Return the secretariat's settings, and whether its name is the one of the by-laws.

    An error page may need them while the database cannot be read: it gets the first ones then.
    """
    try:
        found = settings.values()
    except SQLAlchemyError:
        found = settings.use({})  # and ask no more
    return {**found, "is_division": found["contact_office"] == DIVISION}


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
        "per_page": rows.per_page(),
        "request_number": logs.request_number.get(),
    }
