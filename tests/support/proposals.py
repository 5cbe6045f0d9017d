"""Proposals to the prefecture in each of their stages."""

from typing import Any

from app import clock
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.models.policy.proposal import Proposal
from app.rules.meeting.roll import Choice
from app.rules.policy.proposals import answer_due
from app.security import guard
from app.security.viewer import Viewer
from app.services.meeting import closing, votes
from app.services.policy import proposal_answers, proposals
from tests import factories
from tests.support import meetings as hall
from tests.support.desk import officer

VALUES = {
    "name": "居場所の担い手への支援",
    "reason": "担い手が足りない。",
    "proposed": "活動費の補助を求める。",
}


def drafted(body: Organisation | None = None, actor: Viewer | None = None) -> Proposal:
    """Return a draft of an executive member, by default entered by the secretariat."""
    owner = body or factories.founding_member("鳥取県弁護士会")
    values = VALUES if actor else {**VALUES, "organisation_id": owner.id}
    return proposals.add(actor or officer(), Proposal, values)


def submitted(body: Organisation | None = None) -> Proposal:
    """Return a proposal put to the meeting."""
    return proposals.submit(officer(), drafted(body).public_id)


def on_agenda(proposal: Proposal, **values: Any) -> tuple[Meeting, AgendaItem]:
    """Put it on the agenda of a meeting that is open."""
    return hall.in_session(effect=proposals.EFFECT, subject=proposal.public_id, **values)


def voted(meeting: Meeting, item: AgendaItem, *, passes: bool = True) -> Any:
    """Decide the item with 23 members there; return the record."""
    members = hall.executives()[:23]
    hall.arrive(meeting, *members)
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, members, Choice.FOR if passes else Choice.AGAINST)
    return closing.close(officer(), item.id)


def decided(body: Organisation | None = None) -> Proposal:
    """Return a proposal that the meeting has decided."""
    proposal = submitted(body)
    voted(*on_agenda(proposal))
    return proposal


def handed_over(body: Organisation | None = None) -> Proposal:
    """Return a proposal handed to the prefecture today."""
    day = clock.today()
    return proposal_answers.hand_over(
        officer(),
        decided(body).public_id,
        section="孤独・孤立対策課",
        day=day,
        due_on=answer_due(day),
    )


def acting(organisation: Organisation) -> Viewer:
    """Return a person of the member, for whom the session then acts."""
    from tests.support.members import person_of

    actor = person_of(organisation)
    db.session.flush()
    guard.set_viewer(db.session, actor)
    return actor
