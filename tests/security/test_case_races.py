"""Two simultaneous actions on one case take effect once, and no input is lost."""

from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.models.cases.case import (
    CaseParticipation,
    DeletionRecord,
    EmergencyAccess,
    PassingOn,
    SupportCase,
)
from app.models.cases.conference import Conference
from app.models.cases.record import CaseChange, CaseRecord
from app.models.cases.request import CaseOffer, CaseRequest
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis
from app.rules.cases.fields import RecordKind
from app.rules.states.cases.case import CaseRequestState, CaseState, OfferState
from app.security import vault
from app.security.case_keys import KeyDestroyed
from app.security.viewer import SYSTEM
from app.services.cases import conferences, emergencies, participations
from app.services.cases import offers as case_offers
from app.services.cases import records as case_records
from app.services.cases import requests as case_requests
from tests.support.canaries import CANARY
from tests.support.cases import add_participant, client_of, filled, viewer_of
from tests.support.client import PlatformClient
from tests.support.concurrent_forms import FormPost, send_concurrently
from tests.support.sharing import DANGER, LINKS, READ_BASICS, Shared, a_request, shared

pytestmark = pytest.mark.both_databases
ROUNDS = 4


class Scene(NamedTuple):
    """A case and the browsers of its two case managers and of a person not yet participating."""

    made: Shared
    one: PlatformClient
    two: PlatformClient
    other: PlatformClient

    @property
    def url(self) -> str:
        return f"/cases/{self.made.case_id}"


@pytest.fixture
def scene(app: Flask, session: Any) -> Scene:
    made = shared()
    session.info["viewer"] = SYSTEM
    add_participant(session.get(SupportCase, made.case_id), made.colleague, level=Level.WRITE)
    people = (made.manager, made.colleague, made.other)
    return Scene(made, *(client_of(app, each) for each in people))


def count(session: Any, action: str) -> int:
    """Return the number of successful entries of this action in the audit trail."""
    done = select(func.count()).where(AuditEntry.action == action, AuditEntry.refused.is_(False))
    return int(session.scalar(done))


def codes(answers: Any) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def test_two_managers_approve_one_deletion(session: Any, scene: Scene) -> None:
    case = session.get(SupportCase, scene.made.case_id)
    case.state, case.closed_on = CaseState.TO_DELETE, clock.today() - timedelta(days=6 * 365)
    path = f"{scene.url}/retention/approve"
    answers = send_concurrently(FormPost(scene.one, path, {}), FormPost(scene.two, path, {}))
    assert codes(answers) == [303, 404]
    [record] = session.scalars(select(DeletionRecord)).all()
    assert record.key_destroyed_at is not None
    assert (
        record.approved_by_id
        == {
            303: scene.one.account_id,
            404: scene.two.account_id,
        }[answers[0].status_code]
    )
    assert count(session, "case.delete") == count(session, "case.destroy_key") == 1
    assert session.get(SupportCase, scene.made.case_id) is None
    with pytest.raises(KeyDestroyed):
        vault.key_store().key(scene.made.case_id)


def test_two_managers_change_the_same_version_of_a_record(session: Any, scene: Scene) -> None:
    writer = viewer_of(scene.made.manager)
    record = case_records.write(
        writer, scene.made.case_id, RecordKind.NOTE, filled(RecordKind.NOTE)
    )
    record_id = record.id
    path = f"{scene.url}/records/{record_id}/change"
    for version in range(1, ROUNDS + 1):
        typed = {
            name: filled(RecordKind.NOTE, f"{CANARY}{name}{version}")
            | {"version": str(version), "state": "current"}
            for name in ("一人目", "二人目")
        }
        answers = send_concurrently(
            FormPost(scene.one, path, typed["一人目"]), FormPost(scene.two, path, typed["二人目"])
        )
        assert codes(answers) == [303, 422]
        won, lost = ("一人目", "二人目") if answers[0].status_code == 303 else ("二人目", "一人目")
        page = next(answer.text for answer in answers if answer.status_code == 422)
        assert "先に変更しました" in page
        assert f"{CANARY}{lost}{version}" in page and f"{CANARY}{won}{version}" in page
        kept = session.get(CaseRecord, record_id)
        assert kept.version == version + 1
        assert case_records.content(kept)["text"] == f"{CANARY}{won}{version}"
        assert session.scalar(select(func.count()).select_from(CaseChange)) == version


def offered(session: Any, scene: Scene) -> str:
    offer = case_offers.invite(
        viewer_of(scene.made.manager),
        scene.made.case_id,
        scene.made.other.id,
        message=CANARY,
        grants=READ_BASICS,
        terms=DANGER,
        links=LINKS,
    )
    session.commit()
    return str(offer.id)


def parts(session: Any, person: CouncilPerson) -> int:
    mine = select(func.count()).where(CaseParticipation.person_id == person.id)
    return int(session.scalar(mine))


def test_one_offer_is_accepted_in_two_windows(app: Flask, session: Any, scene: Scene) -> None:
    path = f"/cases/received/offers/{offered(session, scene)}/accept"
    again = client_of(app, scene.made.other)
    form = {"text": "喜んで"}
    answers = send_concurrently(FormPost(scene.other, path, form), FormPost(again, path, form))
    assert codes(answers) == [303, 422]
    assert all("喜んで" in answer.text for answer in answers if answer.status_code == 422)
    assert count(session, "case.offer_accept") == 1
    assert parts(session, scene.made.other) == 1
    assert session.scalar(select(func.count()).select_from(PassingOn)) == 1


def test_offer_is_accepted_while_the_case_is_deleted(session: Any, scene: Scene) -> None:
    offer_id = offered(session, scene)
    case = session.get(SupportCase, scene.made.case_id)
    case.state, case.closed_on = CaseState.TO_DELETE, clock.today() - timedelta(days=6 * 365)
    accept = FormPost(scene.other, f"/cases/received/offers/{offer_id}/accept", {})
    answers = send_concurrently(accept, FormPost(scene.one, f"{scene.url}/retention/approve", {}))
    assert answers[0].status_code in (404, 422)
    assert answers[1].status_code == 303
    assert session.scalar(select(func.count()).select_from(CaseOffer)) == 0


@pytest.mark.parametrize("against", ["withdraw", "refuse"])
def test_offer_is_accepted_while_it_is_withdrawn_or_refused(
    app: Flask, session: Any, scene: Scene, against: str
) -> None:
    for _round in range(ROUNDS):
        offer_id = offered(session, scene)
        accept = f"/cases/received/offers/{offer_id}"
        away = f"{scene.url}/offers/{offer_id}/withdraw"
        other = scene.one if against == "withdraw" else client_of(app, scene.made.other)
        path = away if against == "withdraw" else f"{accept}/refuse"
        send_concurrently(FormPost(scene.other, f"{accept}/accept", {}), FormPost(other, path, {}))
        offer = session.get(CaseOffer, offer_id)
        held = participations.held(viewer_of(scene.made.other), scene.made.case_id)
        assert bool(held) is (offer.state is OfferState.ACCEPTED), offer.state
        assert offer.state is not OfferState.OFFERED
        participations.end(SYSTEM, scene.made.case_id, scene.made.other.id)
        session.commit()


def test_one_request_is_answered_and_refused_at_once(
    app: Flask, session: Any, scene: Scene
) -> None:
    manager = viewer_of(scene.made.manager)
    again = client_of(app, scene.made.other)
    for _round in range(ROUNDS):
        row = case_requests.draft(manager, scene.made.case_id, scene.made.other.id, a_request())
        case_requests.send(manager, scene.made.case_id, row.id, LINKS)
        request_id, path = row.id, f"/cases/received/requests/{row.id}"
        answers = send_concurrently(
            FormPost(scene.other, f"{path}/answer", {"text": "答え"}),
            FormPost(again, f"{path}/refuse", {"text": "断り"}),
        )
        assert codes(answers) == [303, 422]
        won = answers[0].status_code == 303
        row = session.get(CaseRequest, request_id)
        state = CaseRequestState.ANSWERED if won else CaseRequestState.REFUSED
        assert (row.state, case_requests.answer_of(row)) == (state, "答え" if won else "断り")
        lost = next(answer.text for answer in answers if answer.status_code == 422)
        assert ("断り" if won else "答え") in lost  # the input is preserved


def test_simultaneous_emergency_requests_open_access_once(
    app: Flask, session: Any, scene: Scene
) -> None:
    again = client_of(app, scene.made.other)
    form = {"term": scene.made.other.id, "case_alias": scene.made.alias, "reason": CANARY}
    answers = send_concurrently(
        *(FormPost(client, "/cases/emergency", form) for client in (scene.other, again))
    )
    assert codes(answers) == [303, 422]
    refused = next(answer.text for answer in answers if answer.status_code == 422)
    assert emergencies.REFUSED in refused
    assert session.scalar(select(func.count()).select_from(EmergencyAccess)) == 1
    assert count(session, "case.emergency") == 1
    live = participations.live(scene.made.case_id, scene.made.other.id)
    assert len({part.section for part in live}) == len(live)
    assert {part.basis for part in live} == {ParticipationBasis.EMERGENCY}


def test_two_managers_end_each_others_participation(session: Any, scene: Scene) -> None:
    base = f"{scene.url}/participants"
    answers = send_concurrently(
        FormPost(scene.one, f"{base}/{scene.made.colleague.id}/end", {}),
        FormPost(scene.two, f"{base}/{scene.made.manager.id}/end", {}),
    )
    assert codes(answers) == [303, 404]
    assert len(participations.managers(scene.made.case_id)) == 1


def test_confirmed_minutes_cannot_be_changed(session: Any, scene: Scene) -> None:
    for number in range(ROUNDS):
        conference_id = _held(session, scene)
        path = f"{scene.url}/conferences/{conference_id}/minutes"
        answers = send_concurrently(
            FormPost(scene.one, path, {"text": f"書き直し{number}"}),
            FormPost(scene.two, f"{path}/confirm", {}),
        )
        conference = session.get(Conference, conference_id)
        written = vault.unseal(conference, "minutes") == f"書き直し{number}"
        assert conference.confirmed_at is not None
        assert written is (answers[0].status_code == 303)
        steps = select(AuditEntry.action).order_by(AuditEntry.sequence.desc())
        assert session.scalars(steps.where(AuditEntry.action.like("case.minutes%"))).first() == (
            "case.minutes_confirm"
        )


def _held(session: Any, scene: Scene) -> str:
    manager = viewer_of(scene.made.manager)
    conference = conferences.plan(
        manager,
        scene.made.case_id,
        begins_at=clock.now(),
        place="県庁",
        agenda=CANARY,
        members=[scene.made.manager.id],
        links=LINKS,
    )
    conferences.hold(
        manager,
        scene.made.case_id,
        conference.id,
        attended=[],
        lead_body_id=None,
        decisions="",
        parts=[],
        next_on=None,
    )
    session.commit()
    return str(conference.id)
