"""What somebody in trouble finds: open desks first, near ones, by their own words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.support.desk import Desk, DeskPassing
from app.rules.membership.roster import Tier
from app.rules.support.desk_words import Capacity
from app.rules.support.trouble_words import Danger, Trouble
from app.security.guard import acting_as_system, set_viewer
from app.security.viewer import PUBLIC, SYSTEM
from app.services.registers import entries
from app.services.support import directory, network
from tests.support.register_samples import entry

TOTTORI, IWAMI = "312011", "313025"
MONDAY_AT_TEN = datetime(2026, 11, 30, 10, tzinfo=clock.TOKYO)


@pytest.fixture
def desk(session: Any, at: Callable[[Any], None]) -> Callable[..., str]:
    """Return a function that adds a desk without anything to find it by, and returns its name."""
    at(MONDAY_AT_TEN)
    with acting_as_system(db.session):
        for each in db.session.scalars(select(Desk)):
            entries.retire(SYSTEM, Desk, each.public_id, "この試験には要らない")

    def add(name: str, **given: Any) -> str:
        nothing = {"does": "", "for_whom": "", "body": "", "area": [], "whole_prefecture": True}
        plain = {"troubles": ["money"], "hours": "", "capacity": None, "municipality_code": None}
        return str(entry(Desk, **{"name": name, "kana": "ア", **nothing, **plain, **given}))

    return add


def names(answer: directory.Answer) -> list[str]:
    return [shown.desk.name for shown in answer.desks]


def test_open_ones_come_first_and_paused_ones_last(desk: Callable[..., str]) -> None:
    desk("閉", hours="土 9:00〜12:00")
    desk("止", hours="毎日 24時間", capacity=Capacity.PAUSED)
    desk("開", hours="毎日 24時間")
    answer = directory.of_trouble(PUBLIC, Trouble.MONEY)
    assert names(answer) == ["開", "閉", "止"]
    assert [shown.is_open for shown in answer.desks] == [True, False, True]
    assert answer.desks[1].phrase == "次は12月5日（土）9:00から"


@pytest.mark.both_databases
def test_municipality_narrows_and_puts_its_own_first(desk: Callable[..., str]) -> None:
    desk("全県")
    desk("鳥取市だけ", whole_prefecture=False, area=[TOTTORI])
    desk("岩美町だけ", whole_prefecture=False, area=[IWAMI])
    desk("地域不明", whole_prefecture=False)
    found = names(directory.of_trouble(PUBLIC, Trouble.MONEY, TOTTORI))
    assert found[0] == "鳥取市だけ" and set(found[1:]) == {"全県", "地域不明"}
    assert len(names(directory.of_trouble(PUBLIC, Trouble.MONEY))) == 4
    assert names(directory.of_trouble(PUBLIC, Trouble.WORK)) == []


def test_only_public_desks_in_force_are_shown_whoever_asks(desk: Callable[..., str]) -> None:
    desk("公開")
    desk("会員だけ", tier=Tier.MEMBERS)
    with acting_as_system(db.session):
        assert names(directory.of_trouble(SYSTEM, Trouble.MONEY)) == ["公開"]


def test_own_words_mean_troubles_and_find_what_desks_say(desk: Callable[..., str]) -> None:
    desk("お金の窓口")
    desk("借金の窓口", does="借金や多重債務の相談")
    desk("相続の窓口", troubles=["other"], does="そうぞくと遺言")
    desk("しごとの窓口", troubles=["work"])
    assert names(directory.of_words(PUBLIC, "借金が返せない")) == ["借金の窓口", "お金の窓口"]
    assert names(directory.of_words(PUBLIC, "遺言")) == ["相続の窓口"]
    assert names(directory.of_words(PUBLIC, "")) == []
    assert names(directory.of_words(PUBLIC, "ん" * 5000)) == []


def test_danger_puts_the_fitting_numbers_first(desk: Callable[..., str]) -> None:
    answer = directory.of_words(PUBLIC, "夫に殴られる")
    assert answer.dangers == (Danger.VIOLENCE,)
    numbers = directory.numbers(answer.dangers)
    assert numbers[0][0].number == "110"
    assert all(Danger.VIOLENCE in each.dangers for each, _open in numbers[:4])
    assert len(numbers) == len(directory.numbers())


def test_number_says_when_nobody_answers(desk: Callable[..., str], at: Callable[..., None]) -> None:
    is_open = {each.name: found for each, found in directory.numbers()}
    assert is_open["警察"] and not is_open["鳥取いのちの電話"]
    at(MONDAY_AT_TEN.replace(hour=13))
    assert {each.name: found for each, found in directory.numbers()}["鳥取いのちの電話"]


def test_more_than_an_answer_holds_is_said(
    desk: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "MOST", 2)
    for name in "あいう":
        desk(name)
    answer = directory.of_trouble(PUBLIC, Trouble.MONEY)
    assert answer.is_cut and len(answer.desks) == 2


@pytest.mark.both_databases
def test_network_has_ends_loops_and_what_no_desk_is_for(desk: Callable[..., str]) -> None:
    a, b, c, alone = (entry(Desk, name=name, whole_prefecture=False) for name in "甲乙丙丁")
    with acting_as_system(db.session):
        members_only = entry(Desk, tier=Tier.MEMBERS, name="戊", whole_prefecture=False)
        for source, target in ((a, b), (b, a), (b, c), (c, members_only)):
            ends = {"source": source.public_id, "target": target.public_id}
            entries.add(SYSTEM, DeskPassing, {**ends, "reason": "あてはまるとき"})
        whole = network.load(SYSTEM)
        assert [sorted(loop) for loop in whole.loops] == [["乙", "甲"]]
        assert set(whole.dead_ends) == {"丁", "戊"} and set(whole.unreached) == {"丁"}
        gaps = network.gaps(SYSTEM, whole.desks)
        assert Trouble.HOUSING not in gaps["鳥取市"] and Trouble.WORK in gaps["鳥取市"]
        assert Trouble.HOUSING in gaps["境港市"] and len(gaps) == 19
        assert network.uncovered(SYSTEM, TOTTORI) == gaps["鳥取市"]
        assert network.uncovered(SYSTEM, "312045") == tuple(Trouble)
    set_viewer(db.session(), PUBLIC)
    seen = network.load(PUBLIC)
    assert "戊" not in seen.names.values()
    assert len(seen.passings) == 3 and len(seen.picture.boxes) == 3
    assert seen.picture.apart == (alone.public_id,)
