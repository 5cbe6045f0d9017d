"""Papers of a grant: written as a draft, frozen when submitted; each later one is a new version."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from sqlalchemy import func, select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.grants.grant import Grant, GrantFile, GrantPaper
from app.rules.grants.content import WRITTEN_IN, Content, PaperKind, checksum, fault
from app.security.viewer import Viewer
from app.services.common import attachments, audit, rows
from app.services.grants import grants

Uploads = Mapping[int, tuple[str, bytes]]
"""The place of a line → name and content of its file."""
MOST_FILES = 60


def of(grant: Grant) -> Sequence[GrantPaper]:
    """Return all papers of a grant, drafts included, in order."""
    wanted = select(GrantPaper).where(GrantPaper.grant_id == grant.id)
    return db.session.scalars(wanted.order_by(GrantPaper.id)).all()


def one(actor: Viewer, grant_id: int, paper_id: int) -> GrantPaper:
    """Return a paper of a grant that the viewer sees; a draft is the body's own. Raises NotFound."""
    paper = rows.only(
        select(GrantPaper).where(GrantPaper.id == paper_id, GrantPaper.grant_id == grant_id)
    )
    is_draft = paper.submitted_at is None
    if is_draft and actor.is_staff and not grants.one(actor, grant_id).is_on_paper:
        raise NotFound
    return paper


def draft(grant: Grant, kind: PaperKind) -> GrantPaper | None:
    """Return the draft of a kind, if there is one."""
    return next((each for each in of(grant) if each.kind is kind and not each.submitted_at), None)


def last(grant: Grant, kind: PaperKind) -> GrantPaper | None:
    """Return the last submitted version of a kind."""
    found = [each for each in of(grant) if each.kind is kind and each.submitted_at]
    return found[-1] if found else None


def project(grant: Grant) -> GrantPaper | None:
    """Return the paper that says what the project is: decided on last, else applied with last."""
    submitted = [each for each in of(grant) if each.submitted_at]
    asking = [each for each in submitted if each.kind in (PaperKind.APPLICATION, PaperKind.REQUEST)]
    found = [each for each in submitted if each.is_in_force] or asking
    return found[-1] if found else None


def beginning(grant: Grant, kind: PaperKind) -> Content:
    """Return what a paper begins with: its draft, its last version, or the project."""
    known = draft(grant, kind) or last(grant, kind)
    if known is not None and kind is not PaperKind.CHANGE:
        return known.said
    if known is not None and known.submitted_at is None:
        return known.said
    planned = project(grant)
    begun = planned.said if planned is not None else Content()
    return begun.renewed(lines=()) if kind is PaperKind.REPORT else begun


def require_writing(grant: Grant, kind: PaperKind) -> None:
    """Raise StaleState where the paper is not written in this state."""
    if grant.state not in WRITTEN_IN.get(kind, ()):
        raise StaleState(
            f"今の状態（{grant.state.label}）では、{kind.label}を作成できません。画面を開き直してください。"
        )


def save(
    actor: Viewer, grant_id: int, kind: PaperKind, content: Content, uploads: Uploads
) -> GrantPaper:
    """Save the draft of a paper with its files. Raises NotFound, RuleViolation, StaleState."""
    grant = grants.of_body(actor, grant_id)
    return write(actor, grant, kind, content, uploads)


def write(
    actor: Viewer, grant: Grant, kind: PaperKind, content: Content, uploads: Uploads
) -> GrantPaper:
    """Save the draft of a paper of a locked grant."""
    require_writing(grant, kind)
    paper = draft(grant, kind) or _new(actor, grant, kind)
    paper.content = _with_files(actor, grant, content, uploads).plain()
    paper.amount = paper.said.reckoning(grant.its_terms).amount
    paper.changed_at, paper.written_by = clock.now(), grants.signed(actor, grant)
    db.session.flush()
    audit.record(actor, "grant.write", grants.NOUN, grant.id, paper=kind.value)
    return paper


def freeze(actor: Viewer, grant: Grant, kind: PaperKind, *, by: str = "") -> GrantPaper:
    """Freeze the draft as it is submitted. by: who wrote it. Raises RuleViolation for what it lacks."""
    paper = draft(grant, kind)
    if paper is None:
        raise RuleViolation(None, f"{kind.label}を作成してから提出してください。")
    require_complete(paper)
    paper.amount = reckoned(grant, paper)
    paper.submitted_at, paper.submitted_by = clock.now(), grants.signed(actor, grant)
    paper.checksum = checksum(paper.said)
    if by:
        paper.written_by = by
    grant.asked = paper.amount
    db.session.flush()
    return paper


def require_complete(paper: GrantPaper) -> None:
    """Raise RuleViolation for what a paper lacks."""
    lacks = fault(paper.kind, paper.said, today=clock.today())
    if lacks:
        raise RuleViolation(None, lacks)


def reckoned(grant: Grant, paper: GrantPaper) -> int:
    """Return what a paper comes to: a report by what is eligible, and never above the decision."""
    if paper.kind is PaperKind.REPORT:
        return paper.said.reckoning(
            grant.its_terms,
            decided_on=grant.decided_on,
            struck=grant.struck,
            at_most=grant.decided,
        ).amount
    return paper.said.reckoning(grant.its_terms).amount


def files(grant: Grant) -> Mapping[str, GrantFile]:
    """Return the files of a grant without their content: public id → file."""
    wanted = select(GrantFile).where(GrantFile.grant_id == grant.id).order_by(GrantFile.id)
    return {each.public_id: each for each in db.session.scalars(wanted)}


def file(actor: Viewer, grant_id: int, file_id: str) -> GrantFile:
    """Return a file of a grant that the viewer sees. Raises NotFound."""
    return rows.only(
        select(GrantFile).where(GrantFile.public_id == file_id, GrantFile.grant_id == grant_id)
    )


def _new(actor: Viewer, grant: Grant, kind: PaperKind) -> GrantPaper:
    number = db.session.scalar(
        select(func.count()).where(GrantPaper.grant_id == grant.id, GrantPaper.kind == kind)
    )
    paper = GrantPaper(
        grant_id=grant.id,
        organisation_id=grant.organisation_id,
        kind=kind,
        version=(number or 0) + 1,
        content={},
        changed_at=clock.now(),
    )
    db.session.add(paper)
    return paper


def _with_files(actor: Viewer, grant: Grant, content: Content, uploads: Uploads) -> Content:
    """Return the content with the ids of its files, the new ones stored."""
    held = files(grant)
    by_sum = {each.sha256: each.public_id for each in held.values()}
    if len(held) + len(uploads) > MOST_FILES:
        raise RuleViolation(None, f"1件の補助金に付けられるファイルは、{MOST_FILES}個までです。")
    lines = [replace(line, file=line.file if line.file in held else "") for line in content.lines]
    for place, (name, sent) in uploads.items():
        if place >= len(lines):
            continue
        digest = sha256(sent).hexdigest()
        if digest not in by_sum:
            by_sum[digest] = _store(grant, name, sent, digest)
            audit.record(actor, "grant.attach", grants.NOUN, grant.id, file=name, sha256=digest)
        lines[place] = replace(lines[place], file=by_sum[digest])
    return content.renewed(lines=tuple(lines))


def _store(grant: Grant, name: str, sent: bytes, digest: str) -> str:
    kept_as, kind = attachments.checked(name, sent)
    row = GrantFile(
        grant_id=grant.id,
        organisation_id=grant.organisation_id,
        name=kept_as,
        media_type=kind,
        size=len(sent),
        sha256=digest,
        added_at=clock.now(),
        content=sent,
    )
    db.session.add(row)
    db.session.flush()
    return row.public_id
