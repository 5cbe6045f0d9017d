"""Patronage (後援名義): two officers decide, the member reports after the event."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.mail.exchange import patronage_letters
from app.models.common.approval import Approval
from app.models.exchange.patronage import Patronage
from app.models.membership.organisation import Organisation
from app.models.registers.entry import RegisterModel
from app.rules.states.common.table import next_state
from app.rules.states.exchange.patronage import PATRONAGE, PatronageStage, PatronageVerb
from app.security import guard
from app.security.viewer import Role, Viewer
from app.services.common import approvals, numbers, rows
from app.services.membership import recipients
from app.services.post import outbox
from app.services.registers import entries

KIND = "patronage.decide"
OPEN = (PatronageStage.APPLIED, PatronageStage.GRANTED)
"""The stages in which a member can withdraw."""
REMINDED_AFTER = timedelta(days=14)
"""How long after the event the member is reminded of the report."""


def add(actor: Viewer, model: RegisterModel, values: entries.Values) -> Patronage:
    """Enter an application and tell the secretariat. Raises RuleViolation for a past event."""
    if not actor.is_staff and values["held_on"] < clock.today():
        raise RuleViolation(None, "終わった行事の後援名義は申請できません。", field="held_on")
    entry: Patronage = entries.add(actor, model, values)
    if not actor.is_staff:
        for account in recipients.secretariat():
            letter = patronage_letters.waits(account, entry)
            outbox.write(actor, letter, to=account.email, dedupe_key=_key(entry))
    return entry


def propose(actor: Viewer, public_id: str, *, granted: bool, words: str) -> Approval:
    """Propose a decision, which another officer releases. Raises RuleViolation, StaleState."""
    entry = _staff_locked(actor, public_id)
    next_state(PATRONAGE, entry.stage, _verb(granted))
    if not granted and not words.strip():
        raise RuleViolation(None, "不承認のときは、理由を入力してください。", field="words")
    return approvals.propose(
        actor,
        KIND,
        entry.public_id,
        title=f"{entry.name}（{'承認' if granted else '不承認'}）",
        granted=granted,
        words=words.strip(),
        seen=entry.changed_at.isoformat(),
    )


def release(actor: Viewer, public_id: str) -> Patronage:
    """Decide as proposed, and write the official letter to the member.

    Raises RuleViolation for the proposer, StaleState if the application changed in the meantime.
    """
    entry = _staff_locked(actor, public_id)
    chosen = approvals.release(actor, KIND, public_id).arguments
    if chosen["seen"] != entry.changed_at.isoformat():
        raise StaleState("提案の後に、申請の内容が変わりました。取り下げて、提案し直してください。")
    entry.stage = next_state(PATRONAGE, entry.stage, _verb(chosen["granted"]))
    entry.decided_on, entry.words = clock.today(), chosen["words"]
    db.session.flush()
    entries.record(actor, "decide", entry, granted=chosen["granted"])
    member = _member(entry)
    if member is not None:
        letter = patronage_letters.decided(member, entry, numbers.document_number())
        outbox.write(
            actor,
            letter,
            to=recipients.address_of(member),
            dedupe_key=_key(entry),
            organisation_id=member.id,
        )
    return entry


def send_back(actor: Viewer, public_id: str, reason: str) -> Approval:
    """Return the proposed decision to the officer who proposed it."""
    _staff_locked(actor, public_id)
    return approvals.send_back(actor, KIND, public_id, reason)


def take_back(actor: Viewer, public_id: str) -> Approval:
    """Take the proposed decision back."""
    _staff_locked(actor, public_id)
    return approvals.take_back(actor, KIND, public_id)


def report(actor: Viewer, public_id: str, *, visitors: int | None, text: str) -> Patronage:
    """Record the member's report. Raises RuleViolation before the event, StaleState, NotFound."""
    entry: Patronage = entries.locked(actor, Patronage, public_id)
    stage = next_state(PATRONAGE, entry.stage, PatronageVerb.REPORT)
    if entry.held_on is not None and entry.held_on > clock.today():
        raise RuleViolation(None, "報告は、行事が終わってから入力してください。")
    entry.stage, entry.visitors, entry.report = stage, visitors, text.strip()
    entry.reported_on = clock.today()
    db.session.flush()
    entries.record(actor, "report_event", entry)
    return entry


def withdraw(actor: Viewer, model: RegisterModel, public_id: str, reason: str) -> Patronage:
    """Take an application out (取下げ); a pending proposal lapses."""
    entry: Patronage = entries.locked(actor, Patronage, public_id)
    with guard.acting_as_system(db.session):  # the proposal is the office's
        approvals.lapse(actor, "patronage", public_id)
    if entry.stage not in OPEN and not actor.is_staff:
        raise RuleViolation(None, "不承認や報告の後は、取り下げられません。")
    if entry.stage in OPEN:
        entry.stage = next_state(PATRONAGE, entry.stage, PatronageVerb.WITHDRAW)
    taken: Patronage = entries.retire(actor, model, public_id, reason)
    return taken


def remind_due(actor: Viewer) -> int:
    """Remind members of reports that are due; return how many. Once for each event."""
    actor.require(Role.SYSTEM)
    today = clock.today()
    due: Sequence[Patronage] = db.session.scalars(
        select(Patronage)
        .where(Patronage.stage == PatronageStage.GRANTED, Patronage.reminded_on.is_(None))
        .where(Patronage.held_on <= today - REMINDED_AFTER, Patronage.retired_on.is_(None))
        .limit(rows.AT_ONCE)
        .options(joinedload(Patronage.organisation).joinedload(Organisation.municipality))
        .with_for_update(of=Patronage, skip_locked=True)
    ).all()
    addresses = recipients.addresses_of([each.organisation for each in due if each.organisation])
    for entry in due:
        entry.reminded_on = today
        entries.note(actor, "remind", entry)
        if entry.organisation:
            outbox.write(
                actor,
                patronage_letters.report_due(entry.organisation, entry),
                to=addresses[entry.organisation.id],
                dedupe_key=_key(entry),
                organisation_id=entry.organisation_id,
            )
    db.session.flush()
    return len(due)


def _staff_locked(actor: Viewer, public_id: str) -> Patronage:
    actor.require(Role.SECRETARIAT)
    entry: Patronage = entries.locked(actor, Patronage, public_id)
    return entry


def _verb(granted: bool) -> PatronageVerb:
    return PatronageVerb.GRANT if granted else PatronageVerb.REFUSE


def _member(entry: Patronage) -> Organisation | None:
    return db.session.get(Organisation, entry.organisation_id) if entry.organisation_id else None


def _key(entry: Patronage) -> str:
    return f"patronage:{entry.id}"
