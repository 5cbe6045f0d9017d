"""Makes the pictures of the user guide, in app/static/manual: `make pictures`. Not part of the tests."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from app.rules.states.admission.application import ApplicationState
from app.services.admission import batches, proposals
from tests import factories
from tests.support import desk, grants, meetings, members, platform_meetings
from tests.support.accounts import RoleClients, log_in_page
from tests.support.client import PlatformClient
from tests.support.source import ROOT

FOLDER = ROOT / "app/static/manual"
LARGEST = 40_000
NAMES = ("NPO法人 みんなの居場所", "一般社団法人 見守りの会", "はまなす子ども食堂")
WIDE, PHONE = 1000, 390
HEIGHT = 700
CONVERT = """async png => {
  const image = new Image(); image.src = "data:image/png;base64," + png; await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", 0.45).split(",")[1];
}"""
"""Script: the picture as WebP, which the browser does not write by itself."""


def application(client: PlatformClient) -> str:
    found = desk.ready_application(desk.officer(), name="NPO法人 みんなの居場所")
    return f"/applications/show/{found.id}"


def batch(client: PlatformClient) -> str:
    officer = desk.officer()
    opened = desk.batch()
    for name in NAMES:
        found = desk.ready_application(officer, name=name)
        batches.put_in(officer, opened.id, [found.id])
    batches.close(officer, opened.id)
    proposals.propose_possible(officer, opened.id)
    return f"/batches/{opened.id}"


def plan(client: PlatformClient) -> str:
    meeting = meetings.planned(title="令和9年度の事業計画の決定")
    meetings.resolution(meeting)
    return f"/meetings/{meeting.id}"


def vote(client: PlatformClient) -> str:
    meeting, item = platform_meetings.in_vote(client)
    meetings.arrive(meeting, *meetings.executives()[5:30])
    return f"/meetings/{meeting.id}/items/{item.id}/vote"


def answer(client: PlatformClient) -> str:
    return f"/meetings/{platform_meetings.to_answer().id}/answer"


def change_notice(client: PlatformClient) -> str:
    return f"/change-notices/{members.filed_change(factories.member(name='はまなす子ども食堂')).id}"


def grant(client: PlatformClient) -> str:
    member = factories.member(name=NAMES[0], name_kana="ミンナノイバショ")
    return f"/grants/{grants.submitted(organisation=member).id}"


PICTURES: tuple[tuple[str, str, str | Callable[[PlatformClient], str], int], ...] = (
    ("apply", "public", "/apply/", WIDE),
    ("work", "secretariat", "/work/", WIDE),
    ("application", "secretariat", application, WIDE),
    ("batch", "secretariat", batch, WIDE),
    ("change-notice", "secretariat", change_notice, WIDE),
    ("meeting-plan", "secretariat", plan, WIDE),
    ("vote", "secretariat", vote, WIDE),
    ("answer", "executive", answer, PHONE),
    ("post", "secretariat", "/outbox/post/", WIDE),
    ("import", "secretariat", "/imports/", WIDE),
    ("grant", "secretariat", grant, WIDE),
    ("own-page", "general", "/my-organisation/", WIDE),
    ("users", "administrator", "/accounts/", WIDE),
)
"""Name, role, path or what makes the rows and returns it, width."""


@pytest.mark.parametrize(
    ("name", "role", "place", "width"), PICTURES, ids=[each[0] for each in PICTURES]
)
def test_picture_is_made(
    session: Any,
    client_as: RoleClients,
    new_page: Callable[..., Page],
    name: str,
    role: str,
    place: str | Callable[[PlatformClient], str],
    width: int,
) -> None:
    client = client_as(role)
    if name in ("work", "post"):
        for each in NAMES:
            factories.application(ApplicationState.RECEIVED, name=each)
        factories.letter(to="")
    path = place if isinstance(place, str) else place(client)
    session.commit()
    page = new_page(viewport={"width": width, "height": HEIGHT})
    if role != "public":
        log_in_page(page, client)
    page.goto(path)
    box = page.locator("main").bounding_box()
    assert box is not None
    part = {**box, "height": min(box["height"], HEIGHT)}
    png = page.screenshot(animations="disabled", full_page=True, clip=part)  # type: ignore[arg-type]
    page.goto("about:blank")
    picture = base64.b64decode(page.evaluate(CONVERT, base64.b64encode(png).decode()))
    assert len(picture) <= LARGEST
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.webp").write_bytes(picture)
