"""A meeting from request to sealed record: the secretariat and four members in parallel windows."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app import clock
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import Standing
from app.services.meeting import minutes_text
from tests.support import meetings as hall
from tests.support.accounts import RoleClients, log_in_page
from tests.support.browser import press, send
from tests.support.platform_meetings import token_of

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PATIENCE = 20_000
pytestmark = pytest.mark.timeout(300)


class Hall:
    """The meeting, the browser windows of its participants, and their screenshots."""

    def __init__(
        self, session: Any, client_as: RoleClients, new_page: Callable[..., Page], pictures: Path
    ) -> None:
        self.session, self.pictures = session, pictures
        consent = hall.consent()
        self.consent, self.candidate = consent.id, consent.organisation_id
        self.asks, self.absent, self.votes, self.chairs, *self.writers = hall.executives()

        def window(role: str, member: int | None = None, size: Any = PHONE) -> Page:
            page = new_page(viewport=size)
            organisation = session.get(Organisation, member) if member else None
            log_in_page(page, client_as(role, organisation))
            return page

        self.desk, self.second = window("secretariat", size=DESK), window("secretariat", size=DESK)
        self.agent = window("executive", self.asks)
        self.voter = window("executive", self.votes)
        self.chair = window("executive", self.chairs)
        self.link = new_page(viewport=PHONE)

    def found(self, kind: Any, key: int) -> Any:
        """Return the current row; no transaction stays open, as the servers need the lock."""
        row = self.session.get(kind, key, populate_existing=True)
        self.session.expunge(row)
        self.session.rollback()
        return row

    def keep(self, page: Page, name: str) -> None:
        page.screenshot(path=self.pictures / f"{name}.png", full_page=True)

    # Before the meeting

    def asked_for(self) -> None:
        page = self.agent
        page.goto("/meeting-requests/new")
        page.fill("[name=title]", "臨時の会議")
        page.fill("[name=reason]", "幹事団体を増やしたいため")
        page.check("[name=form][value=both]")
        page.fill("[name=day]", (clock.today() + timedelta(days=20)).isoformat())
        page.fill("[name=begins]", "13:30")
        send(page)
        self.number = int(page.url.rpartition("/")[2])
        self.path = f"/meetings/{self.number}"
        self.keep(page, "1 asked for")

    def planned(self) -> None:
        page = self.desk
        page.goto(self.path)
        press(page, "/take-up")
        page.goto(f"{self.path}/edit")
        page.fill("[name=place]", "県庁講堂")
        send(page)
        page.goto(f"{self.path}/items/new?sort=selection")
        page.select_option("[name=subject]", str(self.consent))
        page.fill("[name=title]", "幹事団体の選出")
        send(page)
        press(page, "/submit")
        expect(page.locator("main")).to_contain_text("別の職員がログインして承認してください")
        self.second.goto(self.path)
        press(self.second, "/approve")
        self.keep(self.second, "2 approved")

    def answered(self) -> None:
        page = self.link
        meeting = self.session.get(Meeting, self.number)
        token = token_of(meeting, self.absent)
        hall.say(meeting, meeting.items[0], self.writers[:19])  # other members, by e-mail
        self.session.commit()
        page.goto(f"/meeting-answer/{token}")
        page.locator("summary", has_text="委任する").click()
        page.select_option("[name=agent]", str(self.asks))
        page.get_by_role("button", name="委任状を送信する").click()
        expect(page.locator("main")).to_contain_text("委任状を受け付けました")
        self.keep(page, "3 proxy")
        page = self.voter
        page.goto(f"{self.path}/answer")
        page.check("[name=reply][value=online]")
        page.fill("[name=attendee]", "鳥取 花子")
        page.get_by_role("button", name="出欠を送信する").click()
        expect(page.locator("main")).to_contain_text("オンラインで出席（鳥取 花子）")

    # During the meeting

    def gathered(self) -> None:
        self.desk.goto(f"{self.path}/open")
        self.desk.fill("[name=reason]", "日程を早めたため")
        self.desk.get_by_role("button", name="開会する").click()
        self.desk.locator(f"form[action$='/attendance/{self.chairs}/arrive'] button").first.click()
        expect(self.desk.locator(f"#member-{self.chairs}").locator("..")).to_contain_text("会場")
        for page in (self.agent, self.voter, self.chair):
            page.goto(f"{self.path}/ballot")
        for page in (self.agent, self.voter):
            page.get_by_role("button", name="出席する（オンライン）").click()
        quorum = "34団体のうち23団体が出席（会場・オンライン3、電子メール19、委任1）"
        expect(self.desk.locator("main")).to_contain_text(quorum, timeout=PATIENCE)
        self.desk.select_option("[name=chair]", str(self.chairs))
        press(self.desk, "/chair")
        self.keep(self.desk, "4 attendance")
        self.desk.goto(self.path)
        press(self.desk, "/open")
        self.second.goto(f"{self.path}/projector")
        expect(self.second.locator("main")).to_contain_text("採決中")

    def voted(self) -> None:
        own = self.voter.locator(f"[name=vote_{self.votes}][value=against]")
        own.check(timeout=PATIENCE)
        expect(self.chair.locator("main")).to_contain_text("議長は採決に加わることができません")
        for member in (self.asks, self.absent):
            self.agent.check(f"[name=vote_{member}][value=for]", timeout=PATIENCE)
        self.keep(self.agent, "5 ballot")
        self.agent.get_by_role("button", name="投票する").click()
        received = self.second.locator("#board-item")
        expect(received).to_contain_text("21／22", timeout=PATIENCE)
        expect(own).to_be_checked()
        self.voter.get_by_role("button", name="投票する").click()
        expect(self.desk.locator("#vote-state")).to_contain_text("22／22", timeout=PATIENCE)
        expect(received).to_contain_text("22／22", timeout=PATIENCE)
        self.keep(self.desk, "6 vote")

    def closed(self) -> None:
        self.desk.click("button[popovertarget]:has(+ [popover] form[action$='/close'])")
        expect(self.desk.locator("[popover]:popover-open")).to_contain_text("可決（賛成21／必要15")
        self.keep(self.desk, "6 vote dialog")
        press(self.desk, "/close")
        passed = "賛成21、反対1、棄権0、表示なし0。3×21＝63≧2×22＝44のため、可決です。"
        for page in (self.desk, self.second, self.voter, self.chair):
            expect(page.locator("main")).to_contain_text(passed, timeout=PATIENCE)
        self.keep(self.second, "7 projector")
        self.keep(self.voter, "8 result")
        assert self.found(Organisation, self.candidate).standing is Standing.EXECUTIVE
        self.desk.goto(self.path)
        press(self.desk, "/end")

    # After the meeting

    def written_down(self) -> None:
        page, path = self.desk, f"{self.path}/minutes"
        page.goto(path)
        press(page, "/draft")
        text = page.input_value("[name=text]").replace(minutes_text.TO_FILL_IN, "特になし")
        page.fill("[name=text]", text)
        page.locator("button[name=remask]").click()
        page.check("[name=looked]")
        page.click("form[action$='/confirm'] button[popovertarget]")
        with page.expect_navigation():
            page.click("form[action$='/confirm'] [popover] button[type=submit]")
        self.link.goto(f"/minutes/{self.number}")
        expect(self.link.locator("main")).to_contain_text("可決（規約第12条第1項）")
        expect(self.link.locator("main")).not_to_contain_text("鳥取 花子")
        self.keep(self.link, "9 public minutes")
        page.goto(self.path)
        page.get_by_role("link", name="議決の記録", exact=True).click()
        press(page, "/recalculate")
        expect(page.locator("main")).to_contain_text("すべて一致し、書き換えはありません")
        self.keep(page, "10 sealed record")

    def told(self) -> None:
        """The results go to more members than one officer may write to: a second one releases them."""
        page, second, path = self.desk, self.second, f"{self.path}/minutes"
        sending = "form[action$='/results']"
        page.goto(path)
        press(page, "/results")
        expect(page.locator("main")).to_contain_text("別の職員がログインして承認してください")
        expect(page.locator(sending)).to_have_count(0)
        assert self.letters() == 0
        second.goto(path)
        press(second, "/results")
        expect(second.locator("main")).to_contain_text("結果は34通の通知で知らせました")
        expect(second.locator(sending)).to_have_count(0)
        assert self.letters() == 34
        self.keep(second, "11 results")

    def letters(self) -> int:
        """Return the number of letters with the results in the outbox."""
        sent = select(func.count()).where(OutboxMessage.purpose == "meeting_results")
        number = self.session.scalar(sent)
        self.session.rollback()
        return int(number)


def test_meeting_from_request_to_sealed_record(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    meeting = Hall(session, client_as, new_page, tmp_path)
    meeting.asked_for()
    meeting.planned()
    meeting.answered()
    meeting.gathered()
    meeting.voted()
    meeting.closed()
    meeting.written_down()
    meeting.told()
