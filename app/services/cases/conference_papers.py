"""Papers of a case conference: numbered, copies bearing the reader's name, returned."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from app import clock
from app.documents.cases import conference_paper
from app.errors import NotFound, StaleState
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.conference import Conference, ConferencePaper, PaperCopy
from app.rules.cases.access import Level
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases, conferences, participations
from app.services.cases import rows as case_rows
from app.services.common import audit, rows


def add(
    actor: Viewer, case_id: str, conference_id: str, *, title: str, text: str
) -> ConferencePaper:
    """Add a paper with the next number. It is handed out to members separately."""
    conference = _of_a_writer(actor, case_id, conference_id)
    last = select(func.max(ConferencePaper.number)).where(
        ConferencePaper.conference_id == conference.id
    )
    paper = ConferencePaper(
        case_id=case_id,
        section=conferences.SECTION,
        conference_id=conference.id,
        number=(db.session.scalar(last) or 0) + 1,
        added_at=clock.now(),
        added_by_id=actor.person(),
    )
    vault.seal(paper, "content", {"title": title, "text": text})
    db.session.add(paper)
    db.session.flush()
    audit.record(actor, "case.paper", CASE_SUBJECT, case_id, number=paper.number)
    return paper


def revise(
    actor: Viewer, case_id: str, conference_id: str, paper_id: str, *, title: str, text: str
) -> ConferencePaper:
    """Change a paper before any copy is handed out. Raises StaleState after that."""
    _of_a_writer(actor, case_id, conference_id)
    paper = one(case_id, conference_id, paper_id)
    if copies([paper])[paper.id]:
        raise StaleState("写しを渡した資料は変更できません。新しい資料を追加してください。")
    vault.seal(paper, "content", {"title": title, "text": text})
    db.session.flush()
    audit.record(actor, "case.paper", CASE_SUBJECT, case_id, number=paper.number)
    return paper


def hand_out(actor: Viewer, case_id: str, conference_id: str, paper_id: str) -> list[PaperCopy]:
    """Create a copy for every conference member without one."""
    conference = _of_a_writer(actor, case_id, conference_id)
    paper = one(case_id, conference_id, paper_id)
    there = copies([paper])[paper.id]
    have = {copy.person_id for copy in there}
    members = [each for each in conferences.members_of(conference) if each.person_id not in have]
    if not members:
        raise StaleState("構成員の全員に、この資料の写しを渡しています。")
    made = [
        PaperCopy(
            case_id=case_id,
            section=conferences.SECTION,
            paper_id=paper.id,
            person_id=member.person_id,
            copy_number=f"{conference.number}-{paper.number}-{number}",
            handed_at=clock.now(),
        )
        for number, member in enumerate(members, len(there) + 1)
    ]
    db.session.add_all(made)
    db.session.flush()
    readers = sorted(copy.person_id for copy in made)
    audit.record(actor, "case.hand_out", CASE_SUBJECT, case_id, persons=readers)
    return made


def take_back(actor: Viewer, case_id: str, conference_id: str, copy_id: str) -> PaperCopy:
    """Record that a copy was returned."""
    _of_a_writer(actor, case_id, conference_id, closed=True)  # copies come back later, too
    copy = one_copy(case_id, conference_id, copy_id)
    if copy.returned_at is not None:
        raise StaleState("この写しは、すでに返却済みです。")
    copy.returned_at = clock.now()
    db.session.flush()
    audit.record(actor, "case.take_back", CASE_SUBJECT, case_id, person=copy.person_id)
    return copy


def one(case_id: str, conference_id: str, paper_id: str) -> ConferencePaper:
    """Return a paper of this conference that the viewer may read. Raises NotFound."""
    found = case_rows.one(ConferencePaper, case_id, paper_id)
    if found.conference_id != conference_id:
        raise NotFound
    return found


def of_conference(conference: Conference) -> Sequence[ConferencePaper]:
    """Return the papers of a conference by number."""
    return db.session.scalars(
        select(ConferencePaper)
        .where(ConferencePaper.conference_id == conference.id)
        .order_by(ConferencePaper.number)
    ).all()


def copies(papers: Sequence[ConferencePaper]) -> Mapping[str, list[PaperCopy]]:
    """Return paper id → its copies."""
    found: dict[str, list[PaperCopy]] = {paper.id: [] for paper in papers}
    for copy in db.session.scalars(
        select(PaperCopy)
        .where(PaperCopy.paper_id.in_(found))
        .options(*case_rows.named(PaperCopy.person))
        .order_by(PaperCopy.copy_number)
    ):
        found[copy.paper_id].append(copy)
    return found


def one_copy(case_id: str, conference_id: str, copy_id: str) -> PaperCopy:
    """Return a copy of a paper of this conference. Raises NotFound."""
    return rows.only(
        select(PaperCopy)
        .join(ConferencePaper, ConferencePaper.id == PaperCopy.paper_id)
        .where(
            PaperCopy.id == copy_id,
            PaperCopy.case_id == case_id,
            ConferencePaper.conference_id == conference_id,
        )
        .options(*case_rows.named(PaperCopy.person))
    )


def copy_pdf(actor: Viewer, case: SupportCase, conference_id: str, copy_id: str) -> bytes:
    """Return a copy as PDF: the actor's own, or, with write access, anyone's, for printing.

    Raises NotFound for another reader's copy.
    """
    conference = conferences.one(case.id, conference_id)
    copy = one_copy(case.id, conference_id, copy_id)
    held = participations.held(actor, case.id).get(conferences.SECTION)
    if copy.person.account_id != actor.account_id and held is not Level.WRITE:
        raise NotFound
    paper = one(case.id, conference_id, copy.paper_id)
    return conference_paper.pdf(
        vault.unseal(paper, "content"),
        alias=case.alias,
        conference_number=conference.number,
        paper_number=paper.number,
        copy_number=copy.copy_number,
        reader=f"{copy.person.account.get_full_name()}（{copy.person.body.name}）",
        dated=clock.local(conference.begins_at).date(),
    )


def _of_a_writer(
    actor: Viewer, case_id: str, conference_id: str, *, closed: bool = False
) -> Conference:
    """Return the conference, with its case locked. closed: whether the case may be closed."""
    case = cases.locked(actor, case_id)
    participations.require(actor, case_id, conferences.SECTION, Level.WRITE)
    if not closed:
        cases.require_live(case)
    return conferences.one(case_id, conference_id)
