"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import ACCOUNTS, EVERYONE, KEEPERS, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.front.annual_reports import AnnualReportView
from app.views.front.audit import AuditView
from app.views.front.calendar import CalendarFeedView, CalendarView
from app.views.front.health import HealthView
from app.views.front.home import HomeView
from app.views.front.manual import ManualView
from app.views.front.receipt_book import ReceiptBookView
from app.views.front.restores import RestoreView
from app.views.front.search import SearchView
from app.views.front.timeline import TimelineView
from app.views.front.timers import TimerView
from app.views.front.work import WorkView
from app.views.registers.access import access

PAGES = (
    Page(HomeView, {"index": EVERYONE}),
    Page(SearchView, {"index": EVERYONE}),
    Page(ManualView, {"index": EVERYONE, "show": EVERYONE}),
    Page(CalendarFeedView, {"ics": EVERYONE}),
    Page(
        CalendarView,
        {"month": EVERYONE, "renew": ACCOUNTS},
        menu=Entry(menu.ACTIVITIES, 5, _l("Calendar")),
    ),
    Page(
        WorkView,
        {"list": STAFF, "handle": STAFF},
        menu=Entry(menu.WORK, 10, _l("Work list")),
    ),
    Page(TimelineView, {"show": STAFF}),
    Page(
        ReceiptBookView,
        {"list": STAFF},
        menu=Entry(menu.NOTICES, 20, _l("Book of receipts")),
    ),
    Page(AnnualReportView, access(EVERYONE), menu=Entry(menu.POLICY, 58, _l("Annual reports"))),
    Page(RestoreView, {"index": KEEPERS}),
    Page(
        HealthView,
        {"index": KEEPERS},
        menu=Entry(menu.SETTINGS, 55, _l("State of the system")),
    ),
    Page(
        TimerView,
        {"list": KEEPERS, "waiting": STAFF, "handle": STAFF},
        menu=Entry(menu.SETTINGS, 50, _l("Due work")),
    ),
    Page(
        AuditView,
        {"list": KEEPERS, "show": KEEPERS},
        menu=Entry(menu.SETTINGS, 60, _l("Audit trail")),
    ),
)
