"""The weekly digest: only what is new and concerns its reader, one notice, few statements."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.errors import NotFound
from app.models.membership.organisation import Organisation
from app.models.news.digest import Digest, DigestWish
from app.models.post.bulk import MailBulk
from app.models.post.outbox import OutboxMessage
from app.rules.events.event import EventAudience
from app.rules.membership.membership import Standing
from app.rules.news.news import NewsAudience
from app.rules.states.post.outbox import OutboxState
from app.security.guard import acting_as_system
from app.security.viewer import PUBLIC, SYSTEM
from app.services.news import digests, preferences
from app.services.post import subscriptions
from app.services.registers import entries
from tests import factories
from tests.support import events
from tests.support.desk import LINKS, officer
from tests.support.exchange import need
from tests.support.news import item, send
from tests.support.queries import counted

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def monday(at: Any) -> None:
    """Begin on a Monday."""
    at(clock.at_start_of(clock.today()).replace(year=2026, month=11, day=16, hour=1))


def written(session: Any) -> list[OutboxMessage]:
    found = select(OutboxMessage).where(OutboxMessage.purpose == "news_digest")
    return list(session.scalars(found.order_by(OutboxMessage.id)))


def to(session: Any, member: Organisation) -> list[OutboxMessage]:
    return [each for each in written(session) if each.organisation_id == member.id]


def later(at: Any, days: int = 7) -> None:
    at(clock.now() + timedelta(days=days))


@pytest.mark.both_databases
def test_digest_tells_title_day_address_lines_and_why(session: Any) -> None:
    member = factories.member(business_contact_email="a@npo.example.jp")
    wish = {"activity_fields": ["peer"], "municipalities": ["312011"]}
    preferences.save(SYSTEM, member.id, "member", wanted=True, **wish)
    made = item(activity_fields=["peer"], municipalities=["312011", "313025"])
    item(name="ほかの分野", activity_fields=["child"])
    item(name="全体へ")
    item(name="会員だけ", audience=NewsAudience.MEMBERS)
    assert send() >= 34
    (letter,) = to(session, member)
    assert letter.recipient == "a@npo.example.jp"
    assert "ほかの分野" not in letter.body
    for words in (
        "■ 居場所づくりの助成金の募集",
        "令和8年11月16日",
        f"http://localhost/news/{made.public_id}",
        "お届けした理由：市町村「鳥取市」、分野「",
        "お届けした理由：会員のみなさんへのお知らせ",
        "■ 会員だけ",
        "http://localhost/news/digests/2026-11-16",
        "http://localhost/news/preferences/",
    ):
        assert words in letter.body, words
    assert "ほか2件" in letter.subject
    assert not letter.letter or "<" not in letter.body


def test_nothing_new_or_nothing_for_the_reader_is_no_letter(session: Any, at: Any) -> None:
    send()
    assert written(session) == []
    later(at)
    member = factories.member()
    factories.member(business_contact_email="other@npo.example.jp")
    preferences.save(
        SYSTEM, member.id, "member", wanted=True, activity_fields=["peer"], municipalities=[]
    )
    item(activity_fields=["child"])
    send()
    assert written(session) and not to(session, member)


def test_each_thing_is_told_once_and_nothing_that_is_past(session: Any, at: Any) -> None:
    factories.member(business_contact_email="a@npo.example.jp")
    item()
    item(name="締切が近い", expires_on=clock.today() + timedelta(days=2))
    later(at, 3)
    send()
    first = written(session)
    assert first and all("締切が近い" not in each.body for each in first)
    assert send() == 0, "one a week"
    later(at)
    send()
    assert len(written(session)) == len(first)
    later(at, 1)
    taken = item(name="取り下げた")
    entries.retire(officer(), type(taken), taken.public_id, "誤り")
    need(name="会議室を探しています")
    later(at)
    send()
    (body,) = {each.body for each in written(session)[len(first) :][:1]}
    assert "会議室を探しています" in body and "取り下げた" not in body


def test_what_was_committed_after_the_digest_before_is_in_the_next(session: Any, at: Any) -> None:
    factories.member(business_contact_email="a@npo.example.jp")
    item(name="間に合った題")
    send()
    late = item(name="遅れて書き込まれた題")
    late.published_at = clock.now() - timedelta(seconds=1)
    session.flush()
    at(clock.now() + timedelta(days=8))
    send()
    last = session.scalars(select(Digest).order_by(Digest.id.desc())).first()
    assert [each["title"] for each in last.items] == ["遅れて書き込まれた題"]


def test_readers_stop_and_resume_and_persons_get_their_own(session: Any, at: Any) -> None:
    member = factories.member(business_contact_email="a@npo.example.jp")
    person = factories.account(organisation=member, email="p@npo.example.jp")
    session.flush()
    none: dict[str, Any] = {"activity_fields": [], "municipalities": []}
    preferences.save(SYSTEM, person.id, "person", wanted=True, **none)
    item()
    send()
    assert [each.recipient for each in to(session, member)] == [
        "a@npo.example.jp",
        "p@npo.example.jp",
    ]
    subscriptions.stop(SYSTEM, to(session, member)[0].id)
    assert not preferences.of(SYSTEM, member.id, "member").wanted
    preferences.save(SYSTEM, person.id, "person", wanted=False, **none)
    later(at)
    item()
    send()
    last = to(session, member)[2:]
    assert [(each.recipient, each.state) for each in last] == [
        ("a@npo.example.jp", OutboxState.CANCELLED)
    ]
    preferences.save(SYSTEM, member.id, "member", wanted=True, **none)
    later(at)
    item()
    send()
    assert to(session, member)[-1].state is OutboxState.PENDING


def test_former_members_have_no_preferences_and_get_nothing(session: Any) -> None:
    member = factories.member(business_contact_email="a@npo.example.jp")
    member.standing = Standing.FORMER
    session.flush()
    item()
    send()
    assert not to(session, member)
    with pytest.raises(NotFound):
        preferences.of(SYSTEM, member.id, "member")


def test_letters_of_a_digest_are_one_notice_written_once_in_any_batches(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "AT_ONCE", 7)
    for number in range(9):
        factories.member(business_contact_email=f"{number}@npo.example.jp")
    item()
    send()
    found = written(session)
    assert len({each.recipient for each in found}) == len(found) > 7
    bulks = session.scalars(select(MailBulk).where(MailBulk.purpose == "news_digest")).all()
    assert len(bulks) == 1
    digest = session.scalars(select(Digest)).one()
    assert digest.letters == len(found) and digest.finished_at is not None


def test_page_of_a_digest_shows_what_its_reader_may_still_read(session: Any) -> None:
    public, members = item(), item(name="会員だけ", audience=NewsAudience.MEMBERS)
    send()
    day = clock.today()
    assert [each["title"] for each in digests.on(officer(), day)[1]] == [public.name, members.name]
    assert [each["title"] for each in digests.on(PUBLIC, day)[1]] == [public.name]
    assert [each.day for each in digests.published(PUBLIC)] == [day]
    with pytest.raises(NotFound):
        digests.on(PUBLIC, day + WEEK)


def test_page_of_a_digest_forgets_what_is_shared_no_longer(session: Any) -> None:
    event, kept = events.published(), events.published(name="研修")
    events.published(name="講座", access=EventAudience.SHOWN)
    asked = need()
    send()
    day = clock.today()
    events.change(event, access=EventAudience.MEMBERS)
    assert [each["title"] for each in digests.on(PUBLIC, day)[1]] == [kept.name, "講座"]
    with acting_as_system(session):
        entries.retire(SYSTEM, type(kept), kept.public_id, "誤り")
        entries.retire(SYSTEM, type(asked), asked.public_id, "取下げ")
    assert [each["title"] for each in digests.on(PUBLIC, day)[1]] == ["講座"]
    assert {each["title"] for each in digests.on(officer(), day)[1]} == {"講座", event.name}


def test_link_of_a_person_whose_account_is_disabled_is_void(session: Any) -> None:
    person = factories.account(organisation=factories.member())
    session.flush()
    assert preferences.of(SYSTEM, person.id, "person").address == person.email
    person.active = False
    session.flush()
    with pytest.raises(NotFound):
        preferences.of(SYSTEM, person.id, "person")


@pytest.mark.both_databases
def test_wish_of_a_member_and_of_each_person_is_one_row(session: Any) -> None:
    member = factories.member()
    people = [factories.account(organisation=member) for _ in range(2)]
    session.flush()
    for _ in range(2):
        for row_id, kind in ((member.id, "member"), *((each.id, "person") for each in people)):
            preferences.save(
                SYSTEM, row_id, kind, wanted=True, activity_fields=["peer"], municipalities=[]
            )
    rows = select(func.count()).select_from(DigestWish)
    assert session.scalar(rows.where(DigestWish.organisation_id == member.id)) == 3


def test_links_of_the_letter_lead_to_the_reader(app: Flask, session: Any) -> None:
    member = factories.member(business_contact_email="a@npo.example.jp")
    item()
    send()
    (letter,) = to(session, member)
    token = letter.body.split("/news/preferences/")[1].split()[0]
    assert LINKS.read_preferences_token(token) == (member.id, "member", "")


def test_addresses_of_a_batch_are_one_query(app: Flask, session: Any) -> None:
    for number in range(20):
        factories.member(business_contact_email=f"m{number}@example.jp")
    item()
    session.commit()
    with counted(app) as statements:
        assert digests.send_due(SYSTEM, LINKS) > 20
    assert sum("FROM ab_user" in each for each in statements) <= 2
    assert len(statements) <= 20 * 12 + 30, len(statements)


@pytest.mark.both_databases
def test_published_event_is_told_with_its_day_and_a_cancelled_one_not(
    session: Any, at: Any
) -> None:
    member = factories.member(business_contact_email="a@npo.example.jp")
    event = events.published()
    events.proposed(name="まだ公開していない行事")
    dropped = events.published(name="中止の行事")
    with acting_as_system(session):
        entries.retire(SYSTEM, type(dropped), dropped.public_id, "中止")
    send()
    (letter,) = to(session, member)
    assert "つながるフォーラム" in letter.body and f"/events/{event.public_id}" in letter.body
    assert "まだ公開していない" not in letter.body and "中止の行事" not in letter.body
    later(at)
    send()
    assert len(to(session, member)) == 1
