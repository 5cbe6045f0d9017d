"""Evidence in an expulsion file: descriptions and documents."""

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.filings.expulsion import ExpulsionEvidence
from app.rules.states.filings.expulsion import OPEN_EXPULSION_STATES
from app.security.viewer import Role, Viewer
from app.services.common import attachments, audit
from app.services.filings import expulsions


def add(
    actor: Viewer, file_id: int, *, description: str, name: str = "", content: bytes | None = None
) -> ExpulsionEvidence:
    """Add a piece of evidence to an open file.

    name, content: of the document, if any. Raises RuleViolation without a description and for a
    document of a type other than PDF, PNG, JPEG and text, or above 10 MB.
    """
    actor.require(Role.SECRETARIAT)
    person = actor.person()
    file = expulsions.locked(file_id)
    if file.state not in OPEN_EXPULSION_STATES:
        raise StaleState("終わった手続には、証拠を追加できません。")
    if not description.strip():
        raise RuleViolation(None, "何を示す証拠かを入力してください。")
    evidence = ExpulsionEvidence(
        organisation_id=file.organisation_id,
        description=description.strip(),
        added_at=clock.now(),
        added_by_id=person,
    )
    if content is not None:
        evidence.file_name, evidence.media_type = attachments.checked(name, content)
        evidence.content = content
    file.evidence.append(evidence)
    db.session.flush()
    audit.record(
        actor, "expulsion.evidence", "expulsion", file.id, evidence=evidence.id, name=name[:100]
    )
    return evidence


def document(actor: Viewer, file_id: int, evidence_id: int) -> ExpulsionEvidence:
    """Return a piece of evidence with its document. Raises NotFound where there is none."""
    actor.require(Role.SECRETARIAT)
    evidence = db.session.scalars(
        select(ExpulsionEvidence)
        .where(ExpulsionEvidence.id == evidence_id, ExpulsionEvidence.expulsion_id == file_id)
        .options(undefer(ExpulsionEvidence.content))
    ).one_or_none()
    if evidence is None or evidence.content is None:
        raise NotFound
    return evidence
