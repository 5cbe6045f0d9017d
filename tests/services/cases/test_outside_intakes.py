"""Intake from outside: it reaches the coordinators alone, sealed, and nobody where none serves."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound, RuleViolation
from app.models.cases.case import CaseParticipation, SupportCase
from app.models.cases.record import CaseRecord
from app.models.common.audit import AuditEntry
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Level, ParticipationBasis, Section, Urgency
from app.rules.cases.fields import RecordKind
from app.rules.states.cases.case import CaseState
from app.security.identity import viewer_for
from app.security.viewer import PUBLIC, SYSTEM, Role
from app.services.cases import cases, coordination, outside_intakes, participations, records
from app.services.cases.outside_intakes import OutsideIntake
from tests import factories
from tests.support.canaries import CANARY, encodings_found
from tests.support.cases import coordinator, letters_to, new_case, person, see_as, viewer_of
from tests.support.desk import LINKS

INTAKE = OutsideIntake(
    brought_by=f"サポーター{CANARY}（R8-0001）",
    found_by="訪問・見守り",
    reach_sender=f"090{CANARY}",
    worry=f"郵便がたまっている{CANARY}",
    wish="本人にはまだ話していない",
    urgency=Urgency.SOON,
    name=f"因幡{CANARY}",
    place=f"東町{CANARY}",
    contact=f"隣の家{CANARY}",
)


def begun(session: Any, intake: OutsideIntake = INTAKE) -> SupportCase:
    outside_intakes.begin(PUBLIC, intake, links=LINKS)
    session.flush()
    found: SupportCase = session.scalars(select(SupportCase)).one()
    return found


def test_every_serving_coordinator_takes_part_with_everything(session: Any) -> None:
    first = coordinator()
    second = person("鳥取県弁護士会", coordinates=True)
    unpledged = person("鳥取県弁護士会", coordinates=True)
    unpledged.pledged_on = None
    bystander = person("鳥取県弁護士会")
    case = begun(session)
    assert (case.state, case.urgency) == (CaseState.INTAKE, Urgency.SOON)
    assert case.lead_body_id == first.body_id
    parts = session.scalars(select(CaseParticipation)).all()
    assert {each.person_id for each in parts} == {first.id, second.id}
    assert {each.basis for each in parts} == {ParticipationBasis.INTAKE}
    assert all(each.level is Level.WRITE for each in parts)
    assert len(parts) == 2 * len(Section)
    assert letters_to(viewer_of(first), viewer_of(second)) == 2
    assert letters_to(viewer_of(bystander), viewer_of(unpledged)) == 0


def test_a_coordinator_reads_it_and_nobody_else_does(session: Any) -> None:
    who, officer, admin = coordinator(), factories.account(Role.SECRETARIAT), None
    admin = factories.account(Role.ADMINISTRATOR)
    other = person("鳥取市")
    case_id = begun(session).id
    viewers = [viewer_for(each) for each in (officer, admin)] + [viewer_of(other), PUBLIC]
    reader = viewer_of(who)
    for viewer in viewers:
        see_as(viewer)
        assert session.scalars(select(CaseRecord)).all() == []
        with pytest.raises(NotFound):
            cases.one(viewer, case_id)
    see_as(reader)
    told, known = records.of_kind(case_id, RecordKind.INTAKE, RecordKind.PERSON)
    assert told.written_by is None and told.written_by_id is None
    assert told.section is Section.BASIC and known.section is Section.IDENTITY
    assert records.content(told)["first_assessment"] == INTAKE.worry
    assert records.content(known)["name"] == INTAKE.name
    assert INTAKE.name not in str(records.content(told))
    changed = records.content(known) | {"kana": "イナバ"}
    assert records.change(reader, known.id, changed, version=1).version == 2


def test_nothing_readable_is_stored(session: Any) -> None:
    coordinator()
    begun(session)
    session.commit()
    for row in session.scalars(select(CaseRecord)).all():
        assert not encodings_found(row.content)
    words = [str(each.details) + each.actor_name for each in session.scalars(select(AuditEntry))]
    words += [each.body + each.subject for each in session.scalars(select(OutboxMessage))]
    assert not encodings_found("".join(words).encode())


def test_a_person_without_a_name_can_be_passed_on(session: Any) -> None:
    who = coordinator()
    case_id = begun(session, replace(INTAKE, name="", contact="")).id
    see_as(viewer_of(who))
    [known] = records.of_kind(case_id, RecordKind.PERSON)
    assert records.content(known)["name"] == outside_intakes.UNKNOWN


def test_access_ends_with_the_naming_and_that_of_ones_own_intake_does_not(session: Any) -> None:
    first, second = coordinator(), person("鳥取県弁護士会", coordinates=True)
    outside = begun(session).id
    own = new_case(first).id
    coordination.end(SYSTEM, first)
    assert {each.id for each in participations.people(outside)} == {second.id}
    assert first.id in {each.id for each in participations.people(own)}


@pytest.mark.parametrize("why", ["none", "locked", "unpledged"])
def test_it_is_refused_where_nobody_could_read_it(session: Any, why: str) -> None:
    if why != "none":
        who = coordinator()
        if why == "locked":
            who.account.active = False
        else:
            who.pledged_on = None
        session.flush()
    assert not outside_intakes.is_possible()
    with pytest.raises(RuleViolation, match=r"110番か119番") as refusal:
        outside_intakes.begin(SYSTEM, INTAKE, links=LINKS)
    assert not encodings_found(refusal.value.message.encode())
    assert session.scalars(select(SupportCase)).all() == []
