"""A proposal to the prefecture in the browser: rejected once, worked over, carried, answered."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app import clock
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.roll import Choice
from app.rules.policy.proposals import ProposalEvent
from app.services.meeting import meetings
from tests import factories
from tests.support import meetings as hall
from tests.support.accounts import RoleClients, log_in_page
from tests.support.browser import press, send
from tests.support.desk import officer

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
NAME = "居場所の担い手への支援"
pytestmark = pytest.mark.timeout(300)


class Walk:
    """The persons, each with a window, and the letters to the bodies that propose."""

    def __init__(self, session: Any, client_as: RoleClients, new_page: Callable[..., Page]) -> None:
        self.session = session
        self.leads, self.votes, *self.others = hall.executives()
        self.joins = factories.member(name="特定非営利活動法人ともしび").id
        session.commit()

        def window(role: str, member: int | None = None, size: Any = PHONE) -> Page:
            page = new_page(viewport=size)
            organisation = session.get(Organisation, member) if member else None
            log_in_page(page, client_as(role, organisation))
            return page

        self.desk = window("secretariat", size=DESK)
        self.author = window("executive", self.leads)
        self.joint = window("general", self.joins)
        self.voter = window("executive", self.votes)
        self.visitor = new_page(viewport=PHONE)
        self.seen = 0

    def told(self, event: ProposalEvent, *members: int) -> list[str]:
        """Return the new letters' texts; they are of this event and go to these bodies only."""
        letter = OutboxMessage
        found = self.session.execute(
            select(letter.id, letter.purpose, letter.organisation_id, letter.body)
            .where(letter.purpose.startswith("proposal_"), letter.id > self.seen)
            .where(letter.organisation_id.is_not(None))
            .order_by(letter.id)
        ).all()
        self.session.rollback()  # the servers need the lock
        assert {each.purpose for each in found} == {f"proposal_{event.value}"}
        assert sorted(each.organisation_id for each in found) == sorted(members)
        self.seen = found[-1].id
        return [each.body for each in found]

    def drafted(self) -> None:
        page = self.author
        page.goto("/proposals/")
        page.get_by_role("link", name="政策提言を起案する").click()
        page.fill("[name=name]", NAME)
        page.fill("[name=reason]", "担い手が足りない。")
        page.fill("[name=proposed]", "活動費の補助を求める。")
        send(page)
        self.path = re.sub(r"^https?://[^/]+", "", page.url)
        page.get_by_role("link", name="共同提言団体を加える").click()
        page.select_option("[name=organisation_id]", str(self.joins))
        send(page)
        expect(page.locator("main")).to_contain_text("未同意")
        self.told(ProposalEvent.JOINED, self.joins)

    def agreed(self) -> None:
        """Nobody is put to the meeting as an author without having agreed."""
        page = self.author
        expect(page.locator("main")).to_contain_text("次の団体が同意した後に、会議に付議できます")
        expect(page.locator("form[action$='/steps/submit']")).to_have_count(0)
        self.joint.goto(self.path)
        press(self.joint, f"/{self.joins}/agree")
        self.told(ProposalEvent.AGREED, self.leads)
        self.submitted()

    def submitted(self) -> None:
        self.author.goto(self.path)
        press(self.author, "/steps/submit")
        self.told(ProposalEvent.SUBMITTED, self.joins)
        self.visitor.goto(self.path)
        expect(self.visitor.locator("main")).not_to_contain_text(NAME)

    def on_agenda(self) -> None:
        """The secretariat adds it in the browser; notice and gathering are the services'."""
        page, self.meeting = self.desk, hall.planned().id
        self.session.commit()
        page.goto("/proposals/waiting")
        expect(page.locator("main")).to_contain_text(NAME)
        page.goto(f"/meetings/{self.meeting}/items/new?sort=proposal")
        page.select_option("[name=subject]", label=NAME)
        page.fill("[name=title]", "県への政策提言について")
        send(page)
        meeting = self.session.get(Meeting, self.meeting, populate_existing=True)
        hall.notified(meeting)
        meetings.open_meeting(officer(), meeting.id, reason="日程を早めたため")
        hall.arrive(meeting, *self.others[:19])
        hall.arrive(meeting, self.leads, self.votes, online=True)
        item = self.session.scalars(
            select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
        ).one()
        self.item = item.id
        hall.say(meeting, item, self.others[19:22])
        self.session.commit()

    def voted(self, choice: Choice, event: ProposalEvent, result: str) -> None:
        """Two members vote on their telephones, the others by show of hands."""
        self.desk.goto(f"/meetings/{self.meeting}")
        press(self.desk, "/open")
        for page, member in ((self.author, self.leads), (self.voter, self.votes)):
            page.goto(f"/meetings/{self.meeting}/ballot")
            page.click("main summary:has-text('内容')")
            expect(page.locator("main")).to_contain_text(f"政策提言：{NAME}")
            page.check(f"[name=vote_{member}][value={choice.value}]")
            page.get_by_role("button", name="投票する").click()
            expect(page.locator("main")).to_contain_text(f"投票済み：{choice.label}")
        hall.raise_hands(self.session.get(AgendaItem, self.item), self.others[:19], choice)
        self.session.commit()
        self.desk.goto(f"/meetings/{self.meeting}/items/{self.item}/vote")
        self.desk.click("button[popovertarget]:has(+ [popover] form[action$='/close'])")
        press(self.desk, "/close")
        self.voter.reload()  # that it comes by itself is the meeting's own test
        expect(self.voter.locator("main")).to_contain_text(result)
        letters = self.told(event, self.leads, self.joins)
        again = "もう一度付議できます"
        assert all((again in each) is (choice is Choice.AGAINST) for each in letters)

    def worked_over(self) -> None:
        page = self.author
        page.goto(self.path)
        expect(page.locator("main")).to_contain_text("練り直して、もう一度付議できます")
        expect(page.get_by_role("link", name="プラットフォーム会議の議決")).to_be_visible()
        press(page, "/steps/revise")
        self.told(ProposalEvent.REVISED, self.joins)
        page.get_by_role("link", name="変更する ：提言の内容").click()
        page.fill("[name=proposed]", "活動費の補助と研修を求める。")
        send(page)
        self.told(ProposalEvent.CHANGED, self.joins)
        self.submitted()

    def handed_over(self) -> None:
        page = self.desk
        page.goto(self.path)
        page.get_by_role("link", name="提出を登録する").click()
        page.fill("[name=section]", "孤独・孤立対策課")
        send(page)
        (letter, _other) = self.told(ProposalEvent.HANDED_OVER, self.leads, self.joins)
        assert "孤独・孤立対策課" in letter

    def answered(self) -> None:
        """The prefecture considers it first, then adopts it, in part of the reason given."""
        page, later = self.desk, clock.today() + timedelta(days=30)
        for outcome, reason in (
            ("considered", "予算編成で検討する。"),
            ("adopted", "予算に計上した。"),
        ):
            page.get_by_role("link", name="回答を登録する").click()
            page.select_option("[name=outcome]", outcome)
            page.fill("[name=reason]", reason)
            page.fill("[name=section]", "孤独・孤立対策課")
            if outcome == "considered":
                page.fill("[name=due_on]", later.isoformat())
            send(page)
            letters = self.told(ProposalEvent.ANSWERED, self.leads, self.joins)
            assert all(reason in each for each in letters)

    def followed_up(self) -> None:
        page = self.desk
        page.get_by_role("link", name="措置・その後を登録する").click()
        page.fill("[name=text]", "活動費の補助金を設けた。")
        page.select_option("[name=state]", "done")
        send(page)
        self.told(ProposalEvent.MEASURE, self.leads, self.joins)
        press(page, "/steps/close")
        self.told(ProposalEvent.CLOSED, self.leads, self.joins)

    def read(self) -> None:
        """Everybody reads what became of it."""
        page = self.visitor
        page.goto("/proposals/became")
        page.get_by_role("link", name=NAME).click()
        for words in (
            "採択",
            "予算編成で検討する。",
            "実施済み",
            "活動費の補助金を設けた。",
            "研修",
        ):
            expect(page.locator("main")).to_contain_text(words)
        self.author.goto(self.path)


def test_proposal_is_rejected_worked_over_carried_and_answered(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    walk = Walk(session, client_as, new_page)
    walk.drafted()
    walk.agreed()
    walk.on_agenda()
    walk.voted(Choice.AGAINST, ProposalEvent.NOT_PASSED, "否決")
    walk.worked_over()
    walk.on_agenda()
    walk.voted(Choice.FOR, ProposalEvent.PASSED, "可決")
    walk.handed_over()
    walk.answered()
    walk.followed_up()
    walk.read()
