"""What is new since the last log-in is marked (新着)."""

from datetime import datetime
from typing import Any

from flask import Flask

from app import clock
from app.models.membership.organisation import Organisation
from app.models.news.news import News
from app.rules.membership.roster import Tier
from app.rules.states.news.news import NewsStage
from app.security.viewer import Role
from app.views.common import newness
from tests import factories
from tests.factories import PASSWORD
from tests.support.client import PlatformClient
from tests.support.people import code, give_second_factor, log_in_by_page
from tests.support.register_samples import entry

MARK = "新着"
BADGE = f'badge-info">{MARK}<'


def at_hour(hour: int, day: int = 1) -> datetime:
    return datetime(2027, 2, day, hour, tzinfo=clock.TOKYO)


def test_work_that_came_after_the_last_log_in_is_marked_until_the_next(
    app: Flask, session: Any, at: Any
) -> None:
    at(at_hour(9))
    officer = factories.account(Role.SECRETARIAT, password=PASSWORD)
    give_second_factor(officer, app.config["TOTP_KEY"])
    entry(News, factories.member().id, tier=Tier.SECRETARIAT)
    at(at_hour(10))
    marks = [marked(app, officer.username)]
    at(at_hour(11))
    entry(News, factories.member().id, tier=Tier.SECRETARIAT)  # waits for a second look
    for hour in (12, 13):
        at(at_hour(hour))
        marks.append(marked(app, officer.username))
    assert marks == [0, 1, 0]


def marked(app: Flask, username: str) -> int:
    """Log in, and return how many lines of the work list are marked."""
    client = app.test_client()
    assert isinstance(client, PlatformClient)
    assert log_in_by_page(client, username).status_code == 303
    assert client.submit("/login/code", {"code": code()}).status_code == 303
    found = client.get("/work/?who=new").text.count(BADGE)
    assert client.get("/work/").text.count(BADGE) == found
    return found


def test_member_sees_which_news_and_letters_are_new(app: Flask, session: Any, at: Any) -> None:
    at(at_hour(9))
    organisation = factories.member()
    person = factories.account(organisation=organisation, password=PASSWORD)
    told(organisation, "前のお知らせ")
    at(at_hour(9, day=2))
    assert log_in_by_page(app.test_client(), person.username).status_code == 303
    at(at_hour(9, day=3))
    told(organisation, "次のお知らせ")
    client = app.test_client()
    assert log_in_by_page(client, person.username).status_code == 303
    home, letters = client.get("/").text, client.get("/my-organisation/letters").text
    for page, kind in ((home, "お知らせ"), (letters, "通知")):
        new, former = line(page, f"次の{kind}"), line(page, f"前の{kind}")
        assert MARK in new and MARK not in former


def told(organisation: Organisation, name: str) -> None:
    """Publish news today and send the organisation a letter."""
    entry(
        News,
        organisation.id,
        name=name,
        tier=Tier.MEMBERS,
        stage=NewsStage.PUBLISHED,
        published_on=clock.today(),
    )
    factories.letter(organisation_id=organisation.id).subject = name.replace("お知らせ", "通知")


def line(page: str, words: str) -> str:
    """Return the page from these words to the end of their line."""
    return page.partition(words)[2].partition("\n")[0]


def test_a_day_is_new_on_the_day_of_the_last_log_in(app: Flask) -> None:
    with app.test_request_context():
        assert not newness.is_new(at_hour(9))
        newness.remember(at_hour(12))
        days = [at_hour(0, day=day).date() for day in (1, 2)]
        moments = [at_hour(11), at_hour(12), at_hour(13)]
        assert [newness.is_new(each) for each in days] == [True, True]
        assert [newness.is_new(each) for each in moments] == [False, False, True]
