"""Messages of members to members, without showing addresses (会員間のメッセージ)."""

from sqlalchemy import func, select

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.mail.policy import member_message
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.security.viewer import MEMBERS, Viewer
from app.services.common import audit
from app.services.membership import memberships, recipients
from app.services.post import outbox
from app.services.roster import roster

A_DAY = 10
"""Messages of one member on one day."""


def recipient(actor: Viewer, public_id: str) -> Organisation:
    """Return the member to which the actor may write. Raises NotPermitted, NotFound."""
    actor.require(*MEMBERS)
    roster.one(actor, public_id, clock.today())
    if is_own(actor, public_id):
        raise NotFound
    return db.session.scalars(select(Organisation).where(Organisation.public_id == public_id)).one()


def is_own(actor: Viewer, public_id: str) -> bool:
    """Whether this is the actor's own organisation."""
    own = select(Organisation.public_id).where(Organisation.id == actor.organisation_id)
    return db.session.scalar(own) == public_id


def send(actor: Viewer, public_id: str, subject: str, text: str) -> OutboxMessage:
    """Write a message to another member. The trail records who wrote to whom, and not what.

    Raises NotFound for no member, RuleViolation without an address on either side and above A_DAY.
    """
    to = recipient(actor, public_id)
    assert actor.organisation_id is not None
    sender = memberships.locked(actor.organisation_id)
    address, back = recipients.address_of(to), recipients.address_of(sender, actor.account_id)
    if not address or not back:
        raise RuleViolation(
            None,
            "メールアドレスの登録がない団体との間では、メッセージを送れません。事務局に相談してください。",
        )
    key, today = f"member_message:{sender.id}-", clock.today().isoformat()
    sent = db.session.scalar(
        select(func.count()).where(
            OutboxMessage.dedupe_key.startswith(key, autoescape=True), OutboxMessage.period == today
        )
    )
    number = (sent or 0) + 1
    if number > A_DAY:
        raise RuleViolation(None, f"1日に送れるメッセージは、{A_DAY}通までです。")
    letter = member_message.member_message(to, sender, actor.name, subject, text)
    audit.record(actor, "member_message.send", "organisation", to.id, sender=sender.id)
    return outbox.write(
        actor,
        letter,
        to=address,
        dedupe_key=f"{key}{number}",
        period=today,
        organisation_id=to.id,
        reply_to=back,
    )
