"""The applicant's actions on the status page: read, correct, take back (要領第2条第1項)."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.admission.application import Application
from app.models.post.outbox import OutboxMessage
from app.rules.common import articles
from app.rules.membership.eligibility import OrganisationKind, may_apply
from app.rules.membership.profile_fields import PROFILE_FIELDS
from app.rules.states.admission.application import APPLICATION, ApplicationVerb
from app.rules.states.common.table import next_state
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Viewer
from app.services.admission.applications import applicant_address, locked
from app.services.common import audit, drafts
from app.services.common.links import Links

CORRECTABLE = (*PROFILE_FIELDS, "was_member", "readmission_statement")


def by_status_token(token: str, *, links: Links) -> Application:
    """Return the application of a status page's link. Raises NotFound for an unknown link."""
    application_id, nonce = links.read_status_token(token)
    application = db.session.get(Application, application_id)
    if application is None or not hmac.compare_digest(application.status_nonce, nonce):
        raise NotFound
    return application


def letters_to(application: Application) -> Sequence[OutboxMessage]:
    """Return the letters to the applicant, oldest first, without cancelled ones."""
    return db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.dedupe_key == f"application:{application.id}")
        .where(OutboxMessage.state != OutboxState.CANCELLED)
        .order_by(OutboxMessage.id)
    ).all()


def resubmit(
    actor: Viewer,
    token: str,
    values: Mapping[str, Any],
    *,
    links: Links,
    draft_key: str | None = None,
) -> Application:
    """Record the applicant's requested corrections (補正).

    The secretariat's findings on the former content are removed: it checks the application again.
    draft_key: the token hash of the submitted draft, which is then deleted.
    Raises RuleViolation for a mail address other than the confirmed one, and for individuals.
    """
    application = locked(by_status_token(token, links=links).id)
    application.state = next_state(APPLICATION, application.state, ApplicationVerb.RESUBMIT)
    verdict = may_apply(OrganisationKind(values["kind"]))
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    address = applicant_address(application)
    changed = [
        field
        for field in CORRECTABLE
        if field in values and getattr(application, field) != values[field]
    ]
    for field in changed:
        setattr(application, field, values[field])
    if applicant_address(application) != address:
        raise RuleViolation(
            articles.APPLICATION, "確認済みのメールアドレスは、この画面では変更できません。"
        )
    if changed:
        for check in application.checks:
            db.session.delete(check)
        application.former_checked = False
    draft = drafts.locked(draft_key) if draft_key else None
    if draft is not None:
        db.session.delete(draft)
    audit.record(actor, "application.resubmit", "application", application.id, changed=changed)
    db.session.flush()
    db.session.expire(application, ["checks"])
    return application


def take_back(actor: Viewer, token: str, *, links: Links) -> Application:
    """Take back the application on the applicant's request (取下げ)."""
    application = locked(by_status_token(token, links=links).id)
    application.state = next_state(APPLICATION, application.state, ApplicationVerb.TAKE_BACK)
    application.batch_id = None
    application.decided_on = clock.today()
    audit.record(actor, "application.take_back", "application", application.id)
    db.session.flush()
    return application
