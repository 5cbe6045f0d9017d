"""The annual report: figures of all wings, hidden small numbers, frozen at publication."""

import hashlib
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.common.audit import AuditEntry
from app.models.council.council import ActivitySummary
from app.models.exchange.need_offer import NeedOffer
from app.models.exchange.patronage import Patronage
from app.models.exchange.referral import Referral
from app.models.news.news import News
from app.models.policy.annual_report import AnnualReport
from app.rules.common.era import fiscal_year
from app.rules.events.event import EventKind
from app.rules.exchange.need_offers import NeedKind
from app.rules.grants.calls import GrantKind
from app.rules.membership.membership import EndCause
from app.rules.membership.roster import Tier
from app.rules.news.news import NewsKind
from app.rules.states.events.event import EventStage
from app.rules.states.exchange.patronage import PatronageStage
from app.rules.states.exchange.referral import ReferralStage
from app.services.common import figures
from app.services.front import annual_report
from app.services.meeting import agendas, attendance_summary, meetings
from app.services.membership import memberships
from app.services.registers import entries
from tests import factories
from tests.support import events as made_events
from tests.support import grants as made_grants
from tests.support import meetings as hall
from tests.support import proposals as made
from tests.support import supporters
from tests.support.desk import officer
from tests.support.register_samples import entry as register_entry

YEAR = 2026


def draft(year: int = YEAR, **values: Any) -> AnnualReport:
    given = {
        "title": f"{year}年度の事業報告",
        "fiscal_year": year,
        "foreword": "はじめに",
        **values,
    }
    found: AnnualReport = entries.add(officer(), AnnualReport, given)
    return found


def figure(content: Any, key: str) -> Any:
    return next(
        each for group in content["groups"] for each in group["figures"] if each["key"] == key
    )


def rows(content: Any, key: str) -> dict[str, Any]:
    return {label: now for label, now, _before in figure(content, key)["rows"]}


def test_every_figure_says_what_it_counts_and_has_a_key_of_its_own(session: Any) -> None:
    every = figures.every()
    assert len({each.key for each in every}) == len(every) > 15
    assert all(each.definition and each.title and each.group for each in every)
    for each in every:
        figures.cells(each, YEAR)


@pytest.mark.both_databases
def test_members_meetings_resolutions_and_proposals_are_counted(session: Any) -> None:
    before = annual_report.compiled(draft())
    joined, left = factories.member(since=clock.today()), factories.member(since=date(2026, 5, 1))
    memberships.end(officer(), left, EndCause.WITHDRAWAL, on=clock.today())
    proposal = made.submitted(factories.founding_member("鳥取県弁護士会"))
    meeting, item = made.on_agenda(proposal)
    made.voted(meeting, item)
    meetings.close_meeting(officer(), meeting.id)
    now = annual_report.compiled(draft(YEAR - 1) and entries.one(AnnualReport, str(YEAR)))
    grown = {
        key: figure(now, key)["total"] - (figure(before, key)["total"] or 0)
        for key in ("members.by_kind", "members.joined", "members.left", "proposals.decided")
    }
    assert joined.public_id != left.public_id
    assert grown == {
        "members.by_kind": 1,
        "members.joined": 2,
        "members.left": 1,
        "proposals.decided": 1,
    }
    assert rows(now, "meetings.resolutions")["その他"] == 1
    assert rows(now, "meetings.held")["会議"] == rows(before, "meetings.held")["会議"] + 1
    assert (
        sum(rows(now, "members.by_municipality").values())
        == figure(now, "members.by_kind")["total"]
    )


def test_attendance_is_that_of_the_meetings_own_papers(session: Any) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()
    hall.delegate(meeting, members[5], members[0])
    hall.delegate(meeting, members[6], members[7])  # whose agent does not come
    hall.arrive(meeting, *members[:3])
    hall.say(meeting, item, [members[10]])
    agendas.withdraw(officer(), item.id, "次回に回す")
    meetings.close_meeting(officer(), meeting.id)
    told = attendance_summary.of_meeting(meeting)
    there = sum(each.way is not attendance_summary.Way.ABSENT for each in told)
    assert there == 5
    content = annual_report.compiled(draft())
    assert figure(content, "meetings.attendance")["total"] == there * 100 // len(members)


@pytest.mark.both_databases
def test_published_report_stays_as_it_was(session: Any) -> None:
    report = draft(remarks="まとめ")
    annual_report.publish(officer(), report.public_id)
    session.commit()
    frozen = annual_report.canonical(report.content or {})
    assert hashlib.sha256(frozen).hexdigest() == report.checksum
    factories.member(since=clock.today())
    session.expire_all()
    assert annual_report.canonical(annual_report.shown(report)) == frozen
    assert (report.tier, report.edition) == (Tier.PUBLIC, 1)
    with pytest.raises(RuleViolation, match="変更できません"):
        entries.change(officer(), AnnualReport, report.public_id, {"remarks": "別のまとめ"})
    with pytest.raises(StaleState):
        annual_report.publish(officer(), report.public_id)

    former = report.checksum
    annual_report.take_back(officer(), report.public_id, "会員数の誤り")
    assert (report.tier, report.content, report.checksum) == (Tier.SECRETARIAT, None, "")
    annual_report.publish(officer(), report.public_id)
    assert report.edition == 2 and report.checksum != former
    session.commit()
    kept = session.scalars(
        select(AuditEntry.details).where(AuditEntry.action == "annual_report.take_back")
    ).one()
    assert kept["checksum"] == former and kept["reason"] == "会員数の誤り"


def test_last_years_numbers_are_those_that_were_published(session: Any) -> None:
    first = draft(YEAR - 1)
    annual_report.publish(officer(), first.public_id)
    told = figure(first.content, "members.by_kind")["total"]
    factories.member(since=date(2025, 5, 1))  # entered late: last year's number would be another
    content = annual_report.compiled(draft())
    assert figure(content, "members.by_kind")["before"] == told
    assert content["before_is_published"] is True


def test_small_numbers_of_persons_are_hidden_with_what_would_tell_them(session: Any) -> None:
    supporters.serving()
    content = annual_report.compiled(draft())
    found = figure(content, "supporters.by_kind")
    assert found["total"] == annual_report.HIDDEN
    assert annual_report.HIDDEN in rows(content, "supporters.by_kind").values()
    assert not any(
        isinstance(number, int) and 0 < number < 5
        for number in rows(content, "supporters.by_municipality").values()
    )
    assert figure(content, "supporters.by_municipality")["total"] is None
    lines = list(annual_report.table(content))
    assert any(line[3] == annual_report.HIDDEN for line in lines)


def test_of_cases_only_what_the_council_released_is_quoted(session: Any) -> None:
    desk = officer()
    text = "年度内に個別ケース検討会議を12回開きました。\n新しい支援を始めました。"
    summary = ActivitySummary(title="概要", text=text, written_by_id=desk.account_id)
    db.session.add(summary)
    db.session.flush()
    report = draft(council="個別ケース検討会議を12回開きました。")
    with pytest.raises(RuleViolation, match="概要にない文"):
        annual_report.publish(desk, report.public_id)
    summary.published_on = clock.today()
    db.session.flush()
    assert annual_report.unreleased("会議を13回開きました。") == "会議を13回開きました。"
    annual_report.publish(desk, report.public_id)
    assert figure(report.content, "council.summaries")["total"] == 1


def counted(key: str) -> tuple[dict[str, Any], int | None]:
    wanted = figures.named(key)
    assert wanted is not None
    cells = figures.cells(wanted, fiscal_year(clock.today()))
    return {label: number for label, number in cells.rows if number}, cells.total


@pytest.mark.both_databases
def test_events_news_and_exchange_of_the_year_are_counted(session: Any) -> None:
    forum = made_events.published(kind=EventKind.FORUM)
    for number in range(6):
        row = made_events.guest(forum, email=f"guest{number}@example.jp")
        row.came_at = clock.now() if number else None
    forum.stage, forum.day = EventStage.HELD, clock.today()
    made_events.published(kind=EventKind.FORUM, day=clock.today())  # not held
    register_entry(News, kind=NewsKind.STATE).published_at = clock.now()
    register_entry(NeedOffer, kind=NeedKind.NEED).matched_on = clock.today()
    register_entry(NeedOffer, kind=NeedKind.OFFER)
    register_entry(Patronage, stage=PatronageStage.REPORTED, decided_on=clock.today())
    register_entry(Referral, stage=ReferralStage.JOINED, moved_on=clock.today())
    session.flush()
    assert counted("events.held") == ({"フォーラム": 1}, 1)
    assert counted("events.came") == ({"フォーラム": 5}, 5)
    assert counted("news.published") == ({"国から": 1}, 1)
    assert counted("needs.posted")[1] == 2 and counted("needs.matched")[1] == 1
    assert counted("patronage.granted") == counted("referrals.joined") == ({}, 1)


def test_grants_are_counted_by_the_year_of_their_call(session: Any, at: Any) -> None:
    at(date(YEAR, 11, 29))
    made_grants.submitted()
    case = made_grants.decided(made_grants.call(kind=GrantKind.FORUM))
    amount = case.fresh().amount
    assert counted("grants.applied")[1] == 2
    assert counted("grants.decided") == ({"フォーラム開催補助": 1}, 1)
    assert counted("grants.amount") == ({"フォーラム開催補助": amount}, amount)
    assert counted("grants.paid") == ({}, 0)
