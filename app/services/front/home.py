"""Pending items on each role's home page: the counts, in one query each."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, case, func, or_, select

from app import clock
from app.extensions import db
from app.models.accounts.user import Account
from app.models.admission.application import Application, DecisionBatch
from app.models.cases.incident import Incident
from app.models.common.approval import Approval
from app.models.common.restore import DatabaseRestore
from app.models.common.timer import ClockGap
from app.models.events.event import Event, EventQuestion
from app.models.exchange.need_offer import NeedOffer
from app.models.exchange.patronage import Patronage
from app.models.exchange.survey import Survey
from app.models.filings.change_notice import ChangeNotice
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest, WithdrawalNotice
from app.models.grants.call import GrantCall
from app.models.grants.grant import Grant
from app.models.meeting.inbound import InboundMail
from app.models.meeting.meeting import Meeting
from app.models.meeting.minutes import Minutes
from app.models.meeting.open_task import OpenTask
from app.models.membership.organisation import Organisation
from app.models.news.news import News
from app.models.policy.proposal import Proposal
from app.models.post.address import MailAddress
from app.models.post.lane import MailLane
from app.models.post.outbox import OutboxMessage
from app.models.registers.care import RegisterReport
from app.rules.membership.membership import Standing
from app.rules.membership.roster import Tier
from app.rules.states.admission.application import ApplicationState
from app.rules.states.events.event import EventStage
from app.rules.states.exchange.patronage import PatronageStage
from app.rules.states.filings.expulsion import OPEN_EXPULSION_STATES, ExpulsionState
from app.rules.states.filings.member import ChangeNoticeState, ConsentState, WithdrawalState
from app.rules.states.grants.grant import BODYS_TURN, DESKS_TURN, WRITING
from app.rules.states.meeting.inbound import InboundState
from app.rules.states.meeting.meeting import MeetingState
from app.rules.states.meeting.minutes import MinutesState
from app.rules.states.meeting.open_task import OpenTaskState
from app.rules.states.news.news import NewsStage
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer
from app.services.admission import fortnights
from app.services.admission.application_queue import TARGET
from app.services.exchange import need_offers, surveys
from app.services.membership.recipients import contact_is_gone
from app.services.policy import proposal_answers
from app.services.post import addresses, posting
from app.services.post.posting import Tray

LATELY = timedelta(days=30)
"""How long a member is told of a returned notice and a letter."""
STUCK = (
    OutboxState.UNNUMBERED,
    OutboxState.FAILED,
    OutboxState.UNCERTAIN,
    OutboxState.HELD,
)
"""States in which a letter by mail does not go by itself; those by post are counted apart."""


def secretariat(actor: Viewer) -> Mapping[str, Any]:
    """Return the numbers of items that await the secretariat, by kind.

    corrections_since: the moment of the oldest request for a correction, or None.
    """
    actor.require(Role.SECRETARIAT)
    today = clock.today()
    return _numbers(
        applications=_count(Application, Application.state == ApplicationState.RECEIVED),
        applications_late=_count(
            Application,
            Application.state == ApplicationState.RECEIVED,
            Application.received_on < today - TARGET,
        ),
        corrections=_count(Application, Application.state == ApplicationState.CORRECTION),
        corrections_since=select(func.min(Application.correction_requested_at))
        .where(Application.state == ApplicationState.CORRECTION)
        .scalar_subquery(),
        batches_late=_count(DecisionBatch, fortnights.overdue()),
        approvals=_count(
            Approval,
            Approval.open_key.is_not(None),
            Approval.role == Role.SECRETARIAT.value,
            Approval.proposed_by_id != actor.account_id,
        ),
        change_notices=_count(ChangeNotice, ChangeNotice.state == ChangeNoticeState.SUBMITTED),
        withdrawals=_count(WithdrawalNotice, WithdrawalNotice.state == WithdrawalState.RECEIVED),
        consents=_count(ConsentToServe, ConsentToServe.state == ConsentState.FILED),
        releases=_count(ReleaseRequest, ReleaseRequest.open_key.is_not(None)),
        expulsions=_count(Expulsion, Expulsion.state.in_(OPEN_EXPULSION_STATES)),
        **_of_meetings(actor),
        contacts_gone=_count(
            Organisation, Organisation.standing != Standing.FORMER, contact_is_gone()
        ),
        **_of_post(),
        incidents=_count(Incident, Incident.closed_on.is_(None)),
        restores=_count(DatabaseRestore, DatabaseRestore.confirmed_at.is_(None)),
        clock_gaps=_count(ClockGap, ClockGap.open_key.is_not(None)),
        **_of_activities(),
        executives=_count(Organisation, Organisation.standing == Standing.EXECUTIVE),
        general=_count(Organisation, Organisation.standing == Standing.GENERAL),
    )


def _of_activities() -> dict[str, ScalarSelect[int]]:
    """Return the counts of what members wrote and asked for that waits for the secretariat."""
    applied = Patronage.stage == PatronageStage.APPLIED
    proposed = Event.stage == EventStage.PROPOSED
    return {
        "mistakes": _mistakes(),
        "events": _count(Event, proposed, Event.retired_on.is_(None)),
        "questions": _count(
            EventQuestion,
            EventQuestion.tier == Tier.SECRETARIAT,
            EventQuestion.retired_on.is_(None),
        ),
        "news": _count(News, News.stage == NewsStage.WAITING, News.retired_on.is_(None)),
        "needs": _count(NeedOffer, need_offers.is_unanswered()),
        "patronages": _count(Patronage, applied, Patronage.retired_on.is_(None)),
        "proposals_late": _count(Proposal, proposal_answers.is_overdue()),
        "proposals": _count(Proposal, proposal_answers.waits()),
        "grants": _count(Grant, Grant.state.in_(DESKS_TURN)),
    }


def _of_news(actor: Viewer) -> dict[str, ScalarSelect[int]]:
    """Return the count of a member's news that it is asked to change."""
    returned = News.stage == NewsStage.RETURNED
    mine = News.organisation_id == actor.organisation_id
    return {"news_returned": _count(News, mine, returned, News.retired_on.is_(None))}


def _of_post() -> dict[str, ScalarSelect[int]]:
    """Return the counts of letters, mail servers and addresses that wait for a person."""
    return {
        "cut_off": _count(
            Organisation, Organisation.standing != Standing.FORMER, addresses.is_cut_off()
        ),
        "addresses": _count(MailAddress, addresses.in_trouble()),
        "letters": _count(
            OutboxMessage,
            OutboxMessage.state.in_(STUCK),
            ~posting.waits(),
            OutboxMessage.unlisted.is_(False),
        ),
        "letters_to_post": _count(OutboxMessage, posting.lies_in(Tray.TO_POST)),
        "letters_returned": _count(OutboxMessage, posting.lies_in(Tray.RETURNED)),
        "lanes": _count(MailLane, MailLane.stopped_at.is_not(None)),
    }


def _of_meetings(actor: Viewer) -> dict[str, ScalarSelect[int]]:
    """Return the counts before and after meetings; a second person approves and confirms."""
    return {
        "meeting_requests": _count(Meeting, Meeting.state == MeetingState.REQUESTED),
        "mails": _count(
            InboundMail,
            InboundMail.state == InboundState.WAITING,
            or_(
                InboundMail.uploaded_by_id.is_(None),
                InboundMail.uploaded_by_id != actor.account_id,
            ),
        ),
        "minutes": _count(
            Meeting,
            Meeting.state == MeetingState.CLOSED,
            Meeting.notified_at.is_not(None),
            Meeting.id.not_in(
                select(Minutes.meeting_id).where(Minutes.state == MinutesState.CONFIRMED)
            ),
        ),
        "tasks_late": _count(
            OpenTask, OpenTask.state == OpenTaskState.OPEN, OpenTask.due_on < clock.today()
        ),
    }


def administrator(actor: Viewer) -> Mapping[str, int]:
    """Return the counts for the system administrator."""
    actor.require(Role.ADMINISTRATOR)
    return _numbers(
        accounts=_count(Account, Account.active.is_(True)),
        disabled=_count(Account, Account.active.is_(False)),
        letters=_count(OutboxMessage, OutboxMessage.state.in_(STUCK), ~posting.waits()),
        restores=_count(DatabaseRestore, DatabaseRestore.confirmed_at.is_(None)),
        waiting=_count(
            OutboxMessage, OutboxMessage.state.in_((OutboxState.PENDING, OutboxState.RETRY))
        ),
    )


def member(actor: Viewer) -> tuple[Organisation | None, Mapping[str, int]]:
    """Return a member's organisation and the counts of its pending items."""
    if actor.organisation_id is None:
        return None, {}
    organisation = db.session.get(Organisation, actor.organisation_id)
    numbers = _numbers(
        change_notices=_count(
            ChangeNotice,
            ChangeNotice.organisation_id == actor.organisation_id,
            ChangeNotice.state == ChangeNoticeState.SUBMITTED,
        ),
        returned=_count(
            ChangeNotice,
            ChangeNotice.organisation_id == actor.organisation_id,
            ChangeNotice.state == ChangeNoticeState.RETURNED,
            ChangeNotice.decided_at >= clock.now() - LATELY,
        ),
        mistakes=_mistakes(RegisterReport.organisation_id == actor.organisation_id),
        **_of_news(actor),
        **_by_day(actor),
        withdrawals=_count(
            WithdrawalNotice,
            WithdrawalNotice.organisation_id == actor.organisation_id,
            WithdrawalNotice.state == WithdrawalState.RECEIVED,
        ),
        contacts_gone=_count(
            Organisation, Organisation.id == actor.organisation_id, contact_is_gone()
        ),
        not_reached=_count(
            Organisation, Organisation.id == actor.organisation_id, addresses.is_troubled()
        ),
        letters=_count(
            OutboxMessage,
            OutboxMessage.organisation_id == actor.organisation_id,
            OutboxMessage.secret.is_(False),
            OutboxMessage.created_at >= clock.now() - LATELY,
        ),
    )
    return organisation, numbers


def _by_day(actor: Viewer) -> dict[str, ScalarSelect[Any]]:
    """Return the counts of what a member has to do by a day, and the nearest such day of each."""
    hearings = (
        Expulsion.organisation_id == actor.organisation_id,
        Expulsion.state == ExpulsionState.HEARING,
    )
    grants = (Grant.organisation_id == actor.organisation_id, Grant.state.in_(BODYS_TURN))
    is_applying = Grant.state.in_(WRITING) & Grant.place.is_(None)  # as `Grant.deadline`
    deadline = case((is_applying, GrantCall.closes_on), else_=Grant.due_on)
    unanswered = surveys.unanswered(actor)
    return {
        "hearings": _count(Expulsion, *hearings),
        "hearings_due": _least(Expulsion.hearing_until, *hearings),
        "grants": _count(Grant, *grants),
        "grants_due": _least(deadline, Grant.call_id == GrantCall.id, *grants),
        "surveys": _count(Survey, unanswered),
        "surveys_due": _least(Survey.closes_on, unanswered),
    }


def _mistakes(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return _count(RegisterReport, RegisterReport.settled_at.is_(None), *conditions)


def public() -> Mapping[str, int]:
    """Return the number of members by kind."""
    return _numbers(
        executives=_count(Organisation, Organisation.standing == Standing.EXECUTIVE),
        general=_count(Organisation, Organisation.standing == Standing.GENERAL),
    )


def _count(entity: type[Any], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(entity).where(*conditions).scalar_subquery()


def _least(day: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    return select(func.min(day)).where(*conditions).scalar_subquery()


def _numbers(**counts: ScalarSelect[Any]) -> Mapping[str, Any]:
    row = db.session.execute(select(*(count.label(name) for name, count in counts.items()))).one()
    return dict(row._mapping)
