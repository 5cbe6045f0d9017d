"""The panel 「次にすること」: first on each page of a meeting, one sentence and one button."""

import re
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import ItemKind, MeetingForm
from app.rules.meeting.roll import Choice
from app.services.meeting import agendas, votes
from tests.support import meeting_desk
from tests.support import meetings as hall
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.desk import officer

PANEL = re.compile(r'<section class="next-step".*?</section>', re.DOTALL)
DIALOG = re.compile(r'<div class="dialog".*?</form></div>', re.DOTALL)


def step(desk: PlatformClient, path: str) -> tuple[str, list[str]]:
    """Return the sentence of the panel, and its buttons and links."""
    page = desk.get(path).text
    main = page.partition('<div class="flow">')[2]
    panel = PANEL.search(main)
    assert panel is not None and main.index('id="next-step"') < main.index("<p"), "not the first"
    assert len(PANEL.findall(page)) == 1
    outside = DIALOG.sub("", panel[0])
    return (
        re.search(r"<p>(.*?)</p>", outside, re.DOTALL)[1],  # type: ignore[index]
        re.findall(r"<(?:button|a) [^>]*>([^<]+)<", outside),
    )


def test_each_state_has_one_next_step(session: Any, desk: PlatformClient) -> None:
    meeting = hall.planned()
    page = f"/meetings/{meeting.id}"
    assert step(desk, page) == ("報告、協議、議決することを議題に加えてください。", [])
    item = hall.resolution(meeting)
    agendas.add(officer(), meeting.id, ItemKind.REPORT, {"title": "活動の報告"})
    assert step(desk, page)[1] == ["承認を求める"]
    hall.notified(meeting)
    assert step(desk, page) == (
        "回答を集めます。連絡の対象は34団体です。",
        ["幹事団体の回答"],
    )
    hall.meetings.open_meeting(officer(), meeting.id, reason="都合により")
    assert step(desk, page) == (
        "出席を記録してください。あと23団体で定足数に達します。",
        ["出席と議長"],
    )
    assert step(desk, f"{page}/attendance")[1] == [], "its button would lead nowhere"
    members = hall.executives()
    hall.arrive(meeting, *members[:23])
    vote = f"{page}/items/{item.id}/vote"
    assert step(desk, page)[1] == ["採決を始める"]
    desk.submit(page, form="/open")
    for path in (page, vote, f"{page}/attendance"):
        assert step(desk, path) == (
            "議案第1号の採決中です。23団体のうち0団体が表決しました。",
            ["賛否を記録する"],
        )
    hall.raise_hands(item, members[:23])
    assert step(desk, vote)[1] == step(desk, page)[1] == ["採決を締め切る"]
    assert desk.submit(page, form="/close").status_code == 303
    for path in (vote, page):
        assert step(desk, path) == ("次の議題：報告事項1　活動の報告", ["始める"])
    desk.submit(page, form="/open")
    assert step(desk, page)[1] == ["終える"]
    desk.submit(page, form="/finish")
    assert step(desk, page) == ("すべての議題が終わりました。", ["閉会する"])
    desk.submit(page, form="/end")
    assert step(desk, page)[1] == ["議事録と結果の通知"]


def test_nothing_frightens_before_anybody_has_voted(session: Any, desk: PlatformClient) -> None:
    found = meeting_desk.in_session()
    page = f"/meetings/{found['pk']}"
    for path in ("", "/attendance", f"/items/{found['item_id']}/vote"):
        text = DIALOG.sub("", desk.get(page + path).text)
        assert "否決" not in text and "tile-danger" not in text
        assert "3×" not in re.sub(r"<details.*?</details>", "", text, flags=re.DOTALL)
    before, _history, after = desk.get(page).text.partition(">経過<")
    assert "閉会する" not in before and "閉会する" in after, "not beside what is done daily"
    before, _history, after = desk.get(
        "/meetings/{pk}".format(**meeting_desk.notified())
    ).text.partition(">経過<")
    assert "取りやめる" not in before and "取りやめる" in after


@pytest.mark.parametrize(("late", "words"), [(0, "回答を集めます"), (2, "回答期限を過ぎました")])
def test_written_resolution_is_collected_then_closed(
    session: Any, desk: PlatformClient, late: int, words: str
) -> None:
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    if late:
        meeting.starts_at = clock.now() - timedelta(days=late)
    session.commit()
    page = f"/meetings/{meeting.id}"
    assert words in step(desk, page)[0]
    hall.say(meeting, item, hall.executives()[:23], Choice.FOR)
    if not late:
        assert step(desk, page)[1] == ["書面決議を終える"]


def test_polls_are_answered_304_until_something_happens(
    session: Any, client_as: RoleClients, desk: PlatformClient, at: Any
) -> None:
    at(clock.now())
    found = meeting_desk.in_session()
    session.commit()
    page = f"/meetings/{found['pk']}"
    member = hall.executives()[0]
    voter = client_as("executive", session.get(Organisation, member))
    polls = [
        (desk, f"{page}?part=live"),
        (desk, f"{page}/attendance?part=live"),
        (desk, f"{page}/answers?part=live"),
        (desk, f"{page}/items/{found['item_id']}/vote?part=live"),
        (desk, f"{page}/projector/live"),
        (voter, f"{page}/ballot/live"),
    ]
    tags = [client.get(path).headers["ETag"] for client, path in polls]
    known = [{"If-None-Match": tag} for tag in tags]
    answers = [c.get(path, headers=tag) for (c, path), tag in zip(polls, known, strict=True)]
    assert [(each.status_code, each.data) for each in answers] == [(304, b"")] * len(polls)
    assert len(set(tags)) == len(tags)
    assert desk.get(f"{page}/projector/live", headers=known[5]).status_code == 200
    votes.cast_all(hall.voter(member), found["item_id"], {member: Choice.FOR})
    session.commit()
    answers = [c.get(path, headers=tag) for (c, path), tag in zip(polls, known, strict=True)]
    assert {each.status_code for each in answers} == {200}
    again = {"If-None-Match": answers[0].headers["ETag"]}
    at(clock.now() + timedelta(minutes=1))
    assert desk.get(polls[0][1], headers=again).status_code == 200, "time changes it, too"
