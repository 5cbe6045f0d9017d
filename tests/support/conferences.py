"""Case conferences with papers and copies; the canary is in every text field."""

from typing import Any

from app import clock
from app.models.cases.case import SupportCase
from app.models.cases.conference import Conference
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, Section
from app.security.viewer import Viewer
from app.services.cases import conference_papers, conferences, participations
from app.services.common.links import Links
from tests.support import cases
from tests.support.canaries import canary_of
from tests.support.client import PlatformClient

LINKS = Links("http://localhost", "a secret of the tests, long enough", "")
WORD = canary_of(Section.CONFERENCE)


def planned(case: SupportCase, actor: Viewer, *more: CouncilPerson) -> Conference:
    """Plan a conference that begins now, with all case participants and `more`."""
    for person in more:
        cases.add_participant(case, person, Section.CONFERENCE, level=Level.READ)
    return conferences.plan(
        actor,
        case.id,
        begins_at=clock.now(),
        place=WORD,
        agenda=WORD,
        members=[person.id for person in conferences.eligible(case.id)],
        links=LINKS,
    )


def held(case: SupportCase, actor: Viewer) -> Conference:
    """Create a conference that was held, with decisions."""
    conference = planned(case, actor)
    return conferences.hold(
        actor,
        case.id,
        conference.id,
        attended=[member.person_id for member in conferences.members_of(conference)],
        lead_body_id=case.lead_body_id,
        decisions=WORD,
        parts=[{"body": case.lead_body_id, "what": WORD, "by_when": "2026-12-01"}],
        next_on=None,
    )


def place_of(client: PlatformClient, *, over: bool = False) -> dict[str, Any]:
    """Create a conference in a case of the client; return its URL values."""
    case = cases.of(client)
    [writer] = participations.people(case.id)
    actor = cases.viewer_of(writer)
    conference = held(case, actor) if over else planned(case, actor)
    return {"case_id": case.id, "conference_id": conference.id}


def paper_of(client: PlatformClient, *, handed_out: bool = False) -> dict[str, Any]:
    """Create a conference paper; return its URL values or, if handed out, those of a copy."""
    place = place_of(client)
    [writer] = participations.people(place["case_id"])
    actor = cases.viewer_of(writer)
    paper = conference_papers.add(actor, **place, title=WORD, text=WORD)
    if not handed_out:
        return place | {"paper_id": paper.id}
    [copy] = conference_papers.hand_out(actor, **place, paper_id=paper.id)
    return place | {"copy_id": copy.id}
