"""Events from the proposal to the end: who is told, what is counted, what is forgotten."""

import csv
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotPermitted, RuleViolation
from app.models.common.audit import AuditEntry
from app.models.events.event import Event
from app.models.events.registration import EventAnswer
from app.models.membership.contact import Contact
from app.models.post.outbox import OutboxMessage
from app.models.registers.entry import RegisterVersion
from app.rules.events.event import EventAudience, EventWay
from app.rules.membership.membership import ContactKind
from app.rules.membership.roster import Tier
from app.rules.states.events.event import EventStage, SeatState, SubcommitteeStage
from app.rules.states.post.outbox import OutboxState
from app.security import guard
from app.security.identity import viewer_for
from app.security.viewer import SYSTEM, Role
from app.services.events import door, events, people, questions, report, seats, subcommittees
from app.services.registers import entries, formats, open_interface, resources, texts
from app.services.registers.formats import schema_org
from app.views.registers import json_ld
from tests import factories
from tests.support import register_samples
from tests.support.desk import LINKS, officer
from tests.support.events import PLAIN, change, guest, letters, proposed, published

At = Callable[[Any], None]
ANSWER = {"overall": "5", "connected": "yes", "useful": "partly", "text": "楽しかった。"}


def test_a_members_proposal_is_hidden_until_it_is_published(session: Any) -> None:
    factories.account(Role.SECRETARIAT)
    member = factories.member()
    actor = viewer_for(factories.account(organisation=member))
    given = PLAIN | {"day": clock.today() + timedelta(days=14), "tier": Tier.PUBLIC}
    event = events.add(actor, Event, given)
    assert (event.tier, event.stage, event.organisation_id) == (
        Tier.SECRETARIAT,
        EventStage.PROPOSED,
        member.id,
    )
    assert letters("event_proposed")
    with pytest.raises(NotPermitted):
        events.publish(actor, event.public_id, links=LINKS)
    events.publish(officer(), event.public_id, links=LINKS)
    assert event.tier is Tier.PUBLIC and "公開しました" in letters("event_decided")[0].body
    change(event, access=EventAudience.MEMBERS)
    assert event.tier is Tier.MEMBERS


def test_a_declined_proposal_tells_why(session: Any) -> None:
    event = proposed(factories.member().id)
    events.decline(officer(), event.public_id, "時期が重なるため")
    assert event.stage is EventStage.DECLINED and event.tier is Tier.SECRETARIAT
    assert "時期が重なるため" in letters("event_decided")[0].body


def test_another_time_is_told_to_all_with_a_new_sequence(session: Any) -> None:
    event = published(capacity=1)
    _two = guest(event), guest(event)
    change(event, description="直しました。")
    assert event.revision == 0 and letters("event_changed") == []
    change(event, day=event.day + timedelta(days=1))
    assert event.revision == 1 and len(letters("event_changed")) == 2
    assert "日が変わりました" in letters("event_changed")[0].body


def test_cancelling_tells_all_in_one_notice(session: Any) -> None:
    event = published(capacity=1)
    _two = guest(event), guest(event)
    events.cancel(officer(), event.public_id, "台風のため", links=LINKS)
    told = letters("event_cancelled")
    assert len(told) == 2 and "台風のため" in told[0].body
    assert {each.bulk_id for each in told} == {events.notice_of_cancelling(event)}
    with pytest.raises(RuleViolation, match="中止"):
        guest(event)


def test_an_event_with_people_is_cancelled_before_it_is_taken_out(session: Any) -> None:
    event = published()
    guest(event)
    with pytest.raises(RuleViolation, match="中止の手続"):
        events.retire(officer(), Event, event.public_id, "誤り")


@pytest.mark.both_databases
def test_the_door_takes_everybody_once_and_says_who_and_when(session: Any, at: At) -> None:
    event = published(capacity=1)
    row, waiting = _two = guest(event), guest(event)
    desk = officer()
    with pytest.raises(RuleViolation, match="12時間前"):
        door.mark(desk, event.public_id, row.code)
    at(event.begins)
    scanned = event.begins - timedelta(minutes=20)
    assert door.mark(desk, event.public_id, row.code.lower(), scanned).is_first
    again = door.mark(desk, event.public_id, f"http://x/events/1/door?code={row.code}")
    assert not again.is_first and door.came_text(row) == f"13:10　{desk.name}"
    with pytest.raises(RuleViolation, match="キャンセル待ち"):
        door.mark(desk, event.public_id, waiting.code)
    door.unmark(desk, event.public_id, row.code)
    assert row.came_at is None
    walked = door.walk_in(desk, event.public_id, "飛び入り", "")
    assert walked.walked_in and seats.overview(event)["registered"] == 1


def test_the_day_after_asks_those_who_came_and_moves_the_contact_clock(
    session: Any, at: At
) -> None:
    event = published()
    member = factories.member()
    person = guest(event, viewer_for(factories.account(organisation=member)))
    guest(event)
    at(event.begins)
    door.mark(officer(), event.public_id, person.code)
    at(event.begins + timedelta(days=1))
    events.hold(SYSTEM, seats.hold(event.id), LINKS)
    [letter] = letters("event_questionnaire")
    assert letter.recipient == person.email
    contact = session.scalars(select(Contact).where(Contact.organisation_id == member.id)).all()
    assert ContactKind.ATTENDANCE in {each.kind for each in contact}
    assert member.last_contact_on == event.day


def test_questionnaire_is_answered_once_and_tells_nobody(session: Any, at: At) -> None:
    event = published()
    rows = [guest(event) for _ in range(5)]
    at(event.begins + timedelta(days=1))
    events.hold(SYSTEM, seats.hold(event.id), LINKS)
    for row in rows:
        assert report.of(event).answers == {}
        report.answer(SYSTEM, row.id, row.nonce, ANSWER)
    with pytest.raises(RuleViolation, match="すでに答えて"):
        report.answer(SYSTEM, rows[0].id, rows[0].nonce, ANSWER)
    found = report.of(event)
    assert found.answered == 5 and found.answers["overall"][0] == ("とても良かった", 5)
    assert {column.name for column in EventAnswer.__table__.columns} == {
        *("id", "event_id", "organisation_id", "overall", "connected", "useful", "text")
    }


def test_neither_the_trail_nor_the_order_tells_whose_an_answer_is(session: Any, at: At) -> None:
    event = published()
    actor = viewer_for(factories.account(organisation=factories.member()))
    rows = [guest(event) for _ in range(8)]
    at(event.begins + timedelta(days=1))
    events.hold(SYSTEM, seats.hold(event.id), LINKS)
    for row in rows:
        report.answer(actor, row.id, row.nonce, ANSWER | {"text": row.name})
    session.commit()
    noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "event.answer")).all()
    assert {(each.actor_id, each.actor_name) for each in noted} == {(None, "")}
    ids = dict(session.execute(select(EventAnswer.text, EventAnswer.id)).all())
    assert len(ids) == 8 and [ids[row.name] for row in rows] != sorted(ids.values())


def test_what_was_public_and_is_for_members_now_is_so_in_its_version(session: Any) -> None:
    event = published()
    change(event, access=EventAudience.MEMBERS)
    version = select(RegisterVersion.tier).where(
        RegisterVersion.entry == event.public_id, RegisterVersion.valid_until.is_(None)
    )
    assert event.tier is Tier.MEMBERS and session.scalars(version).one() is Tier.MEMBERS
    waiting = proposed()
    with guard.acting_as_system(session):  # as an import does
        entries.change(SYSTEM, Event, waiting.public_id, {"tier": Tier.PUBLIC, "name": "別名"})
    assert waiting.tier is Tier.SECRETARIAT, "only publishing shows it to others"


def test_refusal_at_the_door_names_nobody(session: Any, at: At) -> None:
    event = published(capacity=1)
    guest(event)
    waits = guest(event, name="因幡　はる")
    at(event.begins - timedelta(minutes=1))
    with pytest.raises(RuleViolation, match="キャンセル待ち") as refusal:
        door.mark(officer(), event.public_id, waits.code)
    assert "因幡" not in refusal.value.message, "refusals are recorded for ever"


def test_letters_that_never_arrived_are_forgotten_too(session: Any, at: At) -> None:
    event = published(retention_months=1)
    guest(event, name="因幡　はる", email="mistyped@example.jp")
    guest(event, name="因幡　なつ", email="waits@example.jp")
    failed, waits = letters("event_registered")
    failed.state, waits.state = OutboxState.FAILED, OutboxState.PENDING
    at(event.day + timedelta(days=40))
    people.forget_due(SYSTEM)
    session.commit()
    for letter in (failed, waits):
        session.refresh(letter)
        assert letter.state is OutboxState.CANCELLED and letter.letter is None
        assert "因幡" not in letter.body + letter.recipient_name
        assert letter.recipient.endswith("@deleted.invalid")


def test_period_that_people_were_told_gets_no_longer(session: Any) -> None:
    event = published(retention_months=3)
    change(event, retention_months=4)
    guest(event)
    change(event, retention_months=2)
    with pytest.raises(RuleViolation, match="2か月より"):
        change(event, retention_months=24)


@pytest.mark.both_databases
def test_names_go_after_the_period_and_numbers_stay(session: Any, at: At) -> None:
    event = published(retention_months=1)
    row = guest(event, name="因幡　はる", body="はるの会", needs=["sign"])
    [letter] = letters("event_registered")
    letter.state = OutboxState.SENT
    assert people.forget_due(SYSTEM) == 0
    at(event.day + timedelta(days=40))
    assert people.forget_due(SYSTEM) == 1
    assert people.forget_due(SYSTEM) == 0
    session.refresh(row)
    assert (row.name, row.email, row.body, row.needs, row.nonce) == ("", "", "", [], "")
    assert row.state is SeatState.REGISTERED and report.of(event).registered == 1
    kept = session.scalars(select(OutboxMessage).where(OutboxMessage.id == letter.id)).one()
    assert "はる" not in kept.body + kept.recipient_name + kept.recipient


def test_trail_names_nobody(session: Any) -> None:
    event = published()
    row = guest(event, name="因幡　はる", email="haru@example.jp")
    people.workbook(officer(), event)
    session.commit()
    for entry in session.scalars(select(AuditEntry)):
        assert row.name not in str(entry.details) and row.email not in str(entry.details)


def test_group_maker_places_all_and_keeps_the_locked(session: Any) -> None:
    event = published(groups="居場所：2\n研修：2")
    rows = [guest(event, wish="居場所"), guest(event), guest(event, wish="居場所"), guest(event)]
    desk = officer()
    people.make_groups(desk, event.public_id)
    assert [row.placed for row in rows] == ["居場所", "研修", "居場所", "研修"]
    people.place(desk, event.public_id, {rows[3].id: "居場所", 999: "居場所"}, {rows[3].id})
    people.make_groups(desk, event.public_id)
    assert rows[3].placed == "居場所" and [r.placed for r in rows].count("居場所") == 2


def test_organiser_sees_its_people_and_another_member_none(session: Any) -> None:
    member = factories.member()
    event = published(member.id)
    guest(event)
    own = viewer_for(factories.account(organisation=member))
    other = viewer_for(factories.account(organisation=factories.member()))
    event_id = event.public_id
    session.commit()
    for viewer, number in ((own, 1), (other, 0)):
        guard.set_viewer(session, viewer)
        assert len(people.of(entries.one(Event, event_id))) == number
    guard.set_viewer(session, SYSTEM)


def test_gif_has_the_event_with_its_way_and_audience(session: Any) -> None:
    event = published(way=EventWay.BOTH, audience="だれでも")
    resource = resources.every()["events"]
    item = open_interface.item_of(resource, Tier.PUBLIC, event)
    words = texts.load(Event, [item.values])
    row = formats.row("gif-451-5", resource.shown(Tier.PUBLIC), words, item, "http://x/")
    table = formats.write("gif-451-5", Event.register, [row]).decode("utf-8-sig")
    header, line = csv.reader(table.splitlines())
    found = dict(zip(header, line, strict=True))
    assert found["会議名"] == event.name and found["Web開催"] == "ハイブリッド"
    assert (found["開始時刻"], found["対象者"]) == ("13:30", "だれでも")
    assert found["申込方法"] == "だれでも申し込める"


def test_schema_org_tells_state_and_way(session: Any) -> None:
    event = published()
    found = json_ld.described(event)
    assert found is not None and found["@type"] == "Event"
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["location"] == {"@type": "Place", "name": event.place}
    assert found["@context"] == schema_org.CONTEXT
    assert found["startDate"].endswith("T13:30:00+09:00")
    events.cancel(officer(), event.public_id, "台風", links=LINKS)
    assert json_ld.described(event)["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_subcommittee_is_founded_when_enough_support_it(session: Any) -> None:
    factories.account(Role.SECRETARIAT)
    proposer = viewer_for(factories.account(organisation=factories.member()))
    entry = subcommittees.add(
        proposer, subcommittees.Subcommittee, {"name": "若者", "aim": "居場所"}
    )
    pk, desk = entry.public_id, officer()
    with pytest.raises(RuleViolation, match="初めから"):
        subcommittees.join(proposer, pk)
    others = [viewer_for(factories.account(organisation=factories.member())) for _ in range(3)]
    for each in others:
        with pytest.raises(RuleViolation, match="賛同"):
            subcommittees.found(desk, pk)
        entry.stage = SubcommitteeStage.PROPOSED  # as the rollback of a refusal leaves it
        subcommittees.join(each, pk)
        subcommittees.join(each, pk)
    subcommittees.found(desk, pk)
    assert len(subcommittees.members(entry)) == 3 and entry.founded_on == clock.today()
    subcommittees.leave(others[0], pk)
    assert len(subcommittees.members(entry)) == 2
    subcommittees.close(desk, pk, "目的を達したため")
    with pytest.raises(RuleViolation):
        subcommittees.join(others[0], pk)
    assert len(letters("event_decided")) == 2


def test_the_administration_answers_a_question(session: Any) -> None:
    event = published()
    question = register_samples.entry(questions.EventQuestion, event=event.public_id)
    member = viewer_for(factories.account(organisation=factories.member()))
    with pytest.raises(NotPermitted):
        questions.answer(member, question.public_id, "はい。", "課", links=LINKS)
    questions.answer(officer(), question.public_id, "はい。", "孤独・孤立対策課", links=LINKS)
    assert questions.of(event)[0].answered_on == clock.today()
