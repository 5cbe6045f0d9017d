"""Replies to a meeting notice and votes of executive members, on a phone.

By keyboard alone, with and without scripts.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.models.meeting.attendance import Proxy
from app.models.meeting.vote import Statement, Vote
from app.rules.meeting.agenda import Reply
from app.rules.meeting.roll import Choice
from app.services.meeting import closing, votes
from tests.support.accounts import RoleClients, log_in_page
from tests.support.desk import officer
from tests.support.keyboard import fill, press, tab_to
from tests.support.meetings import arrive, delegate, executives, in_session, resolution
from tests.support.platform_meetings import entry_of, to_answer, token_of

PHONE = {"width": 390, "height": 844}
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def unfold(page: Page, words: str) -> None:
    """Open a section of the reply page by keyboard."""
    part = page.locator("details", has_text=words)
    if part.get_attribute("open") is None:
        tab_to(page, part.locator("summary"))
        page.keyboard.press("Enter")


def button(page: Page, words: str) -> Any:
    return page.get_by_role("button", name=words)


@SCRIPTS
def test_member_replies_by_the_personal_link(
    session: Any, new_page: Callable[..., Page], scripts: bool
) -> None:
    meeting = to_answer()
    item, (member, agent, *_more) = meeting.items[0].id, executives()
    path = f"/meeting-answer/{token_of(meeting, member)}"
    session.commit()
    page = new_page(viewport=PHONE, java_script_enabled=scripts)

    page.goto(path)
    attendance = {"reply": "online", "attendee": "鳥取 花子", "is_substitute": True}
    fill(page, attendance, button(page, "出欠を送信する"))
    expect(page.locator("main")).to_contain_text("オンラインで出席（鳥取 花子、代理出席）")

    unfold(page, "委任する")
    fill(
        page,
        {"agent": str(agent), f"told_{item}": "against"},
        button(page, "委任状を送信する"),
    )
    expect(page.locator("main")).to_contain_text("委任状を受け付けました")

    unfold(page, "賛否を表明する")
    fill(page, {f"word_{item}": "against"}, button(page, "賛否を送信する"))
    expect(page.locator("main")).to_contain_text("賛否を受け付けました")
    session.rollback()
    (proxy,) = session.scalars(select(Proxy))
    assert (proxy.agent_id, proxy.instructions[0].choice) == (agent, Choice.AGAINST)
    (word,) = session.scalars(select(Statement))
    assert word.choice is Choice.AGAINST
    assert entry_of(meeting, member).reply is Reply.STATEMENT


@SCRIPTS
def test_member_votes_for_itself_and_its_principal(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page], scripts: bool
) -> None:
    client = client_as("executive")
    member = client.organisation_id
    assert member is not None
    meeting, item = in_session()
    principal = next(each for each in executives() if each != member)
    delegate(meeting, principal, member)
    votes.open_item(officer(), item.id)
    path = f"/meetings/{meeting.id}/ballot"
    session.commit()
    page = new_page(viewport=PHONE, java_script_enabled=scripts)
    log_in_page(page, client)

    page.goto(path)
    press(page, button(page, "出席する（オンライン）"))
    ballot = {f"vote_{member}": "for", f"vote_{principal}": "abstain"}
    fill(page, ballot, button(page, "投票する"))
    expect(page.locator("main")).to_contain_text("投票済み：賛成")
    page.goto(path)
    tab_to(page, page.locator(f"input[name=vote_{member}][value=for]"))
    page.keyboard.press("ArrowDown")
    press(page, button(page, "投票する"))
    session.rollback()
    stored = {vote.organisation_id: vote.choice for vote in session.scalars(select(Vote))}
    assert stored == {member: Choice.AGAINST, principal: Choice.ABSTAIN}

    closing.close(officer(), item.id)
    session.commit()
    page.goto(path)
    expect(page.locator("main")).to_contain_text("定足数に達せず")


def test_half_filled_ballot_is_preserved_during_live_updates(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    client = client_as("executive")
    member = client.organisation_id
    assert member is not None
    meeting, item = in_session()
    following = resolution(meeting, title="次の議案")
    late, principal, *_more = (each for each in executives() if each != member)
    arrive(meeting, member)
    number, path = meeting.id, f"/meetings/{meeting.id}/ballot"
    session.commit()
    page = new_page(viewport=PHONE)
    log_in_page(page, client)
    page.goto(path)
    expect(page.locator("main")).to_contain_text("いま採決している議案はありません")

    votes.open_item(officer(), item.id)
    session.commit()
    own = page.locator(f"input[name=vote_{member}][value=against]")
    own.check(timeout=15_000)
    own.focus()
    delegate(meeting, principal, member)
    arrive(meeting, late)
    session.commit()
    expect(page.locator(f"input[name=vote_{principal}]")).to_have_count(3, timeout=15_000)
    expect(own).to_be_checked()
    expect(own).to_be_focused()
    expect(page.locator("#live-quorum")).to_contain_text("会場・オンライン2")

    closing.close(officer(), item.id)
    votes.open_item(officer(), following.id)
    session.commit()
    expect(page.locator(f"#ballot-{item.id}")).to_have_count(0, timeout=15_000)
    expect(page.locator(f"#ballot-{following.id}")).to_have_count(1)
    expect(own).not_to_be_checked()
    assert page.url.endswith(f"/meetings/{number}/ballot")


def test_refused_ballot_preserves_the_selection(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    client = client_as("executive")
    member = client.organisation_id
    assert member is not None
    meeting, item = in_session()
    principal = next(each for each in executives() if each != member)
    delegate(meeting, principal, member)
    arrive(meeting, member)
    votes.open_item(officer(), item.id)
    path = f"/meetings/{meeting.id}/ballot"
    session.commit()
    page = new_page(viewport=PHONE)
    log_in_page(page, client)
    page.route("**/ballot/live", lambda route: route.abort())
    page.goto(path)
    page.locator(f"input[name=vote_{member}][value=against]").check()
    page.locator(f"input[name=vote_{principal}][value=for]").check()
    arrive(meeting, principal)
    session.commit()
    page.unroute("**/ballot/live")
    button(page, "投票する").click()
    expect(page.get_by_role("alert")).to_contain_text("委任を受けていません")
    with page.expect_response("**/ballot/live", timeout=15_000):
        pass
    own = page.locator(f"input[name=vote_{member}][value=against]")
    expect(own).to_be_checked()
    expect(page.locator(f"input[name=vote_{principal}]")).to_have_count(0)
    button(page, "投票する").click()
    expect(page.locator("main")).to_contain_text("投票済み：反対")
    session.rollback()
    (vote,) = session.scalars(select(Vote))
    assert (vote.organisation_id, vote.choice) == (member, Choice.AGAINST)
