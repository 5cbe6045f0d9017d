"""Written proxies (規約第12条第3項): when void and why, what ends them, what they cover."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.meeting.attendance import Proxy
from app.models.meeting.vote import Vote
from app.rules.meeting.agenda import AnswerWay, MeetingForm, VoteWay
from app.rules.meeting.roll import Choice
from app.services.meeting import attendance, closing, meetings, proxies, proxy_checks, votes
from tests import factories
from tests.support import meetings as hall
from tests.support.desk import officer


def give(
    meeting: Any,
    principal: int,
    agent: int,
    instructions: dict[int, Choice | None] | None = None,
    *,
    covers_all: bool = True,
) -> Proxy:
    return proxies.file(
        officer(),
        meeting.id,
        principal,
        agent,
        way=AnswerWay.PAPER,
        covers_all=covers_all,
        instructions=instructions or {},
    )


def agent_votes(item: Any, principal: int, choice: Choice = Choice.FOR) -> Vote:
    (vote,) = votes.record_all(
        officer(), item.id, {principal: choice}, way=VoteWay.HANDS, agents=[principal]
    )
    return vote


def live(session: Any, meeting: Any) -> list[int]:
    return list(
        session.scalars(
            select(Proxy.principal_id).where(
                Proxy.meeting_id == meeting.id, Proxy.ended_at.is_(None)
            )
        )
    )


def test_proxy_to_oneself_or_a_member_without_vote_is_refused(session: Any) -> None:
    meeting, _item = hall.in_session()
    principal = hall.executives()[0]
    with pytest.raises(RuleViolation, match="自分自身"):
        give(meeting, principal, principal)
    with pytest.raises(RuleViolation, match="幹事団体から"):
        give(meeting, principal, factories.member().id)
    with pytest.raises(RuleViolation):
        give(meeting, factories.member().id, principal)


def test_present_member_cannot_give_a_proxy(session: Any) -> None:
    meeting, _item = hall.in_session()
    principal, agent = hall.executives()[:2]
    hall.arrive(meeting, principal)
    with pytest.raises(RuleViolation, match="本人が出席"):
        give(meeting, principal, agent)


@pytest.mark.both_databases
def test_void_proxies_are_recorded_with_the_reason(session: Any) -> None:
    meeting, item = hall.in_session()
    agent, principal, chained, through, absent = hall.executives()[:5]
    others = hall.executives()[5:]
    give(meeting, principal, agent)
    give(meeting, chained, through)
    give(meeting, through, agent)
    give(meeting, others[0], absent)
    hall.arrive(meeting, agent, *others[1:])
    votes.open_item(officer(), item.id)
    record = closing.close(officer(), item.id)
    told = record.content["proxies"]
    assert told[str(principal)]["holds"]
    assert not told[str(chained)]["holds"]
    assert "さらに別の団体に委任" in told[str(chained)]["reason"]
    assert not told[str(others[0])]["holds"]
    assert "その場に出席していない" in told[str(others[0])]["reason"]
    assert record.content["grounds"][str(principal)] == "proxy"
    assert str(chained) not in record.content["grounds"]


def test_proxy_is_void_if_the_agent_leaves_after_voting(session: Any) -> None:
    meeting, item = hall.in_session()
    agent, principal, *others = hall.executives()
    give(meeting, principal, agent)
    hall.arrive(meeting, agent, *others[:22])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, [agent])
    agent_votes(item, principal)
    attendance.depart(officer(), meeting.id, agent)
    record = closing.close(officer(), item.id)
    assert record.content["grounds"][str(agent)] == "present", "it voted itself and then left"
    assert str(principal) not in record.content["grounds"]
    assert "退席" in record.content["proxies"][str(principal)]["reason"]
    assert record.content["counts"]["in_favour"] == 1


def test_arrival_in_person_ends_the_proxy_and_the_votes_cast_by_it(session: Any) -> None:
    meeting, item = hall.in_session()
    agent, principal, *others = hall.executives()
    proxy = give(meeting, principal, agent)
    hall.arrive(meeting, agent, *others[:22])
    votes.open_item(officer(), item.id)
    agent_votes(item, principal)

    hall.arrive(meeting, principal)

    assert proxy.end_reason == attendance.CAME
    assert session.scalars(select(Vote)).all() == []
    with pytest.raises(RuleViolation, match="委任状はありません"):
        agent_votes(item, principal)
    attendance.depart(officer(), meeting.id, principal)
    assert live(session, meeting) == [], "it does not revive"
    record = closing.close(officer(), item.id)
    assert str(principal) not in record.content["grounds"]


@pytest.mark.both_databases
def test_revocation_cancels_votes_on_open_items(session: Any) -> None:
    meeting, item = hall.in_session()
    late_open = hall.resolution(meeting)
    agent, principal, *others = hall.executives()
    give(meeting, principal, agent)
    hall.arrive(meeting, agent, *others[:22])
    votes.open_item(officer(), item.id)
    agent_votes(item, principal)
    sealed = closing.close(officer(), item.id).hash
    votes.open_item(officer(), late_open.id)
    proxies.revoke(hall.voter(principal), meeting.id, principal)
    assert live(session, meeting) == []
    assert [vote.item_id for vote in session.scalars(select(Vote))] == [item.id], "closed: it stays"
    assert closing.close(officer(), item.id).hash == sealed
    with pytest.raises(StaleState):
        proxies.revoke(officer(), meeting.id, principal)


def test_only_the_principal_and_the_secretariat_revoke_a_proxy(session: Any) -> None:
    meeting, _item = hall.in_session()
    principal, agent = hall.executives()[:2]
    give(meeting, principal, agent)
    with pytest.raises(NotPermitted):
        proxies.revoke(hall.voter(agent), meeting.id, principal)


def test_new_proxy_replaces_the_old_one_and_its_agents_votes(session: Any) -> None:
    meeting, item = hall.in_session()
    first, second, principal, *others = hall.executives()
    old = give(meeting, principal, first)
    hall.arrive(meeting, first, second, *others[:21])
    votes.open_item(officer(), item.id)
    agent_votes(item, principal, Choice.AGAINST)
    give(meeting, principal, second)
    assert old.end_reason == proxies.REPLACED
    assert session.scalars(select(Vote)).all() == []
    with pytest.raises(RuleViolation, match="委任を受けていません"):
        votes.cast_all(hall.voter(first), item.id, {principal: Choice.FOR})
    (vote,) = votes.cast_all(hall.voter(second), item.id, {principal: Choice.FOR})
    assert vote.agent_id == second


def test_principal_has_no_vote_on_an_item_not_covered(session: Any) -> None:
    meeting = hall.planned()
    covered, other = hall.resolution(meeting), hall.resolution(meeting)
    hall.notified(meeting)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    agent, principal, *others = hall.executives()
    give(meeting, principal, agent, {covered.id: None}, covers_all=False)
    hall.arrive(meeting, agent, *others[:21])
    votes.open_item(officer(), other.id)
    with pytest.raises(RuleViolation, match="委任されていません"):
        agent_votes(other, principal)
    record = closing.close(officer(), other.id)
    assert record.content["grounds"][str(principal)] == "proxy", "it attends the whole meeting"
    assert record.content["counts"]["entitled"] == 22
    assert record.content["item"]["not_covered"] == [str(principal)]


def test_principal_attending_by_mail_is_entitled_but_not_represented(session: Any) -> None:
    """A member that also attends by mail can vote on an item its proxy does not cover."""
    meeting = hall.planned()
    covered, other = hall.resolution(meeting), hall.resolution(meeting)
    hall.notified(meeting)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    agent, principal, *others = hall.executives()
    give(meeting, principal, agent, {covered.id: None}, covers_all=False)
    hall.say(meeting, covered, [principal])
    hall.arrive(meeting, agent, *others[:21])
    votes.open_item(officer(), other.id)
    with pytest.raises(RuleViolation, match="委任されていません"):
        agent_votes(other, principal)
    counts = closing.close(officer(), other.id).content["counts"]
    assert (counts["entitled"], counts["silent"]) == (23, 23)
    votes.open_item(officer(), covered.id)
    with pytest.raises(RuleViolation, match="表明"):
        agent_votes(covered, principal)


def test_instruction_binds_the_agent(session: Any) -> None:
    meeting, item = hall.in_session()
    agent, principal = hall.executives()[:2]
    give(meeting, principal, agent, {item.id: Choice.AGAINST})
    hall.arrive(meeting, agent)
    votes.open_item(officer(), item.id)
    with pytest.raises(RuleViolation, match="反対"):
        agent_votes(item, principal, Choice.FOR)
    assert agent_votes(item, principal, Choice.AGAINST).choice is Choice.AGAINST


def test_item_added_after_the_notice_is_not_covered(session: Any) -> None:
    meeting, _item = hall.in_session()
    agent, principal = hall.executives()[:2]
    late = hall.resolution(meeting)
    assert not late.notified
    with pytest.raises(RuleViolation, match="あらかじめ通知"):
        give(meeting, principal, agent, {late.id: None})
    give(meeting, principal, agent)
    hall.arrive(meeting, agent)
    votes.open_item(officer(), late.id)
    with pytest.raises(RuleViolation, match="あらかじめ通知"):
        agent_votes(late, principal)


def test_chair_casts_no_votes_for_its_principals(session: Any) -> None:
    meeting, item = hall.in_session()
    chair, principal, writer = hall.executives()[:3]
    give(meeting, principal, chair)
    give(meeting, writer, chair)
    other = hall.resolution(meeting)
    hall.say(meeting, other, [writer])
    hall.arrive(meeting, chair)
    attendance.elect_chair(officer(), meeting.id, chair)
    votes.open_item(officer(), item.id)
    for member in (principal, writer):
        with pytest.raises(RuleViolation, match="議長"):
            agent_votes(item, member)


def test_written_resolution_accepts_no_proxies(session: Any) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    hall.resolution(meeting)
    hall.notified(meeting)
    principal, agent = hall.executives()[:2]
    with pytest.raises(RuleViolation, match="書面決議"):
        give(meeting, principal, agent)


# Arrival at the secretariat


def enter(meeting: Any, principal: int, agent: int, received: Any) -> Any:
    return proxies.enter(
        officer(), meeting.id, principal, agent, received, covers_all=True, instructions={}
    )


def test_telephone_is_no_way_to_give_a_proxy(session: Any) -> None:
    meeting, _item = hall.in_session()
    principal, agent = hall.executives()[:2]
    with pytest.raises(RuleViolation, match="電話での委任") as refused:
        enter(meeting, principal, agent, hall.paper(way=AnswerWay.TELEPHONE))
    assert str(refused.value.article) == "規約第12条第3項"
    with pytest.raises(RuleViolation, match="電話での委任"):
        proxies.file(
            officer(), meeting.id, principal, agent, way=AnswerWay.TELEPHONE,
            covers_all=True, instructions={},
        )  # fmt: skip
    assert live(session, meeting) == []


def test_paper_needs_its_day_and_a_copy_or_the_reason_for_none(session: Any) -> None:
    meeting, _item = hall.in_session()
    principal, agent = hall.executives()[:2]
    today = clock.today()
    for bad, said in (
        (hall.paper(today + timedelta(days=1)), "到着日は、通知の日"),
        (hall.paper(today - timedelta(days=1)), "到着日は、通知の日"),
        (hall.paper(no_copy_reason=" "), "写しがない理由"),
        (hall.paper(name="a.exe", copy=b"MZ\x90\x00"), "PDF"),
    ):
        with pytest.raises(RuleViolation, match=said):
            enter(meeting, principal, agent, bad)
    assert live(session, meeting) == []
    kept = enter(meeting, principal, agent, hall.paper(name="a.pdf", copy=b"%PDF-1.7 body"))
    assert (kept.media_type, kept.no_scan_reason) == ("application/pdf", "")


def test_arrival_decides_and_not_entry(session: Any, at: Any) -> None:
    """A paper that arrived before a proxy, a revocation or its principal comes too late."""
    began = clock.now()
    meeting = hall.planned()
    hall.resolution(meeting)
    hall.notified(meeting)
    clicked, revoked, came, agent, other = hall.executives()[:5]
    at(began + timedelta(days=3))
    later = give(meeting, clicked, other)
    give(meeting, revoked, other)
    proxies.revoke(hall.voter(revoked), meeting.id, revoked)
    meetings.open_meeting(officer(), meeting.id, reason="都合により")
    hall.arrive(meeting, came)
    attendance.depart(officer(), meeting.id, came)
    at(began + timedelta(days=4))
    early = hall.paper(clock.local(began).date() + timedelta(days=2))
    found = [enter(meeting, each, agent, early) for each in (clicked, revoked, came)]
    assert [each.end_reason for each in found] == [
        proxy_checks.LATER_PROXY, proxy_checks.REVOKED, attendance.CAME,
    ]  # fmt: skip
    assert live(session, meeting) == [later.principal_id]
    late = enter(meeting, revoked, agent, hall.paper(clock.today()))
    assert sorted(live(session, meeting)) == sorted([later.principal_id, late.principal_id])
