"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import EVERYONE, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.roster.exports import ExportView
from app.views.roster.import_columns import ImportColumnsView
from app.views.roster.import_rows import ImportRowView
from app.views.roster.imports import ImportView
from app.views.roster.member_bulks import MemberBulkView
from app.views.roster.organisations import OrganisationView
from app.views.roster.roster import RosterView

PAGES = (
    Page(ExportView, {"write": STAFF}),
    Page(ImportColumnsView, {"edit": STAFF}),
    Page(ImportRowView, {"answer": STAFF, "edit": STAFF}),
    Page(MemberBulkView, {"show": STAFF, "handle": STAFF}),
    Page(
        RosterView,
        {"list": EVERYONE, "show": EVERYONE, "export": EVERYONE},
        menu=Entry(menu.MEMBERS, 10, _l("Roster")),
    ),
    Page(
        OrganisationView,
        {"list": STAFF, "show": STAFF, "correct": STAFF},
        menu=Entry(menu.MEMBERS, 50, _l("Organisations")),
    ),
    Page(
        ImportView,
        {"list": STAFF, "show": STAFF, "upload": STAFF},
        menu=Entry(menu.MEMBERS, 110, _l("Import and export")),
    ),
)
