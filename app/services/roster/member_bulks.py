"""A notice that an officer writes to members (まとめての発信): drawn up, tested, released, sent.

To more members than one person may write to, another officer releases it. What is released is what
was proposed: nothing of a proposed notice changes.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import clock
from app.documents.common.letter import Letter
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.mail.common.transport import AttachedFile
from app.mail.roster import member_notice
from app.models.accounts.user import Account
from app.models.common.approval import Approval
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.models.post.bulk import MailBulk, MailBulkPaper
from app.rules.common.text import multi_line, single_line
from app.rules.membership.membership import Standing
from app.rules.membership.roster import Tier
from app.rules.states.common.table import next_state
from app.rules.states.post.bulk import BULK, BulkState, BulkVerb
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, numbers, rows, settings
from app.services.common import attachments as uploads
from app.services.membership.recipients import addresses_of
from app.services.post import attachments, bulks, outbox
from app.services.post.attachments import StoredFile
from app.services.roster import roster_selects
from app.services.roster.roster_selects import Wanted

TITLE, TEXT = 120, 8000
"""Longest title and text."""
MOST = 2_000
"""Members to whom one notice goes."""
NOT_A_DRAFT = "作成中ではないため、変更できません。画面を開き直して状態を確かめてください。"


def write(actor: Viewer, values: Mapping[str, Any], *, like: int | None = None) -> MailBulk:
    """Begin a notice. values: title, text, formal, starts_at. like: one whose members it goes to."""
    actor.require(Role.SECRETARIAT)
    bulk = MailBulk(
        purpose=member_notice.PURPOSE,
        state=next_state(BULK, None, BulkVerb.DRAW_UP),
        created_at=clock.now(),
        written_by_name=actor.name,
        member_ids=list(one(actor, like).member_ids) if like is not None else [],
    )
    _fill(bulk, values)
    db.session.add(bulk)
    db.session.flush()
    _record(actor, "draw_up", bulk)
    return bulk


def revise(actor: Viewer, bulk_id: int, values: Mapping[str, Any]) -> MailBulk:
    """Change title, text and start of a draft."""
    bulk = draft(actor, bulk_id)
    _fill(bulk, values)
    return _record(actor, "revise", bulk)


def choose(actor: Viewer, bulk_id: int, wanted: Wanted, *, keep: bool) -> int:
    """Add the members found on the roster to the recipients, or take them out; return how many."""
    bulk = draft(actor, bulk_id)
    versions = roster_selects.ids(wanted, Tier.SECRETARIAT).order_by(None)
    found = db.session.scalars(
        select(OrganisationVersion.organisation_id).where(OrganisationVersion.id.in_(versions))
    ).all()
    return _set(
        actor,
        bulk,
        set(bulk.member_ids) | set(found) if keep else {*bulk.member_ids}.difference(found),
    )


def drop(actor: Viewer, bulk_id: int, member_ids: Collection[int]) -> int:
    """Take single members out of the recipients; return how many."""
    bulk = draft(actor, bulk_id)
    return _set(actor, bulk, set(bulk.member_ids).difference(member_ids))


def add_paper(actor: Viewer, bulk_id: int, name: str, content: bytes) -> MailBulk:
    """Add a file. Raises RuleViolation for a type that is not taken, and where all are too large."""
    bulk = draft(actor, bulk_id)
    safe_name, media_type = uploads.checked(name, content)
    total = sum(paper.size for paper in bulk.papers) + len(content)
    if total > attachments.MAX_BYTES:
        most = attachments.MAX_BYTES // 1024 // 1024
        raise RuleViolation(None, f"資料は合わせて{most}MB以内にしてください。")
    stored = attachments.store([AttachedFile(safe_name, media_type, content)])
    bulk.papers.extend(MailBulkPaper(**file._asdict(), size=len(content)) for file in stored)
    return _record(actor, "add_paper", bulk)


def remove_paper(actor: Viewer, bulk_id: int, paper_id: int) -> MailBulk:
    """Remove a file. Raises NotFound for one that is not the notice's."""
    bulk = draft(actor, bulk_id)
    paper = next((each for each in bulk.papers if each.id == paper_id), None)
    if paper is None:
        raise NotFound
    bulk.papers.remove(paper)
    return _record(actor, "remove_paper", bulk)


def send_test(actor: Viewer, bulk_id: int) -> str:
    """Send the letter to its first recipient to the officer instead; return the address."""
    bulk = _locked(actor, bulk_id)
    account = db.session.get(Account, actor.person())
    if account is None or bulk.state not in (BulkState.DRAFT, BulkState.PROPOSED):
        raise StaleState(NOT_A_DRAFT)
    letter = member_notice.as_test(letter_to(bulk, _recipients(bulk)[0]))
    bulk.tests += 1
    period = str(bulk.tests)
    sent = outbox.write(
        actor, letter, to=account.email, dedupe_key=f"mail_bulk:{bulk.id}", period=period
    )
    attachments.attach(sent, _files(bulk))
    _record(actor, "test", bulk)
    return str(account.email)


def send(actor: Viewer, bulk_id: int) -> int | None:
    """Write the letters, release what another officer proposed, or propose what are too many.

    Returns the number of letters, None for a proposal. Raises RuleViolation without a recipient.
    """
    bulk = _locked(actor, bulk_id)
    members = _recipients(bulk)
    if approvals.pending(bulks.SEND, bulk.id) is not None:
        approvals.release(actor, bulks.SEND, bulk.id)
    elif len(members) > settings.value("recipients"):
        bulk.state = next_state(BULK, bulk.state, BulkVerb.PROPOSE)
        count = len(members)
        approvals.propose(actor, bulks.SEND, bulk.id, title=bulk.title, recipients=count)
        return None
    bulk.state = next_state(BULK, bulk.state, BulkVerb.SEND)
    _write_letters(actor, bulk, members)
    _record(actor, "send", bulk, letters=len(members))
    return len(members)


def take_back(actor: Viewer, bulk_id: int) -> Approval:
    """Take a proposed notice back, to change it."""
    return approvals.take_back(actor, bulks.SEND, _again_a_draft(actor, bulk_id).id)


def send_back(actor: Viewer, bulk_id: int, reason: str) -> Approval:
    """Return a proposed notice with a reason."""
    return approvals.send_back(actor, bulks.SEND, _again_a_draft(actor, bulk_id).id, reason)


def discard(actor: Viewer, bulk_id: int) -> int:
    """Discard a draft."""
    draft(actor, bulk_id)
    return bulks.cancel(actor, bulk_id)


def one(actor: Viewer, bulk_id: int) -> MailBulk:
    """Return a notice that an officer wrote. Raises NotFound for one of the software."""
    found = bulks.one(actor, bulk_id)
    if found.purpose != member_notice.PURPOSE:
        raise NotFound
    return found


def draft(actor: Viewer, bulk_id: int) -> MailBulk:
    """Return a draft, locked. Raises StaleState for one that is proposed or sent."""
    bulk = _locked(actor, bulk_id)
    if bulk.state is not BulkState.DRAFT:
        raise StaleState(NOT_A_DRAFT)
    return bulk


def members(bulk: MailBulk) -> Sequence[Organisation]:
    """Return the recipients that are members today, in the roster's order."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(bulk.member_ids), Organisation.standing != Standing.FORMER)
        .order_by(Organisation.name_kana, Organisation.id)
    ).all()


def letter_to(bulk: MailBulk, member: Organisation, number: str = "") -> Letter:
    """Return the letter to a member."""
    return member_notice.member_notice(bulk, member, number, [each.name for each in bulk.papers])


def _recipients(bulk: MailBulk) -> Sequence[Organisation]:
    found = members(bulk)
    if not found:
        raise RuleViolation(None, "宛先を選んでください。")
    return found


def _write_letters(actor: Viewer, bulk: MailBulk, found: Sequence[Organisation]) -> None:
    addresses, files = addresses_of(found), _files(bulk)
    number = numbers.document_number() if bulk.formal else ""
    for member in found:
        message = outbox.write(
            actor,
            letter_to(bulk, member, number),
            to=addresses[member.id],
            dedupe_key=f"mail_bulk:{bulk.id}:{member.id}",
            organisation_id=member.id,
            bulk=bulk,
        )
        if attachments.are_taken(member, message.recipient):
            attachments.attach(message, files)


def _files(bulk: MailBulk) -> list[StoredFile]:
    return [StoredFile(each.file_id, each.name, each.media_type) for each in bulk.papers]


def _again_a_draft(actor: Viewer, bulk_id: int) -> MailBulk:
    bulk = _locked(actor, bulk_id)
    bulk.state = next_state(BULK, bulk.state, BulkVerb.TAKE_BACK)
    return bulk


def _locked(actor: Viewer, bulk_id: int) -> MailBulk:
    actor.require(Role.SECRETARIAT)
    found = rows.locked(MailBulk, bulk_id)
    if found.purpose != member_notice.PURPOSE:
        raise NotFound
    return found


def _fill(bulk: MailBulk, values: Mapping[str, Any]) -> None:
    starts_at: datetime | None = values["starts_at"]
    if starts_at is not None and starts_at <= clock.now() and starts_at != bulk.starts_at:
        raise RuleViolation(None, "送信の開始は、これからの日時を入力してください。")
    try:
        bulk.title = single_line(values["title"], limit=TITLE)
        bulk.text = multi_line(values["text"], limit=TEXT)
    except ValueError as fault:
        raise RuleViolation(None, str(fault)) from fault
    if not bulk.title or not bulk.text:
        raise RuleViolation(None, "件名と本文を入力してください。")
    bulk.formal, bulk.starts_at = bool(values["formal"]), starts_at


def _set(actor: Viewer, bulk: MailBulk, wanted: set[int]) -> int:
    if len(wanted) > MOST:
        raise RuleViolation(None, f"一度に{MOST:,}団体までです。")
    changed = len(wanted ^ set(bulk.member_ids))
    bulk.member_ids = sorted(wanted)
    _record(actor, "choose", bulk, members=len(wanted))
    return changed


def _record(actor: Viewer, verb: str, bulk: MailBulk, **details: int) -> MailBulk:
    db.session.flush()
    audit.record(actor, f"mail_bulk.{verb}", "mail_bulk", bulk.id, **details)
    return bulk
