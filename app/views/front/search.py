"""The search box of the layout, over everything the viewer may see."""

from flask import render_template, request, url_for
from flask_appbuilder import expose, has_access
from flask_babel import lazy_gettext as _l

from app.services.front import search
from app.services.front.filing_search import FilingKind
from app.services.front.search import Found, Kind
from app.views.common.base import View, viewer

TITLES = {
    Kind.ROSTER: _l("Roster"),
    Kind.ORGANISATION: _l("Organisations"),
    Kind.APPLICATION: _l("Applications"),
    Kind.LETTER: _l("Letters"),
    Kind.MEETING: _l("Meetings"),
    Kind.ARTICLE: _l("Articles of the by-laws, guideline and Act"),
    Kind.PERSON: _l("Accounts"),
    Kind.FILING: _l("Documents filed"),
}
FILINGS = {
    FilingKind.CHANGE_NOTICE: "ChangeNoticeView.show",
    FilingKind.WITHDRAWAL: "WithdrawalView.show",
    FilingKind.CONSENT: "ConsentView.show",
    FilingKind.RELEASE: "ReleaseView.show",
    FilingKind.EXPULSION: "ExpulsionView.show",
}


def address(kind: Kind, found: Found) -> str:
    """Return the URL of a search result."""
    if kind is Kind.ROSTER:
        return url_for("RosterView.show", public_id=found.key)
    if kind is Kind.ARTICLE:
        return url_for("RegulationView.show", slug=found.key, _anchor=found.anchor)
    if kind is Kind.FILING:
        return url_for(FILINGS[FilingKind(found.anchor)], pk=found.key)
    endpoints = {
        Kind.PERSON: "AccountsView.show",
        Kind.ORGANISATION: "OrganisationView.show",
        Kind.APPLICATION: "ApplicationView.show",
        Kind.LETTER: "OutboxView.show",
        Kind.MEETING: "MeetingView.show",
    }
    return url_for(endpoints[kind], pk=found.key)


class SearchView(View):
    """`/search`."""

    route_base = ""

    @expose("/search")
    @has_access
    def index(self) -> str:
        text = request.args.get("q", "").replace("\0", "").strip()[:100]
        groups = [
            (TITLES[kind], [(found, address(kind, found)) for found in things])
            for kind, things in search.everywhere(viewer(), text)
        ]
        return render_template("front/search.html", text=text, groups=groups, most=search.MAX_FOUND)
