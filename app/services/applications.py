"""An application comes in and is confirmed, corrected or taken back by its applicant (要領第2条第1項)."""

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.mail import messages
from app.models.application import Application
from app.models.profile import PROFILE_FIELDS
from app.models.user import OneTimeLink
from app.rules import articles
from app.rules.eligibility import OrganisationKind, may_apply
from app.rules.membership import ReceivedBy
from app.rules.states import APPLICATION, ApplicationState, ApplicationVerb, next_state
from app.security.tokens import new_token, token_hash
from app.security.viewer import Role, Viewer
from app.services import audit, numbers, outbox
from app.services.links import Links

CONFIRM_WITHIN = timedelta(days=3)
CONFIRM = "application_confirm"


def submit(
    actor: Viewer, values: Mapping[str, Any], *, links: Links, idempotency_key: str
) -> Application:
    """Receive an application from the web. It counts once the mailed link has been opened.

    values: by PROFILE_FIELDS, and was_member, readmission_statement, pledge_version,
    bylaws_version, privacy_version. The same idempotency key gives back the same application.
    Raises RuleViolation when individuals apply (要領第2条第3項第3号).
    """
    existing = db.session.scalars(
        select(Application).where(Application.idempotency_key == idempotency_key)
    ).one_or_none()
    if existing is not None:
        return existing
    application = _new(values, ApplicationVerb.SUBMIT, ReceivedBy.WEB)
    application.idempotency_key = idempotency_key
    db.session.flush()
    token = new_token()
    now = clock.now()
    db.session.add(
        OneTimeLink(
            purpose=CONFIRM,
            token_hash=token_hash(token),
            subject_id=application.id,
            created_at=now,
            expires_at=now + CONFIRM_WITHIN,
        )
    )
    audit.record(actor, "application.submit", "application", application.id)
    letter = messages.confirm_address(application, links.confirm_application(token))
    outbox.write(
        actor,
        letter,
        to=applicant_address(application),
        notice=f"application:{application.id}",
        secret=True,
    )
    return application


def enter_on_paper(
    actor: Viewer, values: Mapping[str, Any], received_by: ReceivedBy, *, links: Links
) -> Application:
    """Enter an application that came on paper or by FAX on someone's behalf (代行入力)."""
    actor.require(Role.SECRETARIAT)
    application = _new(values, ApplicationVerb.SUBMIT_ON_PAPER, received_by)
    _give_number(application)
    db.session.flush()
    audit.record(actor, "application.enter", "application", application.id, received_by=received_by)
    _acknowledge(actor, application, links)
    return application


def _new(values: Mapping[str, Any], verb: ApplicationVerb, by: ReceivedBy) -> Application:
    verdict = may_apply(OrganisationKind(values["kind"]))
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    application = Application(
        **{field: values[field] for field in PROFILE_FIELDS if field in values},
        state=next_state(APPLICATION, None, verb),
        received_by=by,
        submitted_at=clock.now(),
        was_member=bool(values.get("was_member")),
        readmission_statement=values.get("readmission_statement") or "",
        pledge_version=values.get("pledge_version", ""),
        bylaws_version=values.get("bylaws_version", ""),
        privacy_version=values.get("privacy_version", ""),
    )
    db.session.add(application)
    return application


def confirm(actor: Viewer, token: str, *, links: Links) -> Application:
    """The mailed link was opened: from now the application counts.

    Raises NotFound for an unknown link, StaleState for one that was used or is over.
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
    application = locked(link.subject_id)
    application.state = next_state(APPLICATION, application.state, ApplicationVerb.CONFIRM)
    link.used_at = clock.now()
    _give_number(application)
    audit.record(actor, "application.confirm", "application", application.id)
    _acknowledge(actor, application, links)
    return application


def _give_number(application: Application) -> None:
    application.receipt_number = numbers.receipt_number("N")
    application.received_on = clock.today()


def _acknowledge(actor: Viewer, application: Application, links: Links) -> None:
    address = applicant_address(application)
    if address:
        outbox.write(
            actor,
            messages.application_received(application, links.application_status(application)),
            to=address,
            notice=f"application:{application.id}",
            secret=True,
        )


def applicant_address(application: Application) -> str:
    """Where the applicant reads its letters."""
    return application.business_contact_email or application.email


def by_status_token(token: str, *, links: Links) -> Application:
    """The application behind a status page's secret link. Raises NotFound where there is none."""
    application_id, nonce = links.read_status_token(token)
    application = db.session.get(Application, application_id)
    if application is None or not hmac.compare_digest(application.status_nonce, nonce):
        raise NotFound
    return application


def resubmit(actor: Viewer, token: str, values: Mapping[str, Any], *, links: Links) -> Application:
    """The applicant corrected what it was asked to (補正)."""
    application = locked(by_status_token(token, links=links).id)
    application.state = next_state(APPLICATION, application.state, ApplicationVerb.RESUBMIT)
    verdict = may_apply(OrganisationKind(values["kind"]))
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    address = applicant_address(application)
    for field in (*PROFILE_FIELDS, "was_member", "readmission_statement"):
        if field in values:
            setattr(application, field, values[field])
    if applicant_address(application) != address:
        raise RuleViolation(
            articles.APPLICATION, "確認済みのメールアドレスは、この画面では変更できません。"
        )
    audit.record(actor, "application.resubmit", "application", application.id)
    db.session.flush()
    return application


def take_back(actor: Viewer, token: str, *, links: Links) -> Application:
    """The applicant takes it back (取下げ)."""
    application = locked(by_status_token(token, links=links).id)
    application.state = next_state(APPLICATION, application.state, ApplicationVerb.TAKE_BACK)
    application.batch_id = None
    application.decided_on = clock.today()
    audit.record(actor, "application.take_back", "application", application.id)
    db.session.flush()
    return application


def expire_unconfirmed(actor: Viewer) -> int:
    """Let applications go whose address nobody confirmed in time; returns how many."""
    actor.require(Role.SYSTEM)
    over = db.session.scalars(
        select(Application)
        .where(Application.state == ApplicationState.UNCONFIRMED)
        .where(Application.submitted_at < clock.now() - CONFIRM_WITHIN)
        .with_for_update(skip_locked=True)
    ).all()
    for application in over:
        application.state = next_state(APPLICATION, application.state, ApplicationVerb.EXPIRE)
        audit.record(actor, "application.expire", "application", application.id)
    db.session.flush()
    return len(over)


def locked(application_id: int) -> Application:
    """The application, locked and fresh. Raises NotFound where there is none."""
    application = db.session.get(
        Application, application_id, with_for_update=True, populate_existing=True
    )
    if application is None:
        raise NotFound
    return application
