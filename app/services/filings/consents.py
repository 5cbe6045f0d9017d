"""Consents to serve as an executive member (幹事団体加入内諾書; 規約第5条第1項).

A consent has no effect by itself: it waits until the platform meeting selects (規約第9条第2号).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.mail.filings import consent_letters
from app.models.filings.consent import ConsentToServe
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.common.naming import normal_form
from app.rules.membership.membership import ContactKind, ReceivedBy, Standing
from app.rules.states.common.table import next_state
from app.rules.states.filings.member import CONSENT, ConsentState, ConsentVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, numbers, rows
from app.services.membership import contacts, memberships, receipts
from app.services.membership.recipients import address_of
from app.services.post import outbox


def file(actor: Viewer, statement: str) -> ConsentToServe:
    """File a general member's consent to serve.

    Raises RuleViolation for an executive member and without a statement, StaleState when a consent
    is already open.
    """
    assert actor.organisation_id is not None
    actor.require_member(actor.organisation_id)
    organisation = memberships.locked(actor.organisation_id)
    return _receive(actor, organisation, ReceivedBy.WEB, statement, clock.today())


def enter(
    actor: Viewer,
    organisation_id: int,
    *,
    received_by: ReceivedBy,
    statement: str,
    received_on: date | None = None,
) -> ConsentToServe:
    """Enter a consent received on paper, by FAX or by mail (代行入力).

    received_on: the day of receipt; by default today. Raises RuleViolation for a future day and for
    one before the membership began.
    """
    actor.require(Role.SECRETARIAT)
    organisation = memberships.locked(organisation_id)
    day = receipts.day_of_receipt(organisation_id, received_on, articles.CONSENT_TO_SERVE)
    return _receive(actor, organisation, received_by, statement, day)


def enter_candidate(
    actor: Viewer,
    values: Mapping[str, Any],
    *,
    received_by: ReceivedBy,
    statement: str,
    received_on: date | None = None,
) -> ConsentToServe:
    """Enter the consent of a candidate that is not yet a member (団体の登録を伴う代行入力).

    values: by PROFILE_FIELDS. Raises RuleViolation when an organisation of this name or corporate
    number is already recorded: its consent is entered from its page.
    """
    actor.require(Role.SECRETARIAT)
    if known_as(values) is not None:
        raise RuleViolation(
            articles.CONSENT_TO_SERVE,
            "同じ名前か法人番号の団体がすでにあります。団体の一覧から選び、その画面で入力してください。",
        )
    organisation = memberships.create(actor, values)
    day = receipts.day_of_receipt(organisation.id, received_on, articles.CONSENT_TO_SERVE)
    return _receive(actor, organisation, received_by, statement, day)


def known_as(values: Mapping[str, Any]) -> Organisation | None:
    """Return a recorded organisation with this name (in normal form) or corporate number."""
    same = [Organisation.name_normal == normal_form(values["name"])]
    if values.get("corporate_number"):
        same.append(Organisation.corporate_number == values["corporate_number"])
    return db.session.scalars(select(Organisation).where(or_(*same)).limit(1)).one_or_none()


def _receive(
    actor: Viewer,
    organisation: Organisation,
    received_by: ReceivedBy,
    statement: str,
    received_on: date,
) -> ConsentToServe:
    if organisation.standing is Standing.EXECUTIVE:
        raise RuleViolation(articles.CONSENT_TO_SERVE, "すでに幹事団体です。")
    if not statement.strip():
        raise RuleViolation(
            articles.EXECUTIVE_MEMBERS, "県内で担う役割と、本会の活動への取組を入力してください。"
        )
    if open_consent(organisation.id) is not None:
        raise StaleState(
            "内諾書はすでに提出されています。出し直すときは、先の内諾書を取り下げてください。"
        )
    consent = ConsentToServe(
        organisation_id=organisation.id,
        receipt_number=numbers.receipt_number("K"),
        state=next_state(CONSENT, None, ConsentVerb.FILE),
        received_by=received_by,
        filed_at=receipts.moment_of(received_on),
        statement=statement.strip(),
        submitted_by_id=actor.account_id,
        open_key=organisation.id,
        organisation=organisation,
    )
    db.session.add(consent)
    db.session.flush()
    audit.record(
        actor, "consent.file", "consent_to_serve", consent.id, organisation_id=organisation.id
    )
    if organisation.standing is Standing.GENERAL:
        words = f"内諾書 {consent.receipt_number}"
        contacts.record_contact(actor, organisation.id, ContactKind.FORM, words, on=received_on)
    by_member = received_by is ReceivedBy.WEB
    outbox.write(
        actor,
        consent_letters.consent_received(consent, numbers.document_number()),
        to=address_of(organisation, actor.account_id if by_member else None),
        dedupe_key=f"consent:{consent.id}",
        organisation_id=organisation.id,
    )
    return consent


def take_back(actor: Viewer, consent_id: int) -> ConsentToServe:
    """Take the consent back (取下げ): as the member, or as the secretariat on its request."""
    consent = rows.locked(ConsentToServe, consent_id)
    if not actor.is_staff:
        actor.require_member(consent.organisation_id)
        contacts.record_contact(actor, consent.organisation_id, ContactKind.FORM)
    _close(actor, consent)
    return consent


def close_when_leaving(actor: Viewer, organisation_id: int) -> None:
    """Close an open consent because the membership ends."""
    consent = open_consent(organisation_id)
    if consent is not None:
        _close(actor, rows.locked(ConsentToServe, consent.id))


def decide(actor: Viewer, consent_id: int, verb: ConsentVerb) -> ConsentToServe:
    """Record the platform meeting's resolution on the candidate: SELECT or DECLINE."""
    consent = rows.locked(ConsentToServe, consent_id)
    consent.state = next_state(CONSENT, consent.state, verb)
    consent.open_key = None
    audit.record(actor, f"consent.{verb.value}", "consent_to_serve", consent.id)
    db.session.flush()
    return consent


def _close(actor: Viewer, consent: ConsentToServe) -> None:
    consent.state = next_state(CONSENT, consent.state, ConsentVerb.TAKE_BACK)
    consent.open_key = None
    audit.record(actor, "consent.take_back", "consent_to_serve", consent.id)
    db.session.flush()


def open_consent(organisation_id: int) -> ConsentToServe | None:
    """Return the organisation's consent that awaits a resolution, if any."""
    return db.session.scalars(
        select(ConsentToServe).where(ConsentToServe.open_key == organisation_id)
    ).one_or_none()


def one(actor: Viewer, consent_id: int) -> ConsentToServe:
    """Return a consent. Raises NotFound for one that the viewer may not see."""
    return rows.one(ConsentToServe, consent_id, joinedload(ConsentToServe.organisation))


def page(
    actor: Viewer, *, state: ConsentState | None, number: int
) -> tuple[Sequence[ConsentToServe], int]:
    """Return one page of consents, the longest waiting first, and their total."""
    actor.require(Role.SECRETARIAT)
    wanted = select(ConsentToServe).order_by(ConsentToServe.open_key.is_(None), ConsentToServe.id)
    if state is not None:
        wanted = wanted.where(ConsentToServe.state == state)
    return rows.page(wanted, number, joinedload(ConsentToServe.organisation))
