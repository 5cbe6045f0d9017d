"""A notice to members: whom it goes to, what becomes of it, who releases it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.post.outbox import OutboxMessage
from app.rules.common.office_settings import Section
from app.rules.membership.membership import EndCause, MemberKind
from app.rules.states.post.bulk import BulkState
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM, Viewer
from app.services.common import settings
from app.services.membership import memberships
from app.services.roster import bulk_forecast, member_bulks
from app.services.roster.roster_selects import Wanted
from tests import factories
from tests.support import bounces, lanes, member_notices
from tests.support.desk import officer


def letters_of(session: Any, bulk_id: int) -> list[OutboxMessage]:
    wanted = select(OutboxMessage).where(OutboxMessage.bulk_id == bulk_id)
    return list(session.scalars(wanted.order_by(OutboxMessage.id)))


def many(count: int = 11) -> list[Any]:
    return [factories.member() for _each in range(count)]


def test_members_are_chosen_by_what_they_are(session: Any) -> None:
    here = factories.member(municipality_code="312029", activity_fields=["place"])
    there = factories.member(municipality_code="312011")
    bulk, today, actor = member_notices.draft(here), clock.today(), officer()
    member_bulks.choose(actor, bulk.id, Wanted(today, municipality="312011"), keep=True)
    assert {here.id, there.id} <= set(bulk.member_ids)
    member_bulks.choose(actor, bulk.id, Wanted(today, activity_field="place"), keep=False)
    assert here.id not in bulk.member_ids
    member_bulks.choose(actor, bulk.id, Wanted(today, member_kind=MemberKind.EXECUTIVE), keep=True)
    assert factories.founding_member().id in bulk.member_ids
    member_bulks.drop(actor, bulk.id, [there.id])
    assert there.id not in bulk.member_ids


def test_forecast_names_who_needs_a_thought(session: Any) -> None:
    by_post = factories.member(business_contact_email="", email="")
    bad = factories.member(business_contact_email="bad@example.jp")
    text_only = factories.member(business_contact_email="a@town.lg.jp")
    left = factories.member()
    bulk = member_notices.draft(factories.member(), by_post, bad, text_only, left)
    bounces.dead_address("bad@example.jp")
    memberships.end(SYSTEM, left, on=clock.today(), cause=EndCause.WITHDRAWAL)
    session.flush()

    found = bulk_forecast.of(officer(), bulk)
    assert [each.member for each in found.by_post] == [by_post]
    assert [each.member for each in found.bad] == [bad]
    assert [each.member for each in found.without_files] == [text_only]
    assert (len(found.recipients), found.left) == (4, 1)


def test_few_letters_go_at_once(session: Any) -> None:
    by_mail, by_post = factories.member(), factories.member(business_contact_email="", email="")
    bulk = member_notices.draft(by_mail, by_post)
    member_bulks.add_paper(officer(), bulk.id, "案内.txt", "案内".encode())
    assert member_bulks.send(officer(), bulk.id) == 2

    first, second = letters_of(session, bulk.id)
    assert (first.state, second.state) == (OutboxState.PENDING, OutboxState.HELD)
    assert "ぜひご参加ください。" in first.body and "添付資料：案内.txt" in first.body
    assert [each.name for each in first.attachments] == ["案内.txt"]
    assert not second.attachments and second.letter is not None
    assert list(second.letter["paragraphs"]) == ["交流会を開きます。", "ぜひご参加ください。"]
    with pytest.raises(StaleState):
        member_bulks.send(officer(), bulk.id)


@pytest.mark.both_databases
def test_many_letters_are_released_by_another_officer(session: Any) -> None:
    first, second = officer(), officer()
    bulk = member_notices.draft(*many())
    assert member_bulks.send(first, bulk.id) is None
    assert (bulk.state, letters_of(session, bulk.id)) == (BulkState.PROPOSED, [])
    for change in (
        lambda: member_bulks.revise(first, bulk.id, member_notices.VALUES),
        lambda: member_bulks.drop(first, bulk.id, bulk.member_ids),
        lambda: member_bulks.add_paper(first, bulk.id, "a.txt", b"a"),
        lambda: member_bulks.discard(first, bulk.id),
    ):
        with pytest.raises(StaleState):
            change()
    with pytest.raises(RuleViolation, match="提案した人"), session.begin_nested():
        member_bulks.send(first, bulk.id)
    assert member_bulks.send(second, bulk.id) == 11
    assert len({each.recipient for each in letters_of(session, bulk.id)}) == 11


def test_returned_notice_is_a_draft_again(session: Any) -> None:
    bulk = member_notices.draft(*many())
    member_bulks.send(officer(), bulk.id)
    member_bulks.send_back(officer(), bulk.id, "日付を直してください")
    assert bulk.state is BulkState.DRAFT
    member_bulks.send(officer(), bulk.id)
    member_bulks.take_back(officer(), bulk.id)
    assert member_bulks.discard(officer(), bulk.id) == 0
    assert bulk.state is BulkState.CANCELLED


def test_delayed_notice_waits_for_its_start(session: Any, at: Any) -> None:
    start = clock.now() + timedelta(days=1)
    bulk = member_notices.draft(starts_at=start)
    member_bulks.send(officer(), bulk.id)
    [message] = letters_of(session, bulk.id)
    assert lanes.due_ids() == []
    at(start)
    assert lanes.due_ids() == [message.id]
    with pytest.raises(RuleViolation, match="これから"):
        member_notices.draft(starts_at=start - timedelta(days=1))


def test_formal_notice_waits_for_its_number(session: Any) -> None:
    settings.change(officer(), Section.NUMBERS, {"numbering": "typed"})
    bulk = member_notices.draft(formal=True)
    member_bulks.send(officer(), bulk.id)
    assert letters_of(session, bulk.id)[0].state is OutboxState.UNNUMBERED


def test_test_letter_goes_to_the_officer_alone(session: Any) -> None:
    actor, bulk = officer(), member_notices.draft()
    address = member_bulks.send_test(actor, bulk.id)
    member_bulks.send_test(actor, bulk.id)
    sent = session.scalars(select(OutboxMessage)).all()
    assert {each.recipient for each in sent} == {address} and len(sent) == 2
    assert "（試し送り）" in sent[0].subject
    assert bulk.state is BulkState.DRAFT


def test_files_are_limited(session: Any) -> None:
    bulk = member_notices.draft()
    with pytest.raises(RuleViolation, match="PDF"):
        member_bulks.add_paper(officer(), bulk.id, "a.html", b"<html>")
    with pytest.raises(RuleViolation, match="8MB"):
        member_bulks.add_paper(officer(), bulk.id, "a.txt", b"a" * 9 * 1024 * 1024)
    member_bulks.add_paper(officer(), bulk.id, "a.txt", b"a")
    with pytest.raises(NotFound):
        member_bulks.remove_paper(officer(), bulk.id, 0)
    member_bulks.remove_paper(officer(), bulk.id, bulk.papers[0].id)
    assert bulk.papers == []


def test_notice_without_recipients_goes_nowhere(session: Any) -> None:
    bulk = member_bulks.write(officer(), member_notices.VALUES)
    with pytest.raises(RuleViolation, match="宛先"):
        member_bulks.send(officer(), bulk.id)
    again = member_bulks.write(
        officer(), member_notices.VALUES, like=member_notices.draft(*many(2)).id
    )
    assert len(again.member_ids) == 2


def test_notices_of_the_software_are_no_drafts(session: Any) -> None:
    bulk_id = factories.letter().bulk_id
    assert bulk_id is not None
    for verb in (member_bulks.one, member_bulks.send, member_bulks.draft):
        with pytest.raises(NotFound):
            verb(officer(), bulk_id)


def test_members_write_to_no_members(session: Any) -> None:
    with pytest.raises(NotPermitted):
        member_bulks.write(Viewer(1, "会員", frozenset()), member_notices.VALUES)
