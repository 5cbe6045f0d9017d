"""Applications: creation, receipt, expiry, and entry from paper (要領第2条第1項)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.mail.admission import application_letters
from app.models.admission.application import Application
from app.models.common.draft import Draft
from app.rules.common import articles
from app.rules.membership.eligibility import OrganisationKind, may_apply
from app.rules.membership.membership import ReceivedBy
from app.rules.membership.profile_fields import PROFILE_FIELDS
from app.rules.states.admission.application import APPLICATION, ApplicationState, ApplicationVerb
from app.rules.states.common.table import next_state
from app.security.viewer import Role, Viewer
from app.services.common import audit, drafts, numbers, scans
from app.services.common.links import Links
from app.services.post import outbox

CONFIRM_WITHIN = timedelta(days=3)


def by_key(idempotency_key: str) -> Application | None:
    """Return the application submitted from this draft, if any."""
    return db.session.scalars(
        select(Application).where(Application.idempotency_key == idempotency_key)
    ).one_or_none()


def create(values: Mapping[str, Any], verb: ApplicationVerb, by: ReceivedBy) -> Application:
    """Create an application in its first state. Raises RuleViolation for an ineligible kind."""
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
    if application.pledge_version or application.bylaws_version:
        application.pledged_on = clock.today()
    db.session.add(application)
    return application


def enter_on_paper(
    actor: Viewer,
    values: Mapping[str, Any],
    received_by: ReceivedBy,
    *,
    received_on: date,
    links: Links,
    idempotency_key: str | None = None,
    scan: tuple[str, bytes] | None = None,
) -> Application:
    """Enter an application received on paper or by FAX, on the applicant's behalf (代行入力).

    received_on: the day on which it arrived, which is the day of receipt. scan: name and content
    of the scanned paper. Raises RuleViolation for a future day, and for a scan that is no document.
    """
    actor.require(Role.SECRETARIAT)
    if received_on > clock.today():
        raise RuleViolation(articles.APPLICATION, "受付日に、今日より後の日は入力できません。")
    if idempotency_key is not None:
        drafts.locked(idempotency_key)
        existing = by_key(idempotency_key)
        if existing is not None:
            return existing
    application = create(values, ApplicationVerb.SUBMIT_ON_PAPER, received_by)
    application.idempotency_key = idempotency_key
    if application.pledged_on is not None:
        application.pledged_on = received_on
    if scan is not None:
        scans.keep(application, *scan)
    receive(application, received_on)
    audit.record(actor, "application.enter", "application", application.id, received_by=received_by)
    acknowledge(actor, application, links)
    return application


def receive(application: Application, received_on: date) -> None:
    """Formally receive the application: assign number and day of receipt, delete the draft."""
    application.receipt_number = numbers.receipt_number("N")
    application.received_on = received_on
    if application.idempotency_key is not None:
        draft: Draft | None = drafts.locked(application.idempotency_key)
        if draft is not None:
            db.session.delete(draft)
    db.session.flush()


def acknowledge(actor: Viewer, application: Application, links: Links) -> None:
    """Write the letter of receipt; without a mail address it is posted, without the link."""
    address = applicant_address(application)
    status = links.application_status(application.id, application.status_nonce) if address else ""
    outbox.write(
        actor,
        application_letters.application_received(application, status),
        to=address,
        dedupe_key=f"application:{application.id}",
        secret=bool(status),
    )


def applicant_address(application: Application) -> str:
    """Return the applicant's mail address; "" for an applicant reached by post."""
    return application.business_contact_email or application.email


def expire_unconfirmed(actor: Viewer) -> int:
    """Expire applications whose address was not confirmed in time; return their number."""
    actor.require(Role.SYSTEM)
    over = db.session.scalars(
        select(Application)
        .where(Application.state == ApplicationState.UNCONFIRMED)
        .where(Application.submitted_at < clock.now() - CONFIRM_WITHIN)
        .with_for_update(skip_locked=True)
    ).all()
    for application in over:
        application.state = next_state(APPLICATION, application.state, ApplicationVerb.EXPIRE)
        application.idempotency_key = None
        audit.record(actor, "application.expire", "application", application.id)
    db.session.flush()
    return len(over)


def locked(application_id: int) -> Application:
    """Return the application, locked and fresh. Raises NotFound where there is none."""
    application = db.session.get(
        Application, application_id, with_for_update=True, populate_existing=True
    )
    if application is None:
        raise NotFound
    return application
