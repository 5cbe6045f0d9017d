"""Subcommittees (分科会): proposed, supported, founded; their members come and go by a button."""

from collections.abc import Sequence

from sqlalchemy import select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.mail.events import event_letters as letters
from app.models.events.event import Event
from app.models.events.registration import SubcommitteeMember
from app.models.events.subcommittee import Subcommittee
from app.models.membership.organisation import Organisation
from app.models.registers.entry import RegisterModel
from app.rules.membership.membership import Standing
from app.rules.states.common.table import next_state
from app.rules.states.events.event import SUBCOMMITTEE, SubcommitteeStage, SubcommitteeVerb
from app.security.viewer import MEMBERS, Role, Viewer
from app.services.common import rows, settings
from app.services.membership.recipients import address_of, secretariat
from app.services.post import outbox
from app.services.registers import entries

NOUN = Subcommittee.__tablename__
LIVE = (SubcommitteeStage.PROPOSED, SubcommitteeStage.FOUNDED)


def add(actor: Viewer, model: RegisterModel, values: entries.Values) -> Subcommittee:
    """Propose a subcommittee and tell the secretariat."""
    entry: Subcommittee = entries.add(actor, model, values)
    if not actor.is_staff:
        member = db.session.get_one(Organisation, entry.organisation_id)
        for account in secretariat():
            letter = letters.proposed(account, "分科会", entry.name, member.name)
            outbox.write(actor, letter, to=account.email, dedupe_key=f"{NOUN}:{entry.id}")
    return entry


def members(entry: Subcommittee) -> Sequence[Organisation]:
    """Return the members that support the proposal or take part, by name."""
    return db.session.scalars(
        select(Organisation)
        .join(SubcommitteeMember, SubcommitteeMember.member_id == Organisation.id)
        .where(
            SubcommitteeMember.subcommittee_id == entry.id, Organisation.standing != Standing.FORMER
        )
        .order_by(Organisation.name_kana, Organisation.id)
    ).all()


def meetings(entry: Subcommittee) -> Sequence[Event]:
    """Return its meetings that the viewer of the session sees, the latest first."""
    return db.session.scalars(
        select(Event)
        .where(Event.subcommittee == entry.public_id, Event.retired_on.is_(None))
        .order_by(Event.day.desc(), Event.id)
    ).all()


def missing(entry: Subcommittee, supporting: Sequence[Organisation]) -> int:
    """Return how many more members beside the proposing one have to support it."""
    others = sum(each.id != entry.organisation_id for each in supporting)
    return max(0, int(settings.value("subcommittee_supporters")) - others)


def join(actor: Viewer, public_id: str) -> Subcommittee:
    """Support the proposal, or take part: a member. Once is enough."""
    entry = _locked(actor, public_id)
    if entry.organisation_id == actor.organisation_id:
        raise RuleViolation(None, "提案した団体は、初めから参加しています。")
    if _membership(actor, entry) is None:
        row = SubcommitteeMember(
            subcommittee_id=entry.id, member_id=actor.organisation_id, joined_on=clock.today()
        )
        db.session.add(row)
        entries.note(actor, "join", entry)
        db.session.flush()
    return entry


def leave(actor: Viewer, public_id: str) -> Subcommittee:
    """Support it no longer, or take part no longer."""
    entry = _locked(actor, public_id)
    row = _membership(actor, entry)
    if row is not None:
        db.session.delete(row)
        entries.note(actor, "leave", entry)
        db.session.flush()
    return entry


def found(actor: Viewer, public_id: str, reason: str = "") -> Subcommittee:
    """Found it. Raises RuleViolation while too few members support it."""
    entry = _move(actor, public_id, SubcommitteeVerb.FOUND)
    lacking = missing(entry, members(entry))
    if lacking:
        raise RuleViolation(None, f"設置には、あと{lacking}団体の賛同が必要です。")
    entry.founded_on = clock.today()
    entries.record(actor, "found", entry)
    _tell(actor, entry, "分科会を設置しました。会合は「行事」から提案してください。")
    return entry


def decline(actor: Viewer, public_id: str, reason: str) -> Subcommittee:
    """Decline the proposal, with a reason."""
    return _end(actor, public_id, SubcommitteeVerb.DECLINE, reason, "今回は、設置しません。")


def close(actor: Viewer, public_id: str, reason: str) -> Subcommittee:
    """Close a subcommittee whose work is done."""
    return _end(actor, public_id, SubcommitteeVerb.CLOSE, reason, "分科会を終了しました。")


def _end(
    actor: Viewer, public_id: str, verb: SubcommitteeVerb, reason: str, result: str
) -> Subcommittee:
    entry = _move(actor, public_id, verb)
    if not reason.strip():
        raise RuleViolation(None, "理由を入力してください。")
    entry.reason, entry.ended_on = reason.strip(), clock.today()
    entries.record(actor, verb.value, entry, reason=entry.reason)
    _tell(actor, entry, result)
    return entry


def _move(actor: Viewer, public_id: str, verb: SubcommitteeVerb) -> Subcommittee:
    actor.require(Role.SECRETARIAT)
    entry: Subcommittee = entries.locked(actor, Subcommittee, public_id)
    entry.stage = next_state(SUBCOMMITTEE, entry.stage, verb)
    return entry


def _membership(actor: Viewer, entry: Subcommittee) -> SubcommitteeMember | None:
    return db.session.scalars(
        select(SubcommitteeMember).where(
            SubcommitteeMember.subcommittee_id == entry.id,
            SubcommitteeMember.member_id == actor.organisation_id,
        )
    ).one_or_none()


def _locked(actor: Viewer, public_id: str) -> Subcommittee:
    actor.require(*MEMBERS)
    entry = rows.only(rows.locking(select(Subcommittee).where(Subcommittee.public_id == public_id)))
    if entry.stage not in LIVE or entry.retired_on is not None:
        raise RuleViolation(None, "この分科会には、今は参加できません。")
    return entry


def _tell(actor: Viewer, entry: Subcommittee, result: str) -> None:
    owner = db.session.get(Organisation, entry.organisation_id) if entry.organisation_id else None
    if owner is not None:
        outbox.write(
            actor,
            letters.decided(owner.name, "分科会", entry.name, result, entry.reason),
            to=address_of(owner),
            dedupe_key=f"{NOUN}:{entry.id}",
            period=entry.stage.value,
            organisation_id=owner.id,
        )
