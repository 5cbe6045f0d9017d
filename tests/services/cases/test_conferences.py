"""Case conferences: selected members, decisions, minutes, numbered paper copies."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.cases.case import SupportCase
from app.models.council.council import CouncilPerson
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Section
from app.rules.cases.fields import RecordKind
from app.rules.states.cases.case import ConferenceState
from app.security import vault
from app.services.cases import conference_papers, conferences, emergencies
from app.services.cases import records as case_records
from tests.support import cases
from tests.support.canaries import encodings_found
from tests.support.conferences import LINKS, WORD, held, planned

pytestmark = pytest.mark.both_databases
NOTHING: dict[str, Any] = {"lead_body_id": None, "decisions": "", "parts": []}
"""The input for a conference without decisions."""


@pytest.fixture
def lead(session: Any) -> CouncilPerson:
    """Return the person who took the case in."""
    return cases.person("鳥取県")


@pytest.fixture
def case(lead: CouncilPerson) -> SupportCase:
    return cases.new_case(lead)


def test_members_are_notified_without_any_content_of_the_case(
    session: Any, lead: CouncilPerson, case: SupportCase
) -> None:
    other = cases.person("鳥取市")
    planned(case, cases.viewer_of(lead), other)
    [letter] = session.scalars(select(OutboxMessage))

    assert letter.recipient == other.account.email
    words = f"{letter.subject}{letter.body}{letter.dedupe_key}"
    assert encodings_found(words.encode()) == []
    assert case.alias not in words and case.id not in words


def test_only_persons_with_access_to_conferences_can_be_selected(
    lead: CouncilPerson, case: SupportCase
) -> None:
    outsider, elsewhere = cases.person("鳥取市"), cases.person("米子市")
    cases.add_participant(case, elsewhere, Section.COURSE)
    reading = cases.person("境港市")
    emergencies.begin(
        cases.viewer_of(reading), term_id=reading.id, alias=case.alias, reason=WORD, links=LINKS
    )
    for who in (outsider, elsewhere, reading):
        with pytest.raises(RuleViolation):
            conferences.plan(
                cases.viewer_of(lead),
                case.id,
                begins_at=clock.now(),
                place="",
                agenda="",
                members=[lead.id, who.id],
                links=LINKS,
            )


def test_reader_cannot_manage_a_conference(lead: CouncilPerson, case: SupportCase) -> None:
    reader = cases.person("鳥取市")
    conference = planned(case, cases.viewer_of(lead), reader)
    actor = cases.viewer_of(reader)
    place = {"case_id": case.id, "conference_id": conference.id}
    with pytest.raises(NotPermitted):
        conferences.cancel(actor, **place, links=LINKS)
    with pytest.raises(NotPermitted):
        conference_papers.add(actor, **place, title="", text="")


def test_decisions_go_into_the_plan_and_the_minutes(lead: CouncilPerson, case: SupportCase) -> None:
    actor = cases.viewer_of(lead)
    conference = held(case, actor)
    [part] = case_records.of_kind(case.id, RecordKind.PART)

    assert case_records.content(part)["what"] == WORD
    assert conference.state is ConferenceState.HELD
    minutes = vault.unseal(conference, "minutes")
    assert WORD in minutes and lead.account.get_full_name() in minutes
    assert "まで）" in minutes and "令和" in minutes and f"{lead.body.name}：{WORD}" in minutes

    place = {"case_id": case.id, "conference_id": conference.id}
    conferences.write_minutes(actor, **place, text="書き直した議事録")
    conferences.confirm_minutes(actor, **place)
    with pytest.raises(RuleViolation):
        conferences.write_minutes(actor, **place, text="後から")
    assert vault.unseal(conference, "minutes") == "書き直した議事録"


def test_future_conference_cannot_be_marked_held(lead: CouncilPerson, case: SupportCase) -> None:
    actor = cases.viewer_of(lead)
    conference = planned(case, actor)
    conference.begins_at = clock.now() + timedelta(hours=1)
    with pytest.raises(RuleViolation):
        conferences.hold(
            actor,
            case.id,
            conference.id,
            attended=[lead.id],
            **NOTHING,
            next_on=None,
        )
    conferences.cancel(actor, case.id, conference.id, links=LINKS)
    with pytest.raises(StaleState):
        conferences.cancel(actor, case.id, conference.id, links=LINKS)


def test_conference_cannot_precede_its_case_and_next_date_must_be_later(
    lead: CouncilPerson, case: SupportCase
) -> None:
    actor = cases.viewer_of(lead)
    conference = planned(case, actor)
    values = {"place": "", "agenda": "", "members": [lead.id], "links": LINKS}
    for at in (case.began_at - timedelta(days=1), clock.now() - timedelta(days=400)):
        with pytest.raises(RuleViolation, match="受け付けた日以後"):
            conferences.plan(actor, case.id, begins_at=at, **values)
        with pytest.raises(RuleViolation, match="受け付けた日以後"):
            conferences.revise(actor, case.id, conference.id, begins_at=at, **values)
    with pytest.raises(RuleViolation, match="より後の日"):
        conferences.hold(
            actor,
            case.id,
            conference.id,
            attended=[lead.id],
            **NOTHING,
            next_on=clock.local(conference.begins_at).date(),
        )


def test_copies_are_numbered_read_by_their_recipient_and_returned(
    lead: CouncilPerson, case: SupportCase
) -> None:
    actor, reader = cases.viewer_of(lead), cases.person("鳥取市")
    place = {"case_id": case.id, "conference_id": planned(case, actor, reader).id}
    paper = conference_papers.add(actor, **place, title=WORD, text=WORD)
    made = conference_papers.hand_out(actor, **place, paper_id=paper.id)

    assert [copy.copy_number for copy in made] == ["1-1-1", "1-1-2"]
    with pytest.raises(StaleState):
        conference_papers.hand_out(actor, **place, paper_id=paper.id)
    with pytest.raises(StaleState):
        conference_papers.revise(actor, **place, paper_id=paper.id, title="", text="")
    [mine] = [copy for copy in made if copy.person_id == reader.id]
    [theirs] = [copy for copy in made if copy.person_id == lead.id]
    me = cases.viewer_of(reader)
    printed = conference_papers.copy_pdf(me, case, place["conference_id"], mine.id)
    assert "utf-8" in encodings_found(printed)
    assert encodings_found(printed, reader.account.get_full_name())
    assert conference_papers.copy_pdf(actor, case, place["conference_id"], mine.id)
    with pytest.raises(NotFound):
        conference_papers.copy_pdf(me, case, place["conference_id"], theirs.id)
    assert conference_papers.take_back(actor, **place, copy_id=mine.id).returned_at
    with pytest.raises(StaleState):
        conference_papers.take_back(actor, **place, copy_id=mine.id)


def test_paper_is_found_in_its_own_conference_only(lead: CouncilPerson, case: SupportCase) -> None:
    actor = cases.viewer_of(lead)
    one, other = planned(case, actor), planned(case, actor)
    paper = conference_papers.add(actor, case.id, one.id, title=WORD, text=WORD)
    with pytest.raises(NotFound):
        conference_papers.one(case.id, other.id, paper.id)
    with pytest.raises(NotFound):
        conferences.one(cases.new_case(lead).id, one.id)
