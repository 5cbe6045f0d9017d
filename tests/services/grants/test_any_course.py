"""Through any course of several grants the call's sums hold to the yen."""

import random
from datetime import date
from typing import Any

import pytest

from app.errors import RuleViolation, StaleState
from app.models.grants.grant import Grant
from app.rules.grants.acts import GrantAct
from app.rules.grants.calls import ChangeKind, Payment
from app.rules.states.grants.grant import COMMITTED, FINAL
from app.services.grants import applying, calls, carrying_out, desk, grants
from tests.support import grants as made


def steps(case: made.Case, chance: random.Random) -> list[Any]:
    """Return what anybody may try with a grant; most is refused in most states."""
    cost = chance.choice((30_000, 100_001, 299_999, 450_000))
    day = date(2026, 12, 1)
    return [
        lambda: case.submit(),
        lambda: applying.take_back(case.writer, case.id),
        lambda: case.decide(GrantAct.OFFER, amount=chance.randrange(1, 200_001)),
        lambda: carrying_out.request(case.writer, case.id),
        lambda: case.decide(GrantAct.DECIDE),
        lambda: case.decide(GrantAct.DECIDE, amount=cost // 3),
        lambda: case.change(chance.choice(list(ChangeKind)), made.content(cost)),
        lambda: case.decide(GrantAct.CHANGE),
        lambda: case.decide(GrantAct.REFUSE_CHANGE, reason="予算"),
        lambda: carrying_out.resume(case.writer, case.id),
        lambda: case.report(made.receipts(cost, 50_000)),
        lambda: case.settle(struck=(chance.randrange(3),)),
        lambda: case.claim(cost // 2),
        lambda: desk.pay(case.officers[0], [each.id for each in grants.payments(case.grant)], day),
        lambda: desk.repay(case.officers[0], case.id, day),
        lambda: case.decide(GrantAct.REVOKE, reason="目的外", until=day),
        lambda: carrying_out.withdraw(case.writer, case.id, "人手"),
    ]


FORWARD = {
    "draft": 0,
    "submitted": 2,
    "offered": 3,
    "requested": 4,
    "decided": 10,
    "change_asked": 7,
    "suspended": 9,
    "abolished": 10,
    "reported": 11,
    "settled": 12,
    "claimed": 13,
    "repaying": 14,
}
"""State → the step that leads on."""


@pytest.mark.parametrize("seed", range(4))
def test_sums_hold(session: Any, at: Any, seed: int) -> None:
    at(date(2026, 12, 1))
    chance = random.Random(seed)
    call = made.call(places=3, budget=390_000, payment=Payment.ADVANCE)
    cases = [made.begun(call, 250_000) for _each in range(4)]
    seen = set()
    for _step in range(160):
        case = chance.choice(cases)
        found = steps(case, chance)
        on = FORWARD.get(case.grant.state.value, 0)
        kept = found[:15] if chance.random() < 0.95 else found
        step = found[on] if chance.random() < 0.3 else chance.choice(kept)
        with session.begin_nested() as attempt:
            try:
                step()
            except (RuleViolation, StaleState):
                attempt.rollback()
        check(call, [each.fresh() for each in cases])
        seen |= {each.grant.state.value for each in cases}
    assert len(seen) >= 8, seen


def check(call: Any, found: list[Grant]) -> None:
    """Hold what must be true of a call and its grants at any time."""
    meter = calls.meters([call])[call.id]
    assert meter.decided + meter.asked <= call.budget and meter.bodies <= call.places
    assert meter.left == call.budget - meter.decided - meter.asked
    assert meter.decided == sum(each.amount for each in found if each.state in COMMITTED)
    for grant in found:
        assert 0 <= grant.amount <= grant.its_terms.most
        if grant.state in FINAL:
            assert grant.decided is not None and grant.amount <= grant.decided
        if grant.state.value == "paid":
            assert grants.paid(grant) == grant.amount, "paid to the yen"
        if grant.state.value in ("repaying", "repaid"):
            assert grants.paid(grant) - grant.repay == grant.amount
