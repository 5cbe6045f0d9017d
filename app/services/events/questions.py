"""Questions for a dialogue with the administration (行政との対話): a second look, and the answers."""

from collections.abc import Sequence

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.mail.events import event_letters as letters
from app.models.events.event import Event, EventQuestion
from app.models.membership.organisation import Organisation
from app.models.registers.entry import RegisterModel
from app.rules.membership.roster import Tier
from app.security.viewer import Role, Viewer
from app.services.common.links import Links
from app.services.membership.recipients import address_of, secretariat
from app.services.post import outbox
from app.services.registers import entries


def of(event: Event) -> Sequence[EventQuestion]:
    """Return the questions for an event that the viewer of the session sees, in order."""
    return db.session.scalars(
        select(EventQuestion)
        .where(EventQuestion.event == event.public_id, EventQuestion.retired_on.is_(None))
        .order_by(EventQuestion.id)
    ).all()


def add(actor: Viewer, model: RegisterModel, values: entries.Values) -> EventQuestion:
    """Take in a question: a member's waits for a second look, and the secretariat is told."""
    tier = _tier(values["event"]) if actor.is_staff else Tier.SECRETARIAT
    question: EventQuestion = entries.add(actor, model, {**values, "tier": tier})
    if not actor.is_staff:
        for account in secretariat():
            letter = letters.question_waits(account, question.text)
            outbox.write(actor, letter, to=account.email, dedupe_key=_key(question))
    return question


def publish(actor: Viewer, public_id: str, *, links: Links) -> EventQuestion:
    """Show a question to those who see its event (二度目の目), and tell the asker. Raises NotFound."""
    return _change(actor, public_id, {}, "質問を掲載しました。", links)


def answer(
    actor: Viewer, public_id: str, text: str, section: str, *, links: Links
) -> EventQuestion:
    """Record the administration's answer, show it, and tell the asker. Raises NotFound."""
    values = {"answer": text, "section": section, "answered_on": clock.today()}
    return _change(actor, public_id, values, "質問への回答を掲載しました。", links)


def _change(
    actor: Viewer, public_id: str, values: entries.Values, result: str, links: Links
) -> EventQuestion:
    actor.require(Role.SECRETARIAT)
    question = entries.locked(actor, EventQuestion, public_id)
    values = {**values, "tier": _tier(question.event)}
    question = entries.change(actor, EventQuestion, public_id, values)
    member = db.session.get(Organisation, question.organisation_id or 0)
    if member is not None:
        link = links.page(f"/event-questions/{public_id}")
        outbox.write(
            actor,
            letters.question_told(member.name, question.text, result, link),
            to=address_of(member),
            dedupe_key=_key(question),
            period=question.changed_at.isoformat(),
            organisation_id=member.id,
        )
    found: EventQuestion = question
    return found


def _tier(event: str) -> Tier:
    return db.session.scalars(select(Event).where(Event.public_id == event)).one().access.tier


def _key(question: EventQuestion) -> str:
    return f"{EventQuestion.__tablename__}:{question.id}"
