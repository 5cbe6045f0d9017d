"""The applicant's actions on the status page: read, correct, take back (要領第2条第1項)."""

import hmac
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.mail.admission import correction_letters
from app.models.admission.application import Application
from app.models.post.outbox import OutboxMessage
from app.rules.common import articles
from app.rules.membership.membership import ReceivedBy
from app.rules.states.admission.application import APPLICATION, ApplicationVerb
from app.rules.states.common.table import next_state
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer
from app.services.admission import application_post, batches, corrections
from app.services.admission.applications import locked
from app.services.common import approvals, audit, drafts
from app.services.common.links import Links


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

    draft_key: the token hash of the submitted draft, which is then deleted.
    Raises RuleViolation for a mail address other than the confirmed one, and for individuals.
    """
    application = locked(by_status_token(token, links=links).id)
    corrections.receive(actor, application, values)
    draft = drafts.locked(draft_key) if draft_key else None
    if draft is not None:
        db.session.delete(draft)
    db.session.flush()
    return application


def take_back(actor: Viewer, token: str, *, links: Links) -> Application:
    """Take back the application on the applicant's page (取下げ)."""
    application_id = by_status_token(token, links=links).id
    return _take_back(actor, batches.locked_after_its_batch(application_id), clock.today())


def take_back_for(
    actor: Viewer, application_id: int, *, asked_by: str, way: ReceivedBy, asked_on: date
) -> Application:
    """Take back the application as the applicant asked the secretariat, and confirm it by letter.

    Raises RuleViolation without the person who asked, and for a day in the future or before the
    receipt.
    """
    actor.require(Role.SECRETARIAT)
    application = batches.locked_after_its_batch(application_id)
    if application.received_on is None:
        raise StaleState("メールアドレスが確認されていません。期限が過ぎると無効になります。")
    if not asked_by.strip():
        raise RuleViolation(articles.APPLICATION, "だれが申し出たかを入力してください。")
    if not application.received_on <= asked_on <= clock.today():
        raise RuleViolation(
            articles.APPLICATION, "申出のあった日は、受付日から今日までの日を入力してください。"
        )
    application.taken_back_by, application.taken_back_way = asked_by.strip(), way
    _take_back(actor, application, asked_on)
    application_post.send(actor, application, correction_letters.taken_back(application))
    return application


def _take_back(actor: Viewer, application: Application, on: date) -> Application:
    """Take back a locked application. It stays in its batch, as taken back and not decided."""
    application.state = next_state(APPLICATION, application.state, ApplicationVerb.TAKE_BACK)
    approvals.lapse(actor, "application", application.id)
    application.proposed_acceptance, application.decision_reason = None, ""
    application.decided_on, application.remind_on = on, None
    audit.record(actor, "application.take_back", "application", application.id)
    db.session.flush()
    return application
