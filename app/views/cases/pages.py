"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import C_AND_STAFF, SERVING
from app.views.cases.access_log import CaseAccessLogView
from app.views.cases.attachments import CaseAttachmentView
from app.views.cases.cases import CaseView
from app.views.cases.conference_papers import ConferencePaperView
from app.views.cases.conferences import ConferenceView
from app.views.cases.consents import CaseConsentView
from app.views.cases.coordination import CoordinationView
from app.views.cases.deadlines import DeadlineView
from app.views.cases.disclosures import CaseDisclosureView
from app.views.cases.drafting import CaseDraftView
from app.views.cases.emergencies import EmergencyView
from app.views.cases.handling import CaseHandlingView
from app.views.cases.incidents import IncidentView
from app.views.cases.issue_sheets import IssueCheckView, IssueSheetView
from app.views.cases.issue_withdrawals import IssueWithdrawalView
from app.views.cases.offers import CaseOfferView
from app.views.cases.participants import ParticipantView
from app.views.cases.received import ReceivedView
from app.views.cases.records import CaseRecordView
from app.views.cases.requests import CaseRequestView
from app.views.cases.retention import CaseRetentionView
from app.views.cases.support_plans import SupportPlanView
from app.views.common import menu
from app.views.common.site import Entry, Page

PAGES = (
    Page(CaseRecordView, {"show": SERVING, "write": SERVING}),
    Page(CaseDraftView, {"write": SERVING}),
    Page(CaseHandlingView, {"handle": SERVING}),
    Page(CaseAttachmentView, {"show": SERVING, "write": SERVING}),
    Page(SupportPlanView, {"show": SERVING}),
    Page(CoordinationView, {"list": SERVING}),
    Page(CaseAccessLogView, {"show": SERVING}),
    Page(ConferenceView, {"take_part": SERVING}),
    Page(ConferencePaperView, {"take_part": SERVING}),
    Page(ParticipantView, {"list": SERVING, "manage": SERVING}),
    Page(CaseOfferView, {"make": SERVING}),
    Page(CaseConsentView, {"settle": SERVING}),
    Page(CaseRequestView, {"list": SERVING, "manage": SERVING}),
    Page(EmergencyView, {"begin": SERVING, "list": SERVING, "review": SERVING}),
    Page(IssueSheetView, {"write": SERVING}),
    Page(CaseDisclosureView, {"handle": SERVING}),
    Page(CaseView, {"list": SERVING}, menu=Entry(menu.COUNCIL, 10, _l("Cases"))),
    Page(DeadlineView, {"list": SERVING}, menu=Entry(menu.COUNCIL, 15, _l("Deadlines"))),
    Page(
        ReceivedView,
        {"list": SERVING, "answer": SERVING},
        menu=Entry(menu.COUNCIL, 20, _l("Requests and offers addressed to you")),
    ),
    Page(
        IncidentView,
        {"list": C_AND_STAFF, "handle": C_AND_STAFF},
        menu=Entry(menu.COUNCIL, 70, _l("Register of incidents")),
    ),
    Page(
        IssueCheckView, {"list": SERVING}, menu=Entry(menu.COUNCIL, 80, _l("Issue sheets to check"))
    ),
    Page(
        IssueWithdrawalView,
        {"list": SERVING, "handle": SERVING},
        menu=Entry(menu.COUNCIL, 85, _l("Issues on the platform's side")),
    ),
    Page(
        CaseRetentionView,
        {"deleted": SERVING, "handle": SERVING},
        menu=Entry(menu.COUNCIL, 90, _l("Deleted cases")),
    ),
)
