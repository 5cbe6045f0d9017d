"""The council: set up once; bodies join and leave; at most one coordinating body."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.cases.case import CaseParticipation
from app.models.council.council import ConstituentBody, Council, CouncilPerson
from app.rules.cases.access import ParticipationBasis
from app.rules.membership.membership import Standing
from app.security.viewer import PUBLIC, SYSTEM, Role, Viewer
from app.services.cases import coordinators
from app.services.council import bodies as council_bodies
from app.services.council import councils
from tests import factories
from tests.support.cases import coordinator, new_case, person
from tests.support.concurrency import refused, run_concurrently
from tests.support.desk import officer

SINCE = date(2024, 4, 1)
NAME = "鳥取県孤独・孤立対策地域協議会"


def test_council_is_set_up_once_by_the_secretariat(session: Any) -> None:
    for nobody in (PUBLIC, Viewer(1, "x", frozenset({Role.ADMINISTRATOR, Role.COUNCIL}))):
        with pytest.raises(NotPermitted):
            councils.establish(nobody, name=NAME, established_on=SINCE)
    with pytest.raises(RuleViolation, match="今日までの日"):
        tomorrow = clock.today() + timedelta(days=1)
        councils.establish(officer(), name=NAME, established_on=tomorrow)
    with pytest.raises(RuleViolation, match="名称を入力"):
        councils.establish(officer(), name=" ", established_on=SINCE)
    councils.establish(officer(), name=NAME, established_on=SINCE)
    with pytest.raises(StaleState, match="すでに設置"):
        councils.establish(officer(), name=NAME, established_on=SINCE)
    councils.revise(officer(), name="別の名称", established_on=date(2024, 5, 1))
    assert councils.required().name == "別の名称"


@pytest.mark.both_databases
def test_concurrent_setup_creates_one_council_with_each_body_once(app: Flask, session: Any) -> None:
    session.commit()
    outcomes = run_concurrently(
        app,
        [lambda: councils.establish(SYSTEM, name=NAME, established_on=SINCE)] * 2,
    )
    assert len(refused(outcomes)) == 1
    assert len(db.session.scalars(select(Council)).all()) == 1
    session.commit()
    run_concurrently(app, [lambda: council_bodies.add_executives(SYSTEM, begins_on=SINCE)] * 2)
    assert len(db.session.scalars(select(ConstituentBody)).all()) == 34


def test_body_is_entered_once_at_a_time(session: Any) -> None:
    with pytest.raises(RuleViolation, match="まだ設置されていません"):
        councils.add_body(officer(), begins_on=SINCE, name="委員 甲")
    factories.council()
    first = councils.add_body(officer(), begins_on=date(2025, 4, 1), name="委員 甲")
    for day in (SINCE, date(2025, 4, 1), clock.today()):
        with pytest.raises(StaleState, match="すでに構成機関等です"):
            councils.add_body(officer(), begins_on=day, name="委員 甲")
    for day in (date(2024, 3, 31), clock.today() + timedelta(days=1)):
        with pytest.raises(RuleViolation, match="設置の日から今日まで"):
            councils.add_body(officer(), begins_on=day, name="委員 乙")
    with pytest.raises(RuleViolation, match="名称を入力"):
        councils.add_body(officer(), begins_on=SINCE, name="　")
    council_bodies.end(officer(), first.id, date(2025, 9, 30))
    again = councils.add_body(officer(), begins_on=date(2025, 10, 1), name="委員 甲")
    assert [body.id for body in councils.bodies()] == [again.id]
    assert [body.id for body in councils.bodies(date(2025, 9, 30))] == [first.id]
    assert [body.id for body in council_bodies.former(officer())] == [first.id]


def test_all_executive_members_join_in_one_step(session: Any) -> None:
    body = factories.body(factories.founding_member())
    factories.member()
    joined = council_bodies.add_executives(officer(), begins_on=SINCE)
    assert len(joined) == 33 and body not in joined
    assert len(councils.bodies()) == 34
    assert council_bodies.candidates(officer(), SINCE) == []
    with pytest.raises(StaleState, match="すべての幹事団体"):
        council_bodies.add_executives(officer(), begins_on=SINCE)


def test_body_no_longer_executive_stays_until_the_secretariat_decides(
    session: Any,
) -> None:
    organisation = factories.founding_member("鳥取県弁護士会")
    body = factories.body(organisation)
    factories.body()
    assert council_bodies.departed(councils.bodies()) == []
    organisation.standing = Standing.GENERAL
    assert council_bodies.departed(councils.bodies()) == [body]
    assert body in councils.bodies()


def test_body_ends_with_the_terms_of_its_persons(session: Any, at: Any) -> None:
    at(date(2026, 4, 1))
    leaving, staying = person("鳥取市"), person("米子市")
    council_bodies.end(officer(), leaving.body_id, date(2026, 4, 30))
    assert leaving.ends_at == clock.at_start_of(date(2026, 5, 1))
    assert staying.ends_at is None
    at(date(2026, 4, 30))
    council_bodies.end(officer(), leaving.body_id, date(2026, 4, 10))
    assert leaving.ends_at == clock.now(), "what was seen until now was seen in service"
    with pytest.raises(StaleState, match="すでに構成機関等ではありません"):
        council_bodies.end(officer(), leaving.body_id, date(2026, 6, 30))
    with pytest.raises(RuleViolation, match="最終日"):
        council_bodies.end(officer(), staying.body_id, date(2024, 3, 31))


def test_at_most_one_coordinating_body_and_no_individual(session: Any) -> None:
    first, second = (factories.body(factories.founding_member(n)) for n in ("鳥取市", "米子市"))
    coordinators.designate(officer(), first.id)
    coordinators.designate(officer(), second.id)
    assert councils.required().coordinating_body is second
    with pytest.raises(RuleViolation, match="先に、ほかの機関を指定"):
        council_bodies.end(officer(), second.id, clock.today())
    with pytest.raises(RuleViolation, match="機関又は団体だけ"):
        coordinators.designate(officer(), factories.body().id)
    council_bodies.end(officer(), first.id, clock.today())
    with pytest.raises(RuleViolation, match="構成機関等でなくなる日"):
        coordinators.designate(officer(), first.id)
    with pytest.raises(NotFound):
        coordinators.designate(officer(), 99999)
    coordinators.designate(officer(), None)
    assert councils.required().coordinating_body is None


def test_coordinator_of_the_former_coordinating_body_loses_that_access(
    session: Any,
) -> None:
    named, worker = coordinator(), person("鳥取市")
    case = new_case(worker)
    coordinators.designate(officer(), worker.body_id)
    assert db.session.get_one(CouncilPerson, named.id).coordinates is False
    parts = db.session.scalars(
        select(CaseParticipation).where(CaseParticipation.case_id == case.id)
    ).all()
    ended = {part.basis: part.ends_at is not None for part in parts}
    assert ended == {ParticipationBasis.COORDINATION: True, ParticipationBasis.INTAKE: False}
