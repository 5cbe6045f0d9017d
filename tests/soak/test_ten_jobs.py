"""Ten jobs of a day: clicks, page loads and seconds, one by one where that is still offered, and at once.

make soak ARGS="tests/soak/test_ten_jobs.py -s"
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app.models.admission.application import Application
from app.models.meeting.attendance import Presence
from app.models.meeting.vote import Vote
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import AnswerWay, Reply
from app.rules.states.admission.application import ApplicationState
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role
from app.services.meeting import answers, meetings, votes
from app.tasks.roster import imports as import_task
from tests import factories
from tests.support import cases, platform_meetings, roster_files
from tests.support import desk as office
from tests.support import meetings as hall
from tests.support.accounts import RoleClients, log_in_page
from tests.support.hand import Hand

pytestmark = pytest.mark.timeout(600)
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TEN, ALL, MANY = 10, 34, 300


class Day:
    """Hands of several persons, and the rows that follow."""

    def __init__(self, session: Any, client_as: RoleClients, new_page: Callable[..., Page]) -> None:
        self.session, self.client_as, self.new_page = session, client_as, new_page

    def hand(self, role: Role = Role.SECRETARIAT, client: Any = None, **screen: Any) -> Hand:
        """Return the hand of a person who is logged in, a new one unless their client is given."""
        page = self.new_page(**(screen or {"viewport": {"width": 1280, "height": 900}}))
        log_in_page(page, client or self.client_as(role))
        self.session.commit()
        return Hand(page)

    def count(self, model: type, *conditions: Any) -> int:
        self.session.rollback()
        found = self.session.scalar(select(func.count()).select_from(model).where(*conditions))
        self.session.rollback()
        return int(found)


@pytest.fixture
def day(session: Any, client_as: RoleClients, new_page: Callable[..., Page]) -> Day:
    return Day(session, client_as, new_page)


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Iterator[Callable[..., None]]:
    """Print each way of the job."""
    lines: list[str] = []
    yield lambda how, hand: lines.append(f"{request.node.name[5:]}, {how}: {hand.effort()}")
    print("\n" + "\n".join(lines))


def test_accept_an_application(day: Day, told: Callable[..., None]) -> None:
    number = factories.application().id
    officer, second = day.hand(), day.hand()
    officer.begin("/applications/")
    officer.click(f"main a[href*='/show/{number}']")
    officer.click("#checks button[name=all]")
    officer.page.get_by_text("一括決定を待てないとき").click()
    officer.clicks += 1
    officer.click(f"main a[href*='/{number}/accept-at-once']")
    officer.type("[name=reason]", "総会の前に決めるため")
    officer.click("main .form-buttons button[type=submit]")
    told("first officer", officer)
    second.begin(f"/applications/show/{number}")
    second.click("main [popovertarget*=release]")
    second.click("[popover]:popover-open button[type=submit]")
    told("second officer", second)
    assert day.count(Application, Application.state == ApplicationState.ACCEPTED)


def test_batch_of_ten(day: Day, told: Callable[..., None]) -> None:
    for _number in range(TEN):
        office.ready_application(office.officer())
    officer, second = day.hand(), day.hand()
    officer.begin("/applications/")
    officer.tick("[data-tick-all]")
    officer.click("#ticks button")
    officer.click("main form.form button[type=submit]")
    officer.page.goto("/batches/")
    officer.clicks += 1
    officer.click("main table a[href*='/batches/']")
    officer.confirm("締め切る")
    officer.click("main form[action$='/propose-possible'] button")
    officer.confirm("承認を求める")
    told("first officer", officer)
    second.begin(officer.page.url)
    second.click("main [popovertarget*=approve]")
    second.click("[popover]:popover-open button[type=submit]")
    told("second officer", second)
    assert day.count(Application, Application.state == ApplicationState.ACCEPTED) == TEN


def test_attendance_of_34(day: Day, told: Callable[..., None]) -> None:
    meeting = hall.planned()
    hall.resolution(meeting)
    hall.notified(meeting)
    members = hall.executives()
    for member in members:
        answers.answer(
            office.officer(),
            meeting.id,
            member,
            Reply.ROOM,
            way=AnswerWay.TELEPHONE,
            attendee="鳥取 花子",
        )
    meetings.open_meeting(office.officer(), meeting.id, reason="都合により")
    path = f"/meetings/{meeting.id}/attendance"
    officer = day.hand()
    officer.begin(path)
    for member in members[:3]:
        officer.click(f"form[action$='/{member}/arrive'] button")
        officer.page.wait_for_selector(f"form[action$='/{member}/depart']")
    told("one by one, three of them", officer)
    officer.begin(path)
    officer.click("form[action*='/ticked/as-answered'] button")
    officer.click("main form.form button[type=submit]")
    officer.page.wait_for_url(re.compile(r"/attendance(\?.*)?$"))
    told("at once", officer)
    assert day.count(Presence) == ALL
    assert officer.clicks <= 3


def test_show_of_hands_of_34(day: Day, told: Callable[..., None]) -> None:
    meeting, item = hall.in_session()
    members, path = hall.executives(), f"/meetings/{meeting.id}"
    hall.arrive(meeting, *members)
    votes.open_item(office.officer(), item.id)
    officer = day.hand()
    officer.begin(path)
    officer.click("#next-step a")
    officer.tick("input[name=rest][value=for]")
    officer.choose(f"#vote-{members[4]}", "against")
    officer.click("#hands .form-buttons button")
    told("all but one in favour", officer)
    assert day.count(Vote) == ALL
    assert officer.clicks <= ALL // 2


def test_correct_one_field(day: Day, told: Callable[..., None]) -> None:
    path = f"/organisations/{factories.member(name='電話の変わった会').id}"
    officer = day.hand()
    officer.begin(path)
    officer.click("main a[href*='field=phone']")
    officer.type("[name=phone]", "0857-26-9999")
    officer.type("[name=reason]", "電話で確認したため")
    officer.click("main .form-buttons button[type=submit]")
    told("on its page", officer)
    assert day.count(Organisation, Organisation.phone == "0857-26-9999")


def test_post_34_letters(day: Day, told: Callable[..., None]) -> None:
    for _number in range(ALL):
        factories.letter(to="")
    officer = day.hand()
    officer.begin("/outbox/post/")
    officer.tick("[name=everything]")
    with officer.page.expect_download():
        officer.press("まとめてPDFにする")
    officer.press("まとめて郵送済みにする")
    told("at once", officer)
    assert day.count(OutboxMessage, OutboxMessage.state == OutboxState.SENT) == ALL


def test_import_300_rows(day: Day, told: Callable[..., None], tmp_path: Path) -> None:
    file = tmp_path / "名簿.csv"
    file.write_bytes(roster_files.csv([roster_files.row(name=f"第{n}の会") for n in range(MANY)]))
    officer, second = day.hand(), day.hand()
    officer.begin("/imports/")
    officer.page.set_input_files("[name=file]", file)
    officer.clicks += 2
    officer.click("main form .form-buttons button[type=submit]")
    import_task.sweep()
    expect(officer.page.locator("[name=basis]")).to_be_visible(timeout=60_000)
    officer.type("[name=basis]", "令和7年5月の入会決定")
    officer.click("main form[action$='/start'] .form-buttons button[type=submit]")
    told("first officer, with the worker's time", officer)
    second.begin(officer.page.url)
    second.click("main [popovertarget*=release]")
    second.click("[popover]:popover-open button[type=submit]")
    told("second officer", second)
    import_task.sweep()


def test_course_note(day: Day, told: Callable[..., None]) -> None:
    client = day.client_as(Role.COUNCIL)
    number = cases.of(client).id
    worker = day.hand(client=client)
    worker.begin("/cases/")
    worker.click(f"main table a[href$='{number}']")
    worker.click("main .tabs a[href$='/sections/course']")
    worker.choose("[name=means]", "電話")
    worker.type("[name=minutes]", "15")
    worker.type("[name=text]", "電話に出た。次は訪問する。")
    worker.press("経過記録を保存する")
    told("from the list of cases", worker)
    expect(worker.page.locator("main")).to_contain_text("次は訪問する")
    assert worker.effort().seconds <= 20


def test_find_who_leads_a_case_of_mine(day: Day, told: Callable[..., None]) -> None:
    client = day.client_as(Role.COUNCIL)
    for _number in range(30):
        cases.of(client)
    worker = day.hand(client=client)
    worker.begin("/")
    worker.page.goto("/cases/")
    worker.clicks += 1
    told("from home", worker)
    expect(worker.page.locator("thead")).to_contain_text("主担当機関")


def test_answer_a_notice_on_a_phone(day: Day, told: Callable[..., None]) -> None:
    path = f"/meeting-answer/{platform_meetings.link_token()}"
    day.session.commit()
    member = Hand(day.new_page(**PHONE))
    member.begin("/")
    member.page.goto(path)
    member.clicks += 1
    member.tick("[name=reply][value=room]")
    member.type("[name=attendee]", "鳥取 花子")
    member.press("出欠を送信する")
    told("from the link in the letter", member)
    expect(member.page.locator("main")).to_contain_text("鳥取 花子")
