"""The views of a case's pages, for the site map."""

from app.views.cases.access_log import CaseAccessLogView
from app.views.cases.attachments import CaseAttachmentView
from app.views.cases.conference_papers import ConferencePaperView
from app.views.cases.conferences import ConferenceView
from app.views.cases.disclosures import CaseDisclosureView
from app.views.cases.drafting import CaseDraftView
from app.views.cases.emergencies import EmergencyView
from app.views.cases.handling import CaseHandlingView
from app.views.cases.issue_sheets import IssueSheetView
from app.views.cases.offers import CaseOfferView
from app.views.cases.participants import ParticipantView
from app.views.cases.records import CaseRecordView
from app.views.cases.requests import CaseRequestView

CASE_VIEWS = (
    CaseRecordView,
    CaseDraftView,
    CaseHandlingView,
    CaseAttachmentView,
    CaseAccessLogView,
    ConferenceView,
    ConferencePaperView,
    ParticipantView,
    CaseOfferView,
    CaseRequestView,
    EmergencyView,
    IssueSheetView,
    CaseDisclosureView,
)
"""None of them is in the menu: a case is reached from the list of one's own."""
