"""Subjects of resolutions: consents, release requests, expulsion files (規約第9条)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.rules.common.era import era_date
from app.rules.meeting.agenda import ResolutionKind
from app.rules.membership.membership import Standing
from app.rules.states.filings.expulsion import ExpulsionState
from app.rules.states.filings.member import ConsentState
from app.rules.states.meeting.meeting import LIVE_ITEM_STATES, MeetingState
from app.security.viewer import Role, Viewer
from app.services.meeting import declared_effects
from app.services.membership import memberships
from app.services.regulations import enactments


def waiting_consents(actor: Viewer) -> Sequence[ConsentToServe]:
    """Return consents that await a resolution and are on no agenda."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(ConsentToServe)
        .where(ConsentToServe.state == ConsentState.FILED)
        .where(ConsentToServe.id.not_in(_taken(AgendaItem.consent_id)))
        .order_by(ConsentToServe.id)
        .options(joinedload(ConsentToServe.organisation))
    ).all()


def waiting_releases(actor: Viewer) -> Sequence[ReleaseRequest]:
    """Return release requests that await a resolution and are on no agenda."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(ReleaseRequest)
        .where(ReleaseRequest.open_key.is_not(None))
        .where(ReleaseRequest.id.not_in(_taken(AgendaItem.release_request_id)))
        .order_by(ReleaseRequest.id)
        .options(joinedload(ReleaseRequest.organisation))
    ).all()


def waiting_expulsions(actor: Viewer) -> Sequence[Expulsion]:
    """Return expulsion files that await a resolution and are on no agenda."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(Expulsion)
        .where(Expulsion.state == ExpulsionState.AWAITING_RESOLUTION)
        .where(Expulsion.id.not_in(_taken(AgendaItem.expulsion_id)))
        .order_by(Expulsion.id)
        .options(joinedload(Expulsion.organisation))
    ).all()


def on_agenda(item: AgendaItem) -> AgendaItem | None:
    """Return another undecided item about the same consent, request or file, or None."""
    if item.effect:
        return _also_about(item, AgendaItem.effect == item.effect, AgendaItem.subject)
    columns = {
        ResolutionKind.SELECTION: AgendaItem.consent_id,
        ResolutionKind.RELEASE: AgendaItem.release_request_id,
        ResolutionKind.EXPULSION: AgendaItem.expulsion_id,
    }
    column = columns.get(item.resolution_kind) if item.resolution_kind else None
    if column is None:
        return None
    return _also_about(item, true(), column)


def _also_about(item: AgendaItem, same_kind: ColumnElement[bool], column: Any) -> AgendaItem | None:
    with db.session.no_autoflush:
        return db.session.scalars(
            select(AgendaItem)
            .where(same_kind, column == getattr(item, column.key))
            .where(AgendaItem.state.in_(LIVE_ITEM_STATES))
            .where(AgendaItem.id != (item.id or 0))
            .options(joinedload(AgendaItem.meeting))
            .limit(1)
        ).one_or_none()


def resolution_day(meeting: Meeting) -> date:
    """Return the day on which the meeting resolves: today in session, else as planned.

    For a written resolution, its last day at the latest.
    """
    planned_on = clock.local(meeting.starts_at).date()
    return clock.today() if meeting.state is MeetingState.OPEN else max(planned_on, clock.today())


def in_force_on(item: AgendaItem, on: date) -> date:
    """Return the day from which a new text passed on that day is in force.

    Never before the resolution, unless that is confirmed (規約第9条第1号).
    """
    assert item.in_force_from is not None
    return item.in_force_from if item.is_retroactive else max(item.in_force_from, on)


def early(item: AgendaItem, meeting: Meeting) -> str:
    """Return the fault of a day of entry into force before the resolution; "" if none."""
    on = resolution_day(meeting)
    if item.in_force_from is None or in_force_on(item, on) == item.in_force_from:
        return ""
    return (
        f"施行日（{era_date(item.in_force_from)}）が議決の日（{era_date(on)}）より前です。"
        "施行日を直すか、さかのぼって施行することを確かめて選んでください。"
    )


def _bar(item: AgendaItem, organisation_id: int) -> str:
    """Return why the candidate may not be a member again on that day; "" if it may.

    *Reading*: the bar after an expulsion (要領第5条第2項) holds for a selection, too.
    """
    first = memberships.back_from(organisation_id)
    if first is None or first <= resolution_day(db.session.get_one(Meeting, item.meeting_id)):
        return ""
    return f"除名されたため、{era_date(first)}より前は選出できません（要領第5条第2項）。"


def _taken(column: Any) -> Any:
    return select(column).where(column.is_not(None), AgendaItem.state.in_(LIVE_ITEM_STATES))


def fault(item: AgendaItem) -> str:
    """Return why the resolution could not take effect now; "" when it could."""
    declared = declared_effects.of(item)
    if declared is not None:
        return declared.fault(item.subject)
    with db.session.no_autoflush:
        if item.resolution_kind is ResolutionKind.SELECTION:
            consent = item.consent_id and db.session.get(ConsentToServe, item.consent_id)
            if not consent or consent.state is not ConsentState.FILED:
                return "選出する候補団体の内諾書（提出済みのもの）を選んでください。"
            if consent.organisation.standing is Standing.EXECUTIVE:
                return "すでに幹事団体です。"
            if barred := _bar(item, consent.organisation_id):
                return barred
        if item.resolution_kind is ResolutionKind.RELEASE:
            request = item.release_request_id and db.session.get(
                ReleaseRequest, item.release_request_id
            )
            if not request or request.open_key is None:
                return "退会の申出（受付中のもの）を選んでください。"
            if request.organisation.standing is not Standing.EXECUTIVE:
                return "幹事団体ではありません。"
        if item.resolution_kind is ResolutionKind.EXPULSION:
            file = item.expulsion_id and db.session.get(Expulsion, item.expulsion_id)
            if not file or file.state is not ExpulsionState.AWAITING_RESOLUTION:
                return "除名手続（議決待ちのもの）を選んでください。"
        if item.resolution_kind is ResolutionKind.REGULATION:
            if not (item.regulation_slug and item.regulation_text and item.in_force_from):
                return "規定、新しい条文、施行日を入力してください。"
            start = in_force_on(item, clock.today())
            return enactments.fault(item.regulation_slug, start)
    return ""
