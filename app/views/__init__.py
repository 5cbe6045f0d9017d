"""The site map: every view and its place in the menu."""

from typing import NamedTuple

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.extensions import PlatformAppBuilder
from app.security.roles import PERMISSIONS
from app.security.viewer import Role
from app.views.accounts import gate, openid
from app.views.accounts.account import AccountView
from app.views.accounts.colleagues import ColleaguesView
from app.views.accounts.directory import DirectoryView
from app.views.accounts.invitation import InvitationView
from app.views.accounts.login import LoginView
from app.views.accounts.passwords import PasswordView
from app.views.accounts.reauthentication import ReauthenticationView
from app.views.accounts.second_factor import SecondFactorView
from app.views.accounts.users import AccountsView
from app.views.admission.address_check import AddressCheckView
from app.views.admission.application_status import ApplicationStatusView
from app.views.admission.applications import ApplicationView
from app.views.admission.apply import ApplyView
from app.views.admission.batches import BatchView
from app.views.admission.paper_application import PaperApplicationView
from app.views.cases.cases import CaseView
from app.views.cases.incidents import IncidentView
from app.views.cases.issue_sheets import IssueCheckView
from app.views.cases.received import ReceivedView
from app.views.cases.retention import CaseRetentionView
from app.views.cases.views import CASE_VIEWS
from app.views.common import components, context, errors, formats, preserved_forms
from app.views.common.base import View
from app.views.common.health import blueprint as health
from app.views.common.locale import LocaleView, current_locale
from app.views.common.master import ActivityFieldView, MunicipalityView
from app.views.common.models import refuse_wild_keys, refuse_wild_pages
from app.views.common.requests import FormRequest
from app.views.council.activity_summaries import ActivitySummaryView
from app.views.council.council import ConstituentBodyView, CouncilView
from app.views.council.persons import CouncilPersonView
from app.views.council.pledge import CouncilPledgeView
from app.views.council.public_notices import PublicNoticeView
from app.views.council.rules import CouncilRulesView
from app.views.filings.change_filing import ChangeFilingView
from app.views.filings.change_notices import ChangeNoticeView
from app.views.filings.consents import ConsentView
from app.views.filings.contacts import ContactReplyView, ContactView
from app.views.filings.expulsions import ExpulsionView
from app.views.filings.hearings import HearingView
from app.views.filings.my_organisation import MyOrganisationView
from app.views.filings.papers import PapersView
from app.views.filings.releases import ReleaseView
from app.views.filings.withdrawals import WithdrawalView
from app.views.forms.common import messages
from app.views.front.audit import AuditView
from app.views.front.home import HomeView
from app.views.front.search import SearchView
from app.views.meeting.agenda import AgendaView
from app.views.meeting.answers import MeetingAnswerView, MeetingLinkView
from app.views.meeting.ballots import BallotView
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
from app.views.merging.merges import MergeView
from app.views.post.outbox import OutboxView
from app.views.regulations.regulations import RegulationView
from app.views.roster.exports import ExportView
from app.views.roster.imports import ImportView
from app.views.roster.organisations import OrganisationView
from app.views.roster.roster import RosterView


class Entry(NamedTuple):
    """One menu entry: a view and its label."""

    view: type[View]
    label: str


MENU = (
    (
        "Members",
        _l("Members"),
        "people",
        (
            Entry(RosterView, _l("Roster")),
            Entry(MyOrganisationView, _l("My organisation")),
            Entry(ApplicationView, _l("Applications")),
            Entry(BatchView, _l("Two-week batches")),
            Entry(OrganisationView, _l("Organisations")),
            Entry(ChangeNoticeView, _l("Change notices")),
            Entry(WithdrawalView, _l("Withdrawals")),
            Entry(ConsentView, _l("Consents to serve")),
            Entry(ContactView, _l("Contact confirmation")),
            Entry(ExpulsionView, _l("Expulsion proceedings")),
            Entry(ImportView, _l("Import and export")),
            Entry(MergeView, _l("Merge records")),
            Entry(RegulationView, _l("By-laws and other texts")),
        ),
    ),
    (
        "Meetings",
        _l("Meetings"),
        "meeting",
        (
            Entry(MeetingView, _l("Meetings")),
            Entry(MeetingRequestView, _l("Request a meeting")),
            Entry(ResolutionView, _l("Register of resolutions")),
            Entry(PublicMinutesView, _l("Minutes")),
            Entry(OpenTaskView, _l("Tasks from discussions")),
            Entry(PlatformIssueView, _l("Issues from the council")),
        ),
    ),
    (
        "Council",
        _l("Regional council"),
        "council",
        (
            Entry(CaseView, _l("Cases")),
            Entry(ReceivedView, _l("Requests and offers addressed to you")),
            Entry(CouncilView, _l("Council and constituent bodies")),
            Entry(CouncilPersonView, _l("Register of persons")),
            Entry(PublicNoticeView, _l("Public notice")),
            Entry(ActivitySummaryView, _l("Summary of the council's activity")),
            Entry(IncidentView, _l("Register of incidents")),
            Entry(IssueCheckView, _l("Issue sheets to check")),
            Entry(CaseRetentionView, _l("Deleted cases")),
        ),
    ),
    (
        "Notices",
        _l("Notices"),
        "notice",
        (
            Entry(OutboxView, _l("Outbox")),
            Entry(InboundView, _l("Answers by e-mail")),
        ),
    ),
    (
        "Settings",
        _l("Settings"),
        "settings",
        (
            Entry(MeetingTemplateView, _l("Meeting templates")),
            Entry(MunicipalityView, _l("Municipalities")),
            Entry(ActivityFieldView, _l("Fields of activity")),
            Entry(AccountsView, _l("User accounts")),
            Entry(ColleaguesView, _l("Accounts of our organisation")),
            Entry(AuditView, _l("Audit trail")),
        ),
    ),
)
"""Grouped by task, not by table: category name, label, icon, entries."""

UNLISTED = (
    HomeView,
    SearchView,
    LocaleView,
    ApplyView,
    AddressCheckView,
    ApplicationStatusView,
    PaperApplicationView,
    PapersView,
    DirectoryView,
    PasswordView,
    InvitationView,
    AccountView,
    SecondFactorView,
    ReauthenticationView,
    ChangeFilingView,
    ReleaseView,
    ContactReplyView,
    HearingView,
    ExportView,
    MinutesView,
    MeetingPapersView,
    ResolutionRecordView,
    MeetingAnswerView,
    MeetingLinkView,
    BallotView,
    ProjectorView,
    MeetingPlanView,
    AgendaView,
    AnswerEntryView,
    MeetingSessionView,
    VoteDeskView,
    MinorAmendmentView,
    *CASE_VIEWS,
    ConstituentBodyView,
    CouncilPledgeView,
    CouncilRulesView,
)
"""Views without a menu entry."""


def register(app: Flask, appbuilder: PlatformAppBuilder) -> None:
    """Register every view and the menu, with the roles that see each entry."""
    app.request_class = FormRequest
    appbuilder.sm.auth_view = appbuilder.add_view_no_menu(LoginView)
    for view in UNLISTED:
        appbuilder.add_view_no_menu(view)
    menu: dict[str, frozenset[Role]] = {}
    for category, category_label, icon, entries in MENU:
        seen_by: frozenset[Role] = frozenset()
        for view, label in entries:
            name = view.__name__
            appbuilder.add_view(
                view,
                name,
                label=label,
                category=category,
                category_label=category_label,
                category_icon=icon,
            )
            menu[name] = PERMISSIONS[name].get(f"can_{view.default_view}", frozenset())
            seen_by |= menu[name]
        menu[category] = seen_by
    app.extensions["platform_menu"] = menu
    app.extensions["babel"].locale_selector = current_locale
    app.before_request(refuse_wild_pages)
    app.before_request(refuse_wild_keys)
    if app.config["OIDC_ISSUER"]:
        openid.install(app)
    gate.register(app)
    app.register_blueprint(health)
    components.register(app)
    context.register(app)
    formats.register(app)
    messages.install()
    preserved_forms.install()
    errors.register(app)
