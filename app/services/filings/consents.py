"""Consents to serve as an executive member (幹事団体加入内諾書; 規約第5条第1項).

A consent has no effect by itself: it waits until the platform meeting selects (規約第9条第2号).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.mail.filings import consent_letters
from app.models.filings.consent import ConsentToServe
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.common.naming import normal_form
from app.rules.membership.membership import ReceivedBy, Standing
from app.rules.states.common.table import next_state
from app.rules.states.filings.member import CONSENT, ConsentState, ConsentVerb
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.filings import filing
from app.services.filings.filing import Kind, Receipt
from app.services.membership import memberships

KIND = Kind(
    ConsentToServe,
    noun="consent",
    title="内諾書",
    letter="K",
    article=articles.CONSENT_TO_SERVE,
    states=CONSENT,
    acknowledge=consent_letters.consent_received,
)


def file(actor: Viewer, statement: str) -> ConsentToServe:
    """File a general member's consent to serve.

    Raises RuleViolation for an executive member and without a statement, StaleState when a consent
    is already open.
    """
    return _receive(actor, *filing.from_member(actor), statement)


def enter(
    actor: Viewer,
    organisation_id: int,
    *,
    received_by: ReceivedBy,
    statement: str,
    received_on: date | None = None,
) -> ConsentToServe:
    """Enter a consent received on paper, by FAX or by mail (代行入力)."""
    received = filing.on_behalf(actor, KIND, organisation_id, received_by, received_on)
    return _receive(actor, *received, statement)


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
    received = filing.on_behalf(actor, KIND, organisation.id, received_by, received_on)
    return _receive(actor, *received, statement)


def known_as(values: Mapping[str, Any]) -> Organisation | None:
    """Return a recorded organisation with this name (in normal form) or corporate number."""
    same = [Organisation.name_normal == normal_form(values["name"])]
    if values.get("corporate_number"):
        same.append(Organisation.corporate_number == values["corporate_number"])
    return db.session.scalars(select(Organisation).where(or_(*same)).limit(1)).one_or_none()


def _receive(
    actor: Viewer, organisation: Organisation, receipt: Receipt, statement: str
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
    return filing.receive(
        actor,
        KIND,
        organisation,
        receipt,
        state=next_state(CONSENT, None, ConsentVerb.FILE),
        statement=statement.strip(),
        open_key=organisation.id,
    )


def take_back(actor: Viewer, consent_id: int) -> ConsentToServe:
    """Take the consent back (取下げ): as the member, or as the secretariat on its request."""
    consent = filing.to_take_back(actor, KIND, consent_id)
    return filing.move(actor, KIND, consent, ConsentVerb.TAKE_BACK)


def close_when_leaving(actor: Viewer, organisation_id: int) -> None:
    """Close an open consent because the membership ends."""
    consent = open_consent(organisation_id)
    if consent is not None:
        consent = rows.locked(ConsentToServe, consent.id)
        filing.move(actor, KIND, consent, ConsentVerb.TAKE_BACK)


def decide(actor: Viewer, consent_id: int, verb: ConsentVerb) -> ConsentToServe:
    """Record the platform meeting's resolution on the candidate: SELECT or DECLINE."""
    return filing.move(actor, KIND, rows.locked(ConsentToServe, consent_id), verb)


def open_consent(organisation_id: int) -> ConsentToServe | None:
    """Return the organisation's consent that awaits a resolution, if any."""
    return filing.open_one(KIND, organisation_id)


def page(
    actor: Viewer, *, state: ConsentState | None, number: int
) -> tuple[Sequence[ConsentToServe], int]:
    """Return one page of consents, the longest waiting first, and their total."""
    order = (ConsentToServe.open_key.is_(None), ConsentToServe.id.asc())
    return filing.page(actor, KIND, state, number, *order)
