"""News by the people concerned: a member writes, the office looks, everybody reads, readers choose."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.news.digest import DigestWish
from app.models.news.news import News
from app.models.post.outbox import OutboxMessage
from app.rules.news.news import NewsAudience
from app.services.registers import entries
from tests import factories
from tests.support import news
from tests.support.accounts import RoleClients, press
from tests.support.queries import counted

SENT = {
    "name": "居場所の見学会",
    "kind": "member",
    "audience": "public",
    "text": "12月12日に見学会を開きます。",
}


def test_member_writes_office_sends_back_and_publishes(
    session: Any, client_as: RoleClients
) -> None:
    member, desk, visitor = client_as("general"), client_as("secretariat"), client_as("public")
    form = member.get("/news/new").text
    assert 'name="tier"' not in form and 'name="organisation_id"' not in form
    path = member.submit("/news/new", SENT).location
    assert "事務局が内容を確かめてから" in member.get(path).text
    assert visitor.get(path).status_code == 404
    assert "掲載日" not in member.get(path).text, "it has not been published"
    assert "確認を待つ会員からのお知らせ" in desk.get("/").text
    assert path in desk.get("/news/?_flt_0_tier=secretariat").text

    assert desk.submit(path, {"reason": ""}, form="/send-back").status_code == 422
    assert (
        desk.submit(path, {"reason": "会場を書いてください。"}, form="/send-back").status_code
        == 303
    )
    assert "会場を書いてください。" in member.get(path).text
    assert "修正をお願いされているお知らせ" in member.get("/").text
    changed = {"text": "12月12日、倉吉未来中心で見学会を開きます。"}
    assert member.submit(f"{path}/edit", changed, form="/edit").status_code == 303
    assert press(desk, f"{path}/publish").status_code == 303
    assert "倉吉未来中心" in visitor.get(path).text and "掲載日" in visitor.get(path).text
    assert press(desk, f"{path}/publish").status_code == 303, "twice is told, and no error"
    assert "居場所の見学会" in visitor.get("/news/feed.atom").text
    assert path in visitor.get("/search?q=見学会").text


def test_feeds_are_answered_304_and_found_from_the_list(
    session: Any, client_as: RoleClients
) -> None:
    news.item(activity_fields=["place"])
    visitor = client_as("public")
    page = visitor.get("/news/").text
    for ending, kind in (("atom", "application/atom+xml"), ("json", "application/feed+json")):
        assert f'href="/news/feed.{ending}"' in page
        answer = visitor.get(f"/news/feed.{ending}")
        assert answer.content_type.startswith(kind)
        again = visitor.get(
            f"/news/feed.{ending}", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304
    assert "/news/feed.atom?field=place" in visitor.get("/news/?_flt_0_activity_fields=place").text
    assert visitor.get("/news/feed.atom?field=nonsense").status_code == 404


@pytest.mark.both_databases
def test_waiting_news_stand_first_and_upwards_last(session: Any, client_as: RoleClients) -> None:
    member, desk = client_as("general"), client_as("secretariat")
    news.item(name="載っている題")
    session.commit()
    assert member.submit("/news/new", SENT | {"name": "待っている題"}).status_code == 303
    for address, waits_first in (
        ("", True),
        ("?_oc_NewsView=published_on&_od_NewsView=asc", False),
    ):
        main = desk.get(f"/news/{address}").text.partition("<main")[2]
        assert (main.index("待っている題") < main.index("載っている題")) is waits_first


def test_reader_chooses_without_log_in_and_opening_changes_nothing(
    session: Any, client_as: RoleClients
) -> None:
    member = factories.member(business_contact_email="a@npo.example.jp")
    visitor = client_as("public")
    path = news.links().news_preferences("member", member.id, "").removeprefix("http://localhost")
    for _ in range(2):
        page = visitor.get(path)
        assert page.status_code == 200 and member.name in page.text
    visitor.head(path)
    assert session.scalars(select(DigestWish)).all() == []
    sent = {"wanted": None, "activity_fields": ["place"]}
    assert visitor.submit(path, sent).status_code == 303
    (wish,) = session.scalars(select(DigestWish)).all()
    assert (wish.wanted, wish.activity_fields) == (False, ["place"])
    assert visitor.get(f"{path[:-3]}xxx").status_code == 404


def test_reader_makes_former_links_void(session: Any, client_as: RoleClients) -> None:
    body = factories.member(business_contact_email="a@npo.example.jp")
    person, stranger, visitor = (
        client_as("general", body),
        client_as("general"),
        client_as("public"),
    )
    path = news.links().news_preferences("member", body.id, "").removeprefix("http://localhost")
    assert "/renew" not in visitor.get(path).text and "/renew" not in stranger.get(path).text
    assert press(stranger, f"{path}/renew").status_code == 404
    new = press(person, f"{path}/renew").location
    assert visitor.get(path).status_code == 404
    assert visitor.submit(new, {"activity_fields": ["place"]}).status_code == 303
    again = press(person, f"{new}/renew").location
    assert visitor.get(new).status_code == 404 and visitor.get(again).status_code == 200
    news.item(activity_fields=["place"])
    news.send(news.links())
    told = select(OutboxMessage.body).where(OutboxMessage.organisation_id == body.id)
    assert (
        again.rpartition("/")[2] in session.scalars(told.order_by(OutboxMessage.id.desc())).first()
    )


def test_person_comes_to_their_own_choice_from_the_list(
    session: Any, client_as: RoleClients
) -> None:
    member = client_as("general")
    assert 'href="/news/preferences"' in member.get("/news/").text
    path = member.get("/news/preferences").location
    assert member.submit(path, {"wanted": "y"}, form=-2).status_code == 303
    (wish,) = session.scalars(select(DigestWish)).all()
    assert (wish.account_id, wish.wanted) == (member.account_id, True)


def test_digest_is_stopped_by_the_mail_programs_button(
    session: Any, client_as: RoleClients
) -> None:
    member = factories.member(business_contact_email="a@npo.example.jp")
    news.item()
    news.send(news.links())
    letter = session.scalars(
        select(OutboxMessage).where(OutboxMessage.organisation_id == member.id)
    ).one()
    visitor = client_as("public")
    path = news.links().stop_letters(letter.id).removeprefix("http://localhost")
    assert visitor.get(path).status_code == 200
    choice = news.links().news_preferences("member", member.id, "").removeprefix("http://localhost")
    assert "checked" in _wanted(visitor.get(choice).text)
    assert visitor.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert "checked" not in _wanted(visitor.get(choice).text)
    assert visitor.submit(choice, {"wanted": "y"}).status_code == 303
    assert "checked" in _wanted(visitor.get(choice).text)


def _wanted(page: str) -> str:
    found = re.search(r'<input[^>]*name="wanted"[^>]*>', page)
    assert found
    return found[0]


def test_digests_are_pages_for_those_who_may_read(session: Any, client_as: RoleClients) -> None:
    news.item(name="公開のお知らせ")
    news.item(name="会員のお知らせ", audience=NewsAudience.MEMBERS)
    news.send()
    member, visitor = client_as("general"), client_as("public")
    path = re.findall(r'href="(/news/digests/[^"]+)"', visitor.get("/news/digests").text)[0]
    assert "会員のお知らせ" in member.get(path).text
    assert "会員のお知らせ" not in visitor.get(path).text
    assert "公開のお知らせ" in visitor.get(path).text
    assert visitor.get("/news/digests/2020-01-01").status_code == 404
    assert visitor.get("/news/digests/nonsense").status_code == 404


def test_pages_take_few_queries_at_any_length(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    for number in range(60):
        news.item(name=f"お知らせ{number}", activity_fields=["place"], municipalities=["312011"])
    news.send()
    visitor = client_as("public")
    for path in ("/news/feed.atom", "/news/feed.json", "/news/digests"):
        visitor.get(path)
        with counted(app) as statements:
            assert visitor.get(path).status_code == 200
        assert len(statements) <= 6, statements


def test_office_keeps_news_of_a_member_and_takes_it_out(
    session: Any, client_as: RoleClients
) -> None:
    made, desk = news.item(), client_as("secretariat")
    path = f"/news/{made.public_id}"
    assert desk.submit(f"{path}/edit", {"audience": "members"}, form="/edit").status_code == 303
    assert client_as("public").get(path).status_code == 404
    assert desk.submit(path, {"reason": "終わった"}, form="/retire").status_code == 303
    assert entries.one(News, made.public_id).retired_on is not None
