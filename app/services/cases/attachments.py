"""Documents in the sections of a case: checked, sealed, downloaded by readers, struck out.

A document attached in error is struck out with a reason. It stays sealed in place until the
case is deleted, as proof of what was known, but can no longer be downloaded.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.cases.record import CaseAttachment
from app.rules.cases.access import Level, Section
from app.rules.common.uploads import text_of
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import participations, records
from app.services.cases import rows as case_rows
from app.services.common import attachments, audit, rows

TEXT = "text/plain"


def add(
    actor: Viewer, case_id: str, section: Section, *, name: str, content: bytes
) -> CaseAttachment:
    """Attach a document to a section that the actor may write in.

    Raises RuleViolation for a closed case, and for a document that is not PDF, PNG, JPEG,
    text, Word or Excel, or exceeds 10 MB.
    """
    records.require_writable(actor, case_id, section)
    kept_name, kind = attachments.checked(name, content, office=True)
    attachment = CaseAttachment(
        case_id=case_id,
        section=section,
        media_type=kind,
        size=len(content),
        added_at=clock.now(),
        added_by_id=actor.person(),
    )
    vault.seal(attachment, "name", kept_name)
    vault.seal_bytes(attachment, "content", content)
    db.session.add(attachment)
    db.session.flush()
    audit.record(actor, "case.attach", CASE_SUBJECT, case_id, section=section.value)
    return attachment


def strike(actor: Viewer, attachment_id: str, reason: str) -> CaseAttachment:
    """Strike out a document attached in error. Raises RuleViolation without a reason."""
    attachment = one(actor, attachment_id)
    records.require_writable(actor, attachment.case_id, attachment.section)
    db.session.refresh(attachment)  # reload: the case is locked now
    if attachment.struck_at is not None:
        raise StaleState("この添付はすでに取り消されています。")
    if not reason.strip():
        raise RuleViolation(None, "取消しの理由を入力してください。")
    attachment.struck_at, attachment.struck_by_id = clock.now(), actor.person()
    vault.seal(attachment, "struck_reason", reason.strip())
    db.session.flush()
    audit.record(
        actor,
        "case.strike_attachment",
        CASE_SUBJECT,
        attachment.case_id,
        section=attachment.section.value,
    )
    return attachment


def of_section(case_id: str, section: Section) -> Sequence[CaseAttachment]:
    """Return the documents of a readable section, struck ones included, latest first."""
    return db.session.scalars(
        select(CaseAttachment)
        .where(CaseAttachment.case_id == case_id, CaseAttachment.section == section)
        .options(joinedload(CaseAttachment.added_by), joinedload(CaseAttachment.struck_by))
        .order_by(CaseAttachment.added_at.desc(), CaseAttachment.id)
    ).all()


def one(actor: Viewer, attachment_id: str) -> CaseAttachment:
    """Return a document of a section that the actor may read. Raises NotFound."""
    return rows.one(CaseAttachment, attachment_id)


def document(actor: Viewer, case_id: str, attachment_id: str) -> tuple[bytes, str]:
    """Return bytes and media type of a document of this case. Raises NotFound for a struck one."""
    content = undefer(CaseAttachment.content)
    found = case_rows.one(CaseAttachment, case_id, attachment_id, content)
    if found.struck_at is not None:
        raise NotFound
    participations.require(actor, case_id, found.section, Level.READ)
    return vault.unseal_bytes(found, "content") or b"", found.media_type


def names(case_id: str) -> list[str]:
    """Return the names of all documents the viewer may read, struck ones included."""
    wanted = select(CaseAttachment).where(CaseAttachment.case_id == case_id)
    return [name(each) for each in db.session.scalars(wanted.order_by(CaseAttachment.id))]


def texts(case_id: str, *, longest: int) -> list[str]:
    """Return the contents of the plain-text documents, each cut to `longest` characters."""
    wanted = select(CaseAttachment).where(
        CaseAttachment.case_id == case_id, CaseAttachment.media_type == TEXT
    )
    found = db.session.scalars(
        wanted.order_by(CaseAttachment.id).options(undefer(CaseAttachment.content))
    )
    contents = (vault.unseal_bytes(each, "content") or b"" for each in found)
    return [(text_of(content) or "")[:longest] for content in contents]


def name(attachment: CaseAttachment) -> str:
    """Return the file name of the attachment."""
    return str(vault.unseal(attachment, "name"))


def reason(attachment: CaseAttachment) -> str:
    """Return the reason for striking it out."""
    return str(vault.unseal(attachment, "struck_reason") or "")
