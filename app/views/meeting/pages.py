"""The pages of this wing: who may open them, and where they are in the menu."""

from flask_babel import lazy_gettext as _l

from app.security.roles import E_AND_STAFF, EVERYONE, EXECUTIVES, STAFF
from app.views.common import menu
from app.views.common.site import Entry, Page
from app.views.meeting.agenda import AgendaView
from app.views.meeting.answers import MeetingAnswerView, MeetingLinkView
from app.views.meeting.ballots import BallotView
from app.views.meeting.bulk import MeetingBulkView
from app.views.meeting.changes import MeetingChangeView
from app.views.meeting.entry import AnswerEntryView
from app.views.meeting.inbound import InboundView
from app.views.meeting.meeting_session import MeetingSessionView
from app.views.meeting.meetings import MeetingView
from app.views.meeting.minor_amendments import MinorAmendmentView
from app.views.meeting.minutes import MinutesView
from app.views.meeting.open_tasks import OpenTaskView
from app.views.meeting.papers import MeetingPapersView
from app.views.meeting.planning import MeetingPlanView
from app.views.meeting.platform_issues import PlatformIssueView
from app.views.meeting.projector import ProjectorView
from app.views.meeting.public_minutes import PublicMinutesView
from app.views.meeting.requests import MeetingRequestView
from app.views.meeting.resolution_records import ResolutionRecordView
from app.views.meeting.resolutions import ResolutionView
from app.views.meeting.templates import MeetingTemplateView
from app.views.meeting.votes import VoteDeskView
from app.views.registers.access import access

PAGES = (
    Page(MinutesView, {"show": E_AND_STAFF, "write": STAFF}),
    Page(MeetingPapersView, {"show": E_AND_STAFF}),
    Page(ResolutionRecordView, {"show": E_AND_STAFF, "recalculate": STAFF, "verify": EVERYONE}),
    Page(MeetingAnswerView, {"answer": EXECUTIVES}),
    Page(MeetingLinkView, {"answer": EVERYONE}),
    Page(BallotView, {"vote": EXECUTIVES}),
    Page(ProjectorView, {"show": STAFF}),
    Page(MeetingPlanView, {"handle": STAFF}),
    Page(MeetingChangeView, {"handle": STAFF}),
    Page(MeetingBulkView, {"handle": STAFF}),
    Page(AgendaView, {"show": E_AND_STAFF, "handle": STAFF}),
    Page(AnswerEntryView, {"handle": STAFF}),
    Page(MeetingSessionView, {"handle": STAFF}),
    Page(VoteDeskView, {"handle": STAFF}),
    Page(MinorAmendmentView, {"amend": STAFF}),
    Page(
        MeetingView,
        {"list": E_AND_STAFF, "show": E_AND_STAFF, "handle": STAFF},
        menu=Entry(menu.MEETINGS, 10, _l("Meetings")),
    ),
    Page(
        MeetingRequestView,
        {"ask": EXECUTIVES},
        menu=Entry(menu.MEETINGS, 20, _l("Request a meeting")),
    ),
    Page(
        ResolutionView,
        {"list": EVERYONE, "show": EVERYONE},
        menu=Entry(menu.MEETINGS, 30, _l("Register of resolutions")),
    ),
    Page(
        PublicMinutesView,
        {"list": EVERYONE, "show": EVERYONE},
        menu=Entry(menu.MEETINGS, 40, _l("Minutes")),
    ),
    Page(
        OpenTaskView,
        {"list": STAFF, "handle": STAFF},
        menu=Entry(menu.MEETINGS, 50, _l("Tasks from discussions")),
    ),
    Page(
        PlatformIssueView,
        {"list": E_AND_STAFF, "show": E_AND_STAFF, "handle": STAFF},
        menu=Entry(menu.MEETINGS, 60, _l("Issues from the council")),
    ),
    Page(
        InboundView,
        {"list": STAFF, "show": STAFF, "handle": STAFF},
        menu=Entry(menu.NOTICES, 20, _l("Answers by e-mail")),
    ),
    Page(
        MeetingTemplateView,
        access(STAFF),
        menu=Entry(menu.SETTINGS, 10, _l("Meeting templates")),
    ),
)
