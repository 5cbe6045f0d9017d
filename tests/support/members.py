"""Persons who act for a member, and their filings."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.mail.post import member_letter
from app.models.filings.change_notice import ChangeNotice
from app.models.filings.consent import ConsentToServe
from app.models.filings.withdrawal import ReleaseRequest, WithdrawalNotice
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import ReceivedBy, Standing
from app.rules.states.filings.member import ConsentState, WithdrawalState
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.common import scans
from app.services.filings import (
    change_decisions,
    change_notices,
    consents,
    contact_questions,
    releases,
)
from app.services.post import outbox
from tests import factories
from tests.support.client import PlatformClient
from tests.support.desk import LINKS

_key = count(1)


def person_of(organisation: Organisation) -> Viewer:
    """Return a new person who acts for the organisation in its present standing."""
    account = factories.account(organisation=organisation)
    roles = {Standing.EXECUTIVE: Role.EXECUTIVE, Standing.GENERAL: Role.GENERAL}
    role = roles[organisation.standing]
    return Viewer(account.id, account.get_full_name(), frozenset({role}), organisation.id)


def change(
    actor: Viewer, organisation: Organisation, *, on: date | None = None, **values: Any
) -> ChangeNotice:
    """File a change notice of the member; values: the changed fields."""
    return change_notices.file(
        actor,
        organisation.profile() | values,
        changed_on=on or clock.today(),
        idempotency_key=f"key {next(_key)}",
    )


def accept_all(actor: Viewer, notice: ChangeNotice) -> ChangeNotice:
    """Accept every line of the notice."""
    return change_decisions.accept(
        actor,
        notice.id,
        lines={line.id for line in notice.lines},
        seen=change_decisions.stamp(notice),
    )


def member_of(client: PlatformClient) -> Organisation:
    """Return the client's organisation, or a new general member if it has none."""
    if client.organisation_id is None:
        return factories.member()
    return db.session.get_one(Organisation, client.organisation_id)


def filed_change(organisation: Organisation) -> ChangeNotice:
    """Return the organisation's undecided change notice, filing one if necessary."""
    return change_notices.open_notice(organisation.id) or change(
        person_of(organisation), organisation, phone="0857-99-9999"
    )


def scanned_withdrawal() -> WithdrawalNotice:
    """Create a withdrawal notice of a new member, with the scan of its paper."""
    notice = filed_withdrawal(factories.member())
    scans.keep(notice, "退会届.pdf", b"%PDF-1.7 scan")
    db.session.flush()
    return notice


def filed_withdrawal(organisation: Organisation) -> WithdrawalNotice:
    """Create a withdrawal notice of the organisation.

    An executive member's dates from its time as a general member.
    """
    notice = WithdrawalNotice(
        organisation_id=organisation.id,
        receipt_number=f"T-{next(_key)}",
        state=WithdrawalState.RECEIVED,
        received_by=ReceivedBy.WEB,
        received_at=clock.now(),
        effective_on=date(2099, 3, 31),
        reason="",
    )
    db.session.add(notice)
    db.session.flush()
    return notice


def filed_release(organisation: Organisation) -> ReleaseRequest:
    """Return the organisation's release request, creating one if necessary.

    A general member's dates from its time as an executive member.
    """
    request = releases.open_request(organisation.id)
    if request is None:
        request = ReleaseRequest(
            organisation_id=organisation.id,
            receipt_number=f"R-{next(_key)}",
            received_by=ReceivedBy.WEB,
            received_at=clock.now(),
            open_key=organisation.id,
        )
        db.session.add(request)
        db.session.flush()
    return request


def filed_consent(organisation: Organisation) -> ConsentToServe:
    """Return the organisation's consent awaiting a resolution, creating one if necessary.

    An executive member's dates from its time as a general member.
    """
    consent = consents.open_consent(organisation.id)
    if consent is None:
        consent = ConsentToServe(
            organisation_id=organisation.id,
            receipt_number=f"K-{next(_key)}",
            state=ConsentState.FILED,
            received_by=ReceivedBy.WEB,
            received_at=clock.now(),
            statement="県東部で居場所を開いています。",
            open_key=organisation.id,
        )
        db.session.add(consent)
        db.session.flush()
    return consent


def letter_to(organisation: Organisation, *, to: str = "contact@example.jp") -> OutboxMessage:
    """Create a letter readable by the organisation."""
    message = outbox.write(
        SYSTEM,
        member_letter.letter(organisation, "test", "お知らせ", ("本文です。",)),
        to=to,
        dedupe_key=f"test:{next(_key)}",
        organisation_id=organisation.id,
    )
    return message


def failed_question() -> dict[str, int]:
    """Create a contact question that could not be delivered; return its URL values."""
    organisation = factories.member()
    message, _token = contact_question(organisation)
    message.state = OutboxState.FAILED
    db.session.flush()
    return {"pk": organisation.id, "message_id": message.id}


def contact_question(organisation: Organisation) -> tuple[OutboxMessage, str]:
    """Return an issued contact question and the token of its link."""
    organisation.last_contact_on = clock.today() - timedelta(days=290)
    organisation.next_question_on = clock.today()
    db.session.flush()
    while contact_questions.ask_due(SYSTEM, links=LINKS):
        pass
    message = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.organisation_id == organisation.id)
        .where(OutboxMessage.purpose == "contact_question")
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    ).one()
    return message, message.body.split("/contact/")[1].split()[0]
