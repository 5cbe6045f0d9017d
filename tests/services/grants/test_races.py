"""Two at once: one application a body, places in the order of arrival, a payment once."""

from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models.grants.grant import Grant
from app.rules.grants.acts import GrantAct
from app.services.grants import applying, decisions, desk, grants
from tests import factories
from tests.support import grants as made
from tests.support.concurrency import refused, run_concurrently
from tests.support.desk import LINKS
from tests.support.members import person_of

pytestmark = pytest.mark.both_databases


def test_one_body_applies_once(app: Flask, session: Any) -> None:
    call = made.call().public_id
    body = factories.member()
    people = [person_of(body) for _each in range(4)]
    session.commit()
    outcomes = run_concurrently(
        app, [partial(applying.begin, each, call, made.content()) for each in people]
    )
    assert len(refused(outcomes)) == 3
    assert session.scalar(select(func.count()).select_from(Grant)) == 1


def test_each_arrival_has_a_place_of_its_own(app: Flask, session: Any) -> None:
    call = made.call()
    cases = [made.begun(call) for _each in range(4)]
    for case in cases:
        applying.ask(case.writer, case.id, links=LINKS)
    jobs = [partial(applying.submit, case.second, case.id) for case in cases]
    session.commit()
    assert refused(run_concurrently(app, jobs)) == []
    session.expire_all()
    assert sorted(session.scalars(select(Grant.place))) == [1, 2, 3, 4]


def test_last_place_and_last_money_are_given_once(app: Flask, session: Any) -> None:
    call = made.call(places=3, budget=400_000)
    cases = [made.submitted(call) for _each in range(4)]
    for case in cases:
        decisions.propose(case.officers[0], case.id, GrantAct.OFFER)
    jobs = [partial(decisions.release, case.officers[1], case.id, GrantAct.OFFER) for case in cases]
    session.commit()
    assert len(refused(run_concurrently(app, jobs))) == 2
    promised = session.scalar(select(func.sum(Grant.amount)))
    assert promised == 400_000


def test_a_claim_is_paid_once(app: Flask, session: Any) -> None:
    case = made.decided()
    case.report()
    case.settle()
    case.claim()
    (payment,) = grants.payments(case.grant)
    day = case.grant.decided_on
    jobs = [partial(desk.pay, each, [payment.id], day) for each in case.officers]
    session.commit()
    assert len(refused(run_concurrently(app, jobs))) == 1
    db.session.expire_all()
    assert grants.paid(case.grant) == 200_000
