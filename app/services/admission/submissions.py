"""Submission of an application from the web, and confirmation of the address (要領第2条第1項)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.mail.admission import application_letters
from app.models.accounts.user import OneTimeLink
from app.models.admission.application import Application
from app.rules.membership.membership import ReceivedBy
from app.rules.states.admission.application import APPLICATION, ApplicationState, ApplicationVerb
from app.rules.states.common.table import next_state
from app.security.tokens import new_token, token_hash
from app.security.viewer import Viewer
from app.services.admission.applications import (
    CONFIRM_WITHIN,
    acknowledge,
    applicant_address,
    by_key,
    create,
    locked,
    receive,
)
from app.services.common import audit, drafts
from app.services.common.links import Links
from app.services.post import outbox

CONFIRM = "application_confirm"
LINKS_AN_HOUR = 3
"""Maximum of confirmation mails to one address in an hour, against flooding."""
TOO_MANY_LINKS = "このメールアドレスには確認メールを続けて送っています。1時間ほどおいてから、もう一度お試しください。"


def submit(
    actor: Viewer, values: Mapping[str, Any], *, links: Links, idempotency_key: str
) -> Application:
    """Receive an application from the web. It becomes valid once the mailed link is opened.

    values: by PROFILE_FIELDS, and was_member, readmission_statement, pledge_version,
    bylaws_version, privacy_version. idempotency_key: the hash of the draft's token; the same key
    returns the same application.
    Raises RuleViolation for individuals (要領第2条第3項第3号).
    """
    drafts.locked(idempotency_key)
    existing = by_key(idempotency_key)
    if existing is not None:
        return existing
    application = create(values, ApplicationVerb.SUBMIT, ReceivedBy.WEB)
    application.idempotency_key = idempotency_key
    db.session.flush()
    audit.record(actor, "application.submit", "application", application.id)
    _ask_to_confirm(actor, application, links)
    return application


def _ask_to_confirm(actor: Viewer, application: Application, links: Links) -> None:
    now = clock.now()
    address = applicant_address(application)
    _refuse_flood(address)
    token = new_token()
    until = application.submitted_at + CONFIRM_WITHIN
    db.session.add(
        OneTimeLink(
            purpose=CONFIRM,
            token_hash=token_hash(token),
            subject_id=application.id,
            created_at=now,
            expires_at=until,
        )
    )
    outbox.write(
        actor,
        application_letters.confirm_address(
            application, links.confirm_application(token), until=until
        ),
        to=address,
        dedupe_key=f"application:{application.id}",
        period=now.isoformat(),
        secret=True,
    )


def _refuse_flood(address: str) -> None:
    same = func.lower(
        func.coalesce(func.nullif(Application.business_contact_email, ""), Application.email)
    )
    recent = (
        select(func.count())
        .select_from(OneTimeLink)
        .join(Application, Application.id == OneTimeLink.subject_id)
        .where(OneTimeLink.purpose == CONFIRM, same == address.lower())
        .where(OneTimeLink.created_at > clock.now() - timedelta(hours=1))
    )
    if (db.session.scalar(recent) or 0) >= LINKS_AN_HOUR:
        raise RuleViolation(None, TOO_MANY_LINKS)


def send_again(actor: Viewer, idempotency_key: str, *, links: Links) -> Application:
    """Mail the confirmation link once more. Raises RuleViolation at the hourly limit."""
    application = _unconfirmed(idempotency_key)
    _ask_to_confirm(actor, application, links)
    db.session.flush()
    return application


def reopen(actor: Viewer, idempotency_key: str) -> Application:
    """Take back an unconfirmed application: its draft can be corrected and sent again."""
    application = _unconfirmed(idempotency_key)
    application.state = next_state(APPLICATION, application.state, ApplicationVerb.TAKE_BACK)
    application.decided_on = clock.today()
    application.idempotency_key = None
    audit.record(actor, "application.take_back", "application", application.id)
    db.session.flush()
    return application


def _unconfirmed(idempotency_key: str) -> Application:
    found = by_key(idempotency_key)
    application = locked(found.id) if found is not None else None
    if application is None or application.state is not ApplicationState.UNCONFIRMED:
        raise StaleState("この申込みは、メールアドレスの確認が済んだか、期限が切れています。")
    return application


def link_to_confirm(token: str) -> OneTimeLink:
    """Return the confirmation link of this token, locked.

    Raises NotFound for an unknown link, StaleState for a used or expired one.
    """
    link = db.session.scalars(
        select(OneTimeLink)
        .where(OneTimeLink.purpose == CONFIRM, OneTimeLink.token_hash == token_hash(token))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if link is None or link.subject_id is None:
        raise NotFound
    if link.used_at is not None:
        raise StaleState(
            "この確認リンクは使用済みです。受付のメールにある状況確認のリンクをお使いください。"
        )
    if link.expires_at < clock.now():
        raise StaleState("確認リンクの期限が切れています。もう一度お申し込みください。")
    return link


def confirm(actor: Viewer, token: str, *, links: Links) -> Application:
    """Confirm the address by the mailed link: the application is now formally received.

    Raises NotFound for an unknown link, StaleState for a used or expired one.
    """
    link = link_to_confirm(token)
    assert link.subject_id is not None
    application = locked(link.subject_id)
    application.state = next_state(APPLICATION, application.state, ApplicationVerb.CONFIRM)
    link.used_at = clock.now()
    receive(application, clock.today())
    audit.record(actor, "application.confirm", "application", application.id)
    acknowledge(actor, application, links)
    return application
