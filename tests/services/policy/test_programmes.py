"""Years of programmes: matched by hand, compared, and followed from opinion to amount."""

from datetime import date
from typing import Any

import pytest

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.policy.advisory import AdvisoryOpinion
from app.models.policy.programme import Programme
from app.rules.policy.programmes import Flag, Stage
from app.rules.policy.succession import Course
from app.security.viewer import PUBLIC, SYSTEM
from app.services.policy import opinions, programmes
from app.services.registers import entries

DIVISION = "福祉保健部 孤独・孤立対策課"


def add(name: str, amount: int = 100, year: int = 2025, **more: Any) -> Programme:
    given = {"fiscal_year": year, "section": DIVISION, "name": name, "amount": amount}
    found: Programme = entries.add(SYSTEM, Programme, {**given, "stage": Stage.INITIAL, **more})
    return found


def of_2024(name: str) -> Programme:
    return next(each for each in programmes.of_year(2024) if each.name == name)


def test_matching_proposes_the_renamed_and_no_new_one(session: Any) -> None:
    renamed = add("みんなで進める「孤独・孤立対策」推進事業")
    new = add("民生委員費", flag=Flag.NEW)
    found = programmes.matching(SYSTEM, 2025)
    assert [each.public_id for each in found.new] == [renamed.public_id, new.public_id]
    assert list(found.proposed) == [renamed.public_id]
    proposed = found.proposed[renamed.public_id]
    assert proposed.id == of_2024("みんなで進める「孤独・孤立対策」事業").public_id
    assert proposed.percent > 90
    assert len(found.free) == 34


@pytest.mark.both_databases
def test_matched_ones_are_compared_and_no_longer_offered(session: Any) -> None:
    old = of_2024("民生委員費")
    kept = add("民生委員費", 80_000, flag=Flag.EXTENDED, previous=84_000)
    new = add("デジタル居場所づくり事業", 500, flag=Flag.NEW)
    assert programmes.match(SYSTEM, 2025, {kept.public_id: old.public_id}) == 1

    found = programmes.matching(SYSTEM, 2025)
    assert [each.public_id for each in found.new] == [new.public_id]
    assert old.public_id not in {each.public_id for each in found.free}
    steps = programmes.comparison(2025)
    assert [step.course for step in steps[:2]] == [Course.GOES_ON, Course.NEW]
    assert {step.course for step in steps[2:]} == {Course.ENDED}
    assert len(steps) == 2 + 33
    assert steps[0].difference == 80_000 - 84_765
    assert steps[0].misquotes
    assert sum(step.difference for step in steps) == 80_500 - 1_121_649


def test_one_of_the_year_before_goes_on_once_only(session: Any) -> None:
    old = of_2024("民生委員費").public_id
    one, other = add("民生委員費"), add("民生委員活動費")
    with pytest.raises(RuleViolation):
        programmes.match(SYSTEM, 2025, {one.public_id: old, other.public_id: old})
    programmes.match(SYSTEM, 2025, {one.public_id: old})
    with pytest.raises(StaleState):
        programmes.match(SYSTEM, 2025, {other.public_id: old})
    with pytest.raises(StaleState):
        programmes.match(SYSTEM, 2025, {one.public_id: of_2024("ひきこもり支援推進事業").public_id})
    assert programmes.matching(SYSTEM, 2025).new == [other]


def test_only_programmes_of_the_two_years_are_matched(session: Any) -> None:
    one, earlier = add("民生委員費"), add("民生委員費", year=2023)
    with pytest.raises(NotFound):
        programmes.match(SYSTEM, 2025, {one.public_id: earlier.public_id})
    with pytest.raises(NotFound):
        programmes.match(SYSTEM, 2025, {of_2024("民生委員費").public_id: earlier.public_id})


def test_matching_is_the_secretariats(session: Any) -> None:
    with pytest.raises(NotPermitted):
        programmes.matching(PUBLIC, 2025)
    with pytest.raises(NotPermitted):
        programmes.match(PUBLIC, 2025, {})


@pytest.mark.both_databases
def test_chain_leads_from_an_opinion_to_each_years_amount(session: Any) -> None:
    old = of_2024("孤独・孤立対策市町村等支援強化事業")
    new = add("孤独・孤立対策市町村支援強化事業", 74_314)
    programmes.match(SYSTEM, 2025, {new.public_id: old.public_id})
    answer = {"outcome": "adopted", "reason": "支援する。", "section": DIVISION}
    (latest, given), (_earlier, _others) = opinions.by_session()[0]
    taken_up = {**answer, "answered_on": date(2024, 4, 1), "programme": old.public_id}
    entries.change(SYSTEM, AdvisoryOpinion, given[1].public_id, taken_up)

    chain = programmes.chains([old.public_id])[old.public_id]
    assert [(link.fiscal_year, link.amount) for link in chain] == [(2024, 75_094), (2025, 74_314)]
    assert programmes.chains([new.public_id])[new.public_id] == chain
    assert programmes.chains([None]) == {}
    assert opinions.about(old) == [given[1]]
    assert given[1] in opinions.of_session(latest)
    assert sorted(opinions.by_session()[1].values()) == [1, 12]


def test_total_cost_is_worked_out_or_refused(session: Any) -> None:
    assert add("合計する事業", project_cost=3768, personnel_cost=4695).total_cost == 8463
    with pytest.raises(RuleViolation, match="8,463千円"):
        add("合わない事業", project_cost=3768, personnel_cost=4695, total_cost=9000)


def test_sums_by_year_leave_out_what_was_taken_out(session: Any) -> None:
    add("民生委員費", 80_000)
    gone = add("取りやめた事業", 1)
    entries.retire(SYSTEM, Programme, gone.public_id, "誤り")
    assert programmes.sums_by_year() == [(2024, 1_121_649), (2025, 80_000)]
