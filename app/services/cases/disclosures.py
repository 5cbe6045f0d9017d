"""Disclosure requests: individuals' requests for their own data (個人情報保護法第76条以下).

Received by the case manager; gathered and masked by a person with access to the whole case;
decided within the time limit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import undefer

from app import clock
from app.documents.cases import disclosure
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.disclosure import DisclosureRequest
from app.rules.cases.access import Level, Section
from app.rules.cases.requests import next_reminder
from app.rules.meeting import manual_masking
from app.rules.states.cases.case import DISCLOSURE_REQUEST, DisclosureState, DisclosureVerb
from app.rules.states.common.table import next_state
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Role, Viewer
from app.services.cases import cases, disclosure_pieces, participations, rows
from app.services.cases.disclosure_pieces import Piece
from app.services.common import audit
from app.services.common.links import Links
from app.services.common.rows import AT_ONCE
from app.services.council import mail as council_mail

SOURCE = "個人情報の保護に関する法律第76条・第83条"
_GATHERED = undefer(DisclosureRequest.gathered)
ALL, PART, NONE = "全部開示", "部分開示", "不開示"


@dataclass(frozen=True)
class RequestDetails:
    """The requester, how their identity was checked, and the scope of the request."""

    who: str
    identity: str
    scope: str = ""


def receive(
    actor: Viewer, case_id: str, asked: RequestDetails, received_on: date, *, days: int
) -> DisclosureRequest:
    """Record a request. days: time limit for the decision, not counting the day of receipt.

    Raises RuleViolation without the requester or the identity check.
    """
    cases.for_manager(actor, case_id)
    if not asked.who.strip() or not asked.identity.strip():
        raise RuleViolation(None, "請求した人と、本人確認の方法を入力してください。")
    if received_on > clock.today():
        raise RuleViolation(None, "受付の日には、今日までの日を入力してください。")
    due_on = received_on + timedelta(days=days)
    row = DisclosureRequest(
        case_id=case_id,
        state=next_state(DISCLOSURE_REQUEST, None, DisclosureVerb.RECEIVE),
        received_on=received_on,
        due_on=due_on,
        remind_on=next_reminder(due_on, after=clock.today()),
        received_by_id=actor.person(),
    )
    values = {"who": asked.who.strip(), "identity": asked.identity.strip(), "scope": asked.scope}
    vault.seal(row, "content", values)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "case.disclosure_receive", CASE_SUBJECT, case_id)
    return row


def gather(actor: Viewer, case_id: str, request_id: str) -> DisclosureRequest:
    """Gather all data on the person; masking of text unchanged since the last time is kept.

    Raises RuleViolation unless the actor may read every section, so that nothing is left out.
    """
    row = _locked(actor, case_id, request_id)
    _require_all(actor, case_id)
    row.state = next_state(DISCLOSURE_REQUEST, row.state, DisclosureVerb.GATHER)
    masked = {(piece.key, piece.original): piece.text for piece in pieces(row)}
    found = [
        replace(piece, text=masked.get((piece.key, piece.original), piece.text))
        for piece in disclosure_pieces.gather(case_id)
    ]
    vault.seal(row, "gathered", disclosure_pieces.plain(found))
    db.session.flush()
    audit.record(actor, "case.disclosure_gather", CASE_SUBJECT, case_id, pieces=len(found))
    return row


def mask(actor: Viewer, case_id: str, request_id: str, number: int, text: str) -> DisclosureRequest:
    """Mark passages of a piece (by its index, from 0) for masking.

    Raises RuleViolation for other changes.
    """
    row = _locked(actor, case_id, request_id)
    _require_all(actor, case_id)
    if row.state is not DisclosureState.MASKING:
        raise RuleViolation(None, "今の状態ではマスキングできません。")
    found = pieces(row)
    if not 0 <= number < len(found):
        raise NotFound
    if wrong := manual_masking.marking_error(found[number].original, text):
        raise RuleViolation(None, wrong)
    found[number] = replace(found[number], text=text)
    vault.seal(row, "gathered", disclosure_pieces.plain(found))
    db.session.flush()
    audit.record(actor, "case.disclosure_mask", CASE_SUBJECT, case_id, piece=number)
    return row


def disclose(actor: Viewer, case_id: str, request_id: str, reason: str) -> DisclosureRequest:
    """Decide to disclose everything, or, where passages are masked, a part with the reason."""
    row = _locked(actor, case_id, request_id)
    _require_all(actor, case_id)
    state = next_state(DISCLOSURE_REQUEST, row.state, DisclosureVerb.DISCLOSE)
    is_part = any(manual_masking.has_marks(piece.text) for piece in pieces(row))
    if is_part and not reason.strip():
        raise RuleViolation(None, "開示しない部分があります。その理由を入力してください。")
    row.disclosed_at = clock.now()
    return _decide(actor, row, state, PART if is_part else ALL, reason)


def refuse(actor: Viewer, case_id: str, request_id: str, reason: str) -> DisclosureRequest:
    """Decide to refuse disclosure, with the reason."""
    row = _locked(actor, case_id, request_id)
    state = next_state(DISCLOSURE_REQUEST, row.state, DisclosureVerb.REFUSE)
    if not reason.strip():
        raise RuleViolation(None, "不開示とする理由を入力してください。")
    return _decide(actor, row, state, NONE, reason)


def tell(actor: Viewer, case_id: str, request_id: str, told_on: date) -> DisclosureRequest:
    """Record the day on which the decision was told to the requester (個人情報保護法第82条).

    The period for contesting it runs from then (行政不服審査法第18条第1項). Raises RuleViolation for a
    day before the decision or to come, StaleState before the decision and where it is recorded.
    """
    row = _locked(actor, case_id, request_id)
    if row.decided_on is None or row.told_on is not None:
        raise StaleState("決定していないか、通知の日がすでに記録されています。")
    if not row.decided_on <= told_on <= clock.today():
        raise RuleViolation(None, "通知した日には、決定の日から今日までの日を入力してください。")
    row.told_on = told_on
    db.session.flush()
    audit.record(actor, "case.disclosure_tell", CASE_SUBJECT, case_id)
    return row


def pieces(row: DisclosureRequest) -> list[Piece]:
    """Return the gathered pieces with their marks."""
    return disclosure_pieces.read(vault.unseal(row, "gathered"))


def asked(row: DisclosureRequest) -> RequestDetails:
    """Return the data recorded on receipt."""
    return RequestDetails(**vault.unseal(row, "content"))


def decision(row: DisclosureRequest) -> Mapping[str, str]:
    """Return kind and reason of the decision; empty before the decision."""
    said: Mapping[str, str] = vault.unseal(row, "decision") or {}
    return said


def reads_all(actor: Viewer, case_id: str) -> bool:
    """Whether the actor may read every section, emergency access not counted."""
    return len(participations.steady(actor, case_id)) == len(Section)


def paper(actor: Viewer, row: DisclosureRequest) -> bytes:
    """Return the masked PDF to hand out.

    Raises NotPermitted unless the actor may read every section, NotFound before a decision to
    disclose.
    """
    if not reads_all(actor, row.case_id):
        raise NotPermitted
    if row.state is not DisclosureState.DISCLOSED or row.decided_on is None:
        raise NotFound
    said = decision(row)
    shown = [(piece.title, manual_masking.masked(piece.text)) for piece in pieces(row)]
    return disclosure.pdf(shown, kind=said["kind"], reason=said["reason"], dated=row.decided_on)


def of_case(actor: Viewer, case_id: str) -> Sequence[DisclosureRequest]:
    """Return the requests about a case, latest first. Raises NotPermitted for non-managers."""
    participations.require(actor, case_id, Section.MANAGEMENT, Level.WRITE)
    wanted = select(DisclosureRequest).where(DisclosureRequest.case_id == case_id)
    return db.session.scalars(
        wanted.order_by(DisclosureRequest.received_on.desc(), DisclosureRequest.id)
    ).all()


def one(actor: Viewer, case_id: str, request_id: str) -> DisclosureRequest:
    """Return a request about this case. Raises NotFound, NotPermitted for non-managers."""
    participations.require(actor, case_id, Section.MANAGEMENT, Level.WRITE)
    return rows.one(DisclosureRequest, case_id, request_id, _GATHERED)


def undecided(actor: Viewer) -> Select[Any]:
    """Return the query for undecided requests in cases the actor manages."""
    return select(DisclosureRequest).where(
        DisclosureRequest.decided_on.is_(None),
        DisclosureRequest.case_id.in_(participations.managed(actor)),
    )


def to_decide(actor: Viewer) -> Sequence[Row[DisclosureRequest, str]]:
    """Return the undecided requests with the case's alias, first due first."""
    return db.session.execute(
        undecided(actor)
        .join(SupportCase, SupportCase.id == DisclosureRequest.case_id)
        .add_columns(SupportCase.alias)
        .order_by(DisclosureRequest.due_on, DisclosureRequest.id)
    ).all()


def remind_due(actor: Viewer, links: Links) -> int:
    """Remind case managers before and after the due date; returns how many requests.

    Called by the sweep.
    """
    actor.require(Role.SYSTEM)
    waiting = db.session.scalars(
        select(DisclosureRequest)
        .where(DisclosureRequest.decided_on.is_(None), DisclosureRequest.remind_on <= clock.today())
        .order_by(DisclosureRequest.remind_on, DisclosureRequest.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for row in waiting:
        council_mail.notify(actor, participations.managers(row.case_id), links)
        row.remind_on = next_reminder(row.due_on, after=clock.today())
    db.session.flush()
    return len(waiting)


def _locked(actor: Viewer, case_id: str, request_id: str) -> DisclosureRequest:
    cases.for_manager(actor, case_id)
    return rows.locked(DisclosureRequest, case_id, request_id, _GATHERED)


def _require_all(actor: Viewer, case_id: str) -> None:
    if not reads_all(actor, case_id):
        raise RuleViolation(
            None, "ケースのすべての区分を閲覧できる人が行ってください（緊急閲覧を除きます）。"
        )


def _decide(
    actor: Viewer, row: DisclosureRequest, state: DisclosureState, kind: str, reason: str
) -> DisclosureRequest:
    row.state, row.decided_on, row.decided_by_id = state, clock.today(), actor.person()
    row.remind_on = None
    vault.seal(row, "decision", {"kind": kind, "reason": reason.strip()})
    db.session.flush()
    audit.record(actor, "case.disclosure_decide", CASE_SUBJECT, row.case_id, kind=state.value)
    return row
