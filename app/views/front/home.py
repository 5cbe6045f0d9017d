"""The home page: an introduction to the platform, or the user's pending tasks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app, render_template, url_for
from flask_appbuilder import expose, has_access
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app import clock
from app.rules.cases.deadlines import DeadlineKind
from app.rules.membership.contact import out_of_contact_from, question_due
from app.security.identity import lacks_pledge
from app.security.viewer import MEMBERS, Role, Viewer
from app.services.cases import incidents
from app.services.common import audit
from app.services.council import councils, public_notices
from app.services.filings import out_of_contact
from app.services.front import council_home, home, statistics, work_list
from app.services.meeting import upcoming_meetings
from app.services.membership import memberships
from app.services.news import news
from app.views.cases.incidents import periods
from app.views.common.base import View, viewer
from app.views.front import demonstration

STATISTICS = "statistics"
"""Key of the application's extensions: the last sums, and what they depend on."""


class Task(NamedTuple):
    """A kind of pending task: key of its count, text, endpoint, and urgency."""

    key: str
    text: str
    endpoint: str
    arguments: Mapping[str, str] = {}
    tone: str = "info"
    since: str = ""
    """Key of the moment since which the oldest of them waits."""
    in_menu: bool = True
    """Whether the menu counts it: not what is counted there already."""
    due: str = ""
    """Key of the nearest day by which one of them is due."""


SECRETARIAT = (
    Task(
        "clock_gaps",
        _l("Due work that waits for release since the clock's jump"),
        "TimerView.list",
        tone="danger",
    ),
    Task(
        "incidents_late",
        _l("Incidents with an overdue report"),
        "IncidentView.list",
        tone="danger",
        in_menu=False,
    ),
    Task("incidents", _l("Open incidents"), "IncidentView.list", tone="danger"),
    Task("approvals", _l("Proposals awaiting your release"), "ApprovalView.list", tone="danger"),
    Task(
        "applications_late",
        _l("Applications undecided for more than two weeks"),
        "ApplicationView.list",
        tone="danger",
        in_menu=False,
    ),
    Task(
        "batches_late",
        _l("Two-week batches to be closed or decided"),
        "BatchView.list",
        tone="danger",
    ),
    Task(
        "mails",
        _l("E-mail answers awaiting your confirmation"),
        "InboundView.list",
        {"state": "waiting"},
        tone="danger",
    ),
    Task(
        "cut_off",
        _l("Members that no letter reaches by e-mail"),
        "AddressView.list",
        tone="danger",
        in_menu=False,
    ),
    Task("tasks_late", _l("Overdue tasks"), "OpenTaskView.list", tone="danger", in_menu=False),
    Task(
        "proposals_late",
        _l("Proposals to which the prefecture's answer is overdue"),
        "ProposalView.waiting",
        tone="danger",
        in_menu=False,
    ),
    Task("lanes", _l("Mail servers that take no letters"), "LaneView.list", tone="danger"),
    Task("letters", _l("Letters not sent"), "OutboxView.list", tone="danger"),
    Task(
        "addresses",
        _l("Mail addresses that letters do not reach"),
        "AddressView.list",
        tone="warning",
    ),
    Task(
        "contacts_gone",
        _l("Members whose contact person no longer uses their account"),
        "OrganisationView.list",
        {"contact": "gone"},
        tone="warning",
        in_menu=False,
    ),
    Task(
        "letters_returned",
        _l("Letters returned by the post office"),
        "PostingView.list",
        {"tray": "returned"},
        tone="warning",
    ),
    Task("mistakes", _l("Reported mistakes"), "MistakeView.list", tone="warning"),
    Task("events", _l("Proposed events to publish or decline"), "EventView.list"),
    Task(
        "news",
        _l("News of members awaiting your second look"),
        "NewsView.list",
        {"_flt_0_tier": "secretariat"},
    ),
    Task(
        "questions",
        _l("Questions to the administration awaiting your second look"),
        "EventQuestionView.list",
        {"_flt_0_tier": "secretariat"},
    ),
    Task("patronages", _l("Applications for patronage"), "PatronageView.list"),
    Task(
        "needs",
        _l("Needs and offers without an answer for 30 days"),
        "NeedOfferView.unanswered",
    ),
    Task("letters_to_post", _l("Letters to be posted"), "PostingView.list"),
    Task("applications", _l("Applications awaiting a decision"), "ApplicationView.list"),
    Task("meeting_requests", _l("Meeting requests"), "MeetingView.list"),
    Task("proposals", _l("Proposals that wait for the next step"), "ProposalView.waiting"),
    Task("grants", _l("Grants that wait for the secretariat"), "GrantView.list", {"tab": "all"}),
    Task("minutes", _l("Meetings with unconfirmed minutes"), "MeetingView.list"),
    Task("change_notices", _l("Change notices awaiting review"), "ChangeNoticeView.list"),
    Task("releases", _l("Executive members wishing to be released"), "WithdrawalView.list"),
    Task("consents", _l("Consents to serve as an executive member"), "ConsentView.list"),
    Task("expulsions", _l("Expulsion proceedings in progress"), "ExpulsionView.list"),
    Task(
        "corrections",
        _l("Applications returned for correction"),
        "ApplicationView.list",
        {"state": "correction"},
        since="corrections_since",
    ),
    Task("withdrawals", _l("Withdrawal notices not yet effective"), "WithdrawalView.list"),
)
"""Most urgent first."""

ADMINISTRATOR = (Task("disabled", _l("Disabled accounts"), "AccountsView.list", tone="neutral"),)

MEMBER = (
    Task(
        "hearings",
        _l("Opportunity to be heard in expulsion proceedings"),
        "HearingView.list",
        tone="danger",
        due="hearings_due",
    ),
    Task(
        "returned",
        _l("Change notices returned to you"),
        "MyOrganisationView.index",
        tone="danger",
    ),
    Task(
        "contacts_gone",
        _l("Your contact person no longer uses the account: name another by a change notice"),
        "ChangeFilingView.form",
        tone="danger",
    ),
    Task(
        "not_reached",
        _l("Letters to your registered address come back: correct it by a change notice"),
        "ChangeFilingView.form",
        tone="danger",
    ),
    Task("mistakes", _l("Reported mistakes"), "MistakeView.list", tone="warning"),
    Task("news_returned", _l("News that you are asked to change"), "NewsView.list"),
    Task("surveys", _l("Surveys that you may answer"), "SurveyView.list", due="surveys_due"),
    Task(
        "grants",
        _l("Grants with a next step of yours"),
        "MyGrantView.list",
        tone="warning",
        due="grants_due",
    ),
    Task(
        "change_notices",
        _l("Change notices under review by the secretariat"),
        "MyOrganisationView.index",
    ),
    Task("withdrawals", _l("Withdrawal notices accepted"), "MyOrganisationView.index"),
    Task(
        "letters", _l("Letters of the last 30 days"), "MyOrganisationView.letters", tone="neutral"
    ),
)

COUNCIL = (
    Task(
        "council_reviews",
        _l("Emergency access awaiting your review"),
        "ReceivedView.list",
        tone="danger",
    ),
    Task(
        "council_withdrawals",
        _l("Issues whose withdrawal awaits your decision"),
        "IssueWithdrawalView.list",
        tone="danger",
    ),
    Task(
        "council_consents",
        _l("Cases with access under a consent that has ended"),
        "ReceivedView.list",
        tone="danger",
    ),
    Task(
        "council_namings",
        _l("Namings of coordinators awaiting your confirmation"),
        "ApprovalView.list",
        tone="danger",
    ),
    Task("council_coordinators", _l("New coordinators in your cases"), "ReceivedView.list"),
    Task(
        "council_failures",
        _l("Refused attempts at emergency access"),
        "ReceivedView.list",
        tone="danger",
    ),
    Task("council_refused", _l("Your requests that were refused"), "ReceivedView.list"),
    Task("council_declined", _l("Your offers that were declined"), "ReceivedView.list"),
    Task("council_disclosures", _l("Disclosure requests awaiting a decision"), "ReceivedView.list"),
    Task(
        "council_requests",
        _l("Requests for co-operation awaiting your answer"),
        "ReceivedView.list",
    ),
    Task("council_offers", _l("Offers awaiting your answer"), "ReceivedView.list"),
    Task(
        "council_deletions",
        _l("Deletions awaiting your approval"),
        "CaseView.list",
        {"state": "to_delete"},
    ),
    *(
        Task(f"council_due_{kind.value}", words, "DeadlineView.list")
        for kind, words in (
            (DeadlineKind.PART, _l("Parts of the support due soon or overdue")),
            (DeadlineKind.GOAL, _l("Goals of the support due soon or overdue")),
            (DeadlineKind.CONSENT, _l("Consents that expire soon or have expired")),
            (DeadlineKind.REVIEW, _l("Cases to be reviewed")),
            (DeadlineKind.CONFERENCE, _l("Conferences ahead or to be planned")),
            (DeadlineKind.CONTACT, _l("Contacts with people soon or overdue")),
        )
    ),
    Task("council_sheets", _l("Issue sheets awaiting your check"), "IssueCheckView.list"),
)
"""Shown before the tasks of the other roles that a council person has."""


class HomeView(View):
    """`/`."""

    route_base = ""

    @expose("/")
    @has_access
    def index(self) -> str:
        actor = viewer()
        if actor.has(Role.SECRETARIAT):
            return self._secretariat()
        if actor.has(Role.ADMINISTRATOR):
            numbers = home.administrator(actor)
            return self._page("administrator", numbers, ADMINISTRATOR)
        if actor.has(*MEMBERS):
            return self._member()
        if actor.has(Role.COUNCIL):
            return self._page("council", {}, ())
        if current_user.is_authenticated:
            return self._former()
        return self._page("public", home.public(), (), news=news.latest(actor))

    def _secretariat(self) -> str:
        actor = viewer()
        numbers = dict(home.secretariat(actor))
        if numbers["incidents"]:
            _open, numbers["incidents_late"] = incidents.late(actor, periods())
        return self._page(
            "secretariat",
            numbers,
            SECRETARIAT,
            ahead=upcoming_meetings.upcoming(actor),
            work=work_list.items(actor),
            silent=out_of_contact.counts(actor),
            **kept_statistics(actor),
            letters=statistics.letters(actor),
            mismatch=public_notices.mismatch(councils.present()),
        )

    def _member(self) -> str:
        actor = viewer()
        organisation, numbers = home.member(actor)
        last = organisation.last_contact_on if organisation else None
        return self._page(
            "member",
            numbers,
            MEMBER,
            organisation=organisation,
            news=news.latest(actor),
            ahead=upcoming_meetings.upcoming(actor) if actor.has(Role.EXECUTIVE) else (),
            is_silent=last is not None and question_due(last)[0][1] <= clock.today(),
            silent_from=out_of_contact_from(last) if last else None,
        )

    def _former(self) -> str:
        """Return the page of a person whose organisation is no longer a member."""
        organisation = current_user.organisation
        loss = memberships.last_loss(organisation.id) if organisation else None
        return self._page(
            "former",
            {},
            (),
            organisation=organisation,
            loss=loss,
            back_from=memberships.back_from(organisation.id) if loss else None,
        )

    def _page(
        self, name: str, numbers: Mapping[str, int], tasks: tuple[Task, ...], **values: Any
    ) -> str:
        if is_council := viewer().has(Role.COUNCIL):
            numbers = {**numbers, **council_home.waiting(viewer())}
            tasks = COUNCIL + tasks
        waiting = [
            (task, numbers[task.key], url_for(task.endpoint, **task.arguments))
            for task in tasks
            if numbers.get(task.key)
        ]
        return render_template(
            f"front/home/{name}.html",
            numbers=numbers,
            waiting=waiting,
            days_since=days_since,
            is_council=is_council,
            things=demonstration.things(viewer()),
            pledge_waits=current_user.is_authenticated and lacks_pledge(current_user),
            **values,
        )


def days_since(moment: datetime | None) -> int:
    """Return the whole days since a moment; 0 for none."""
    return (clock.today() - clock.local(moment).date()).days if moment else 0


def kept_statistics(actor: Viewer) -> Mapping[str, Any]:
    """Return the sums that change with the trail and the day only; kept in the process until then."""
    key = audit.last_change(), clock.today()
    kept_key, kept = current_app.extensions.get(STATISTICS, (None, {}))
    if kept_key != key:
        kept = {
            "growth": statistics.growth(actor),
            "applications": statistics.applications(actor),
            "municipalities": statistics.municipalities(actor),
            "silence": statistics.silence(actor),
        }
        current_app.extensions[STATISTICS] = key, kept
    return kept
