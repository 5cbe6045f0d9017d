"""A whole fiscal year over HTTP, from 1 April to 31 March, with the worker's sweeps each morning.

make soak ARGS="tests/soak/test_year.py -s"; YEAR_PAPERS=folder keeps every letter and paper there.
"""

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from flask import Flask

from tests.support.year import (
    admission,
    cases,
    events,
    expulsion,
    grants,
    meetings,
    members,
    policy,
    report,
    restoring,
    turnover,
)
from tests.support.year.office import Office
from tests.support.year.world import Visitor, World

pytestmark = pytest.mark.timeout(1800)
YEAR = 2027
SILENT = "音楽の広場おとのわ"
LEAVES = "一般社団法人よりみち"
PERSONS = {"鳥取県": "ken@example.jp", "鳥取市": "shi@example.jp"}


class Year:
    """The year's chapters, in order."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.office = Office.before(world)

    def april(self) -> None:
        """The office changes hands, and the first batch is decided."""
        turnover.officer_leaves(self.world, self.office)
        self.world.go_to(date(YEAR, 4, 6))
        world, office = self.world, self.office
        first = admission.apply(world, "NPO法人ひだまりの会", "ひだまりのかい")
        second = admission.apply(world, "投資を学ぶ会", "とうしをまなぶかい", kind="voluntary")
        fourth = admission.apply(world, SILENT, "おとのわ", kind="voluntary")
        third = admission.apply(world, LEAVES, "よりみち", kind="association")
        world.wait(5)
        admission.decide(
            office,
            {first: "", second: "孤独・孤立対策との関連が認められないため", third: "", fourth: ""},
        )
        self.writer = admission.first_log_in(world, "NPO法人ひだまりの会")
        self.silent = admission.first_log_in(world, SILENT)
        self.leaving = admission.first_log_in(world, LEAVES)

    def may(self) -> None:
        """The ordinary meeting of spring."""
        items = ({"title": "令和9年度の事業計画"}, {"title": "令和8年度の事業報告の承認"})
        meetings.ordinary(
            self.office, "令和9年度第1回プラットフォーム会議", date(YEAR, 5, 25), *items
        )

    def june(self) -> None:
        """A forum of a new member."""
        self.world.go_to(date(YEAR, 6, 3))
        members.changed(self.office, "NPO法人ひだまりの会", self.writer, "0857-20-1111")
        events.forum(self.office, self.writer, date(YEAR, 6, 20), guests=12)

    def july(self) -> None:
        """A resolution in writing."""
        self.world.go_to(date(YEAR, 7, 1))
        title = "令和9年度第2回プラットフォーム会議"
        meetings.written(self.office, title, date(YEAR, 7, 25), "後援の基準")

    def august(self) -> None:
        """A grant."""
        self.world.go_to(date(YEAR, 8, 2))
        second = grants.invite_colleague(self.office, self.writer, "futari@example.jp")
        grants.granted(self.office, self.writer, second)

    def january(self) -> None:
        """A member is expelled by the third meeting."""
        assert self.world.today < date(YEAR + 1, 1, 5), self.world.today
        self.world.go_to(date(YEAR + 1, 1, 5))
        author = self.world.person_of("鳥取県弁護士会", "bengo@example.jp")
        proposal = policy.proposed(self.office, author)
        title = "令和9年度第3回プラットフォーム会議"
        expulsion.expelled(self.office, LEAVES, self.leaving, title, proposal)
        members.answered(self.office, SILENT)
        policy.answered(self.office, proposal["subject"])

    def march_begins(self) -> None:
        """The second batch: two new members, and the expelled one, which comes too early."""
        world = self.world
        first = admission.apply(world, "任意団体あさひ食堂", "あさひしょくどう", kind="voluntary")
        again = admission.apply(
            world,
            LEAVES,
            "よりみち",
            kind="association",
            was_member="yes",
            readmission_statement="活動を改めた。",
        )
        world.wait(3)
        admission.decide(self.office, {first: "", again: "除名から3年"}, barred=again)
        admission.first_log_in(world, "任意団体あさひ食堂")
        members.withdrawn(self.office, SILENT, self.silent, date(YEAR + 1, 3, 25))

    def case(self) -> None:
        """The council and a case."""
        terms = cases.council(self.office, PERSONS)
        cases.case(self.office, PERSONS, terms)

    def restore(self) -> None:
        """The database is put back as it was backed up, and the year goes on."""
        changed = restoring.put_back(self.office, self.world.folder / "backups")
        assert changed <= restoring.CHANGED, changed - restoring.CHANGED

    def march(self) -> None:
        """The annual report."""
        self.world.go_to(date(YEAR + 1, 3, 31))
        self.content = report.annual_report(self.office, YEAR)
        office = self.office
        for person in (office.first, office.administrator, self.writer):
            report.look_around(self.world.client(person))
        report.look_around(self.world.visitor())


CHAPTERS = (
    Year.april,
    Year.may,
    Year.june,
    Year.july,
    Year.august,
    Year.case,
    Year.restore,
    Year.january,
    Year.march_begins,
    Year.march,
)


@pytest.fixture
def world(app: Flask, at: Callable[[datetime], None], session: Any, tmp_path: Path) -> Any:
    """Return the world on the eve of the year."""
    before = app.test_client_class
    app.test_client_class = Visitor
    folder = Path(os.environ.get("YEAR_PAPERS") or tmp_path / "papers")
    Visitor.world = World(app, at, folder)
    yield Visitor.world
    app.test_client_class = before


def test_year(world: World) -> None:
    begun = perf_counter()
    world.begin(date(YEAR, 4, 1))
    year = Year(world)
    try:
        for chapter in CHAPTERS:
            chapter(year)
    finally:
        tell(world, perf_counter() - begun)
    found = report.figures(year.content)
    counted = report.wanted(world, executives=34)
    assert {key: found[key] for key in counted} == counted
    assert report.left_over(world) == []
    assert report.not_sent() == []
    assert report.failed_timers() == []
    assert report.is_whole()


def tell(world: World, seconds: float) -> None:
    """Print what the year was."""
    print(f"\nuntil {world.today}: {world.requests} requests, {seconds:.0f} s")
    print(
        f"{len(world.letters)} letters:", dict(Counter(each["purpose"] for each in world.letters))
    )
    print(f"{len(world.papers)} papers; {dict(world.counted)}")
