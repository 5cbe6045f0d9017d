"""The views of a case's pages, for the site map."""

from app.views.case_attachments import CaseAttachmentView
from app.views.case_disclosures import CaseDisclosureView
from app.views.case_drafting import CaseDraftView
from app.views.case_handling import CaseHandlingView
from app.views.case_looks import CaseLookView
from app.views.case_offers import CaseOfferView
from app.views.case_records import CaseRecordView
from app.views.case_requests import CaseRequestView
from app.views.conference_papers import ConferencePaperView
from app.views.conferences import ConferenceView
from app.views.emergencies import EmergencyView
from app.views.issue_sheets import IssueSheetView
from app.views.participants import ParticipantView

CASE_VIEWS = (
    CaseRecordView,
    CaseDraftView,
    CaseHandlingView,
    CaseAttachmentView,
    CaseLookView,
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
