"""The secretariat's meeting pages in a browser: live updates that preserve half-filled forms."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from app.models.meeting.meeting import Meeting
from app.rules.meeting.roll import Choice
from app.services.meeting import votes
from tests.support import meeting_desk
from tests.support import meetings as hall
from tests.support.accounts import RoleClients, log_in_page

PATIENCE = 20_000


def test_live_votes_preserve_the_entered_show_of_hands(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    found = meeting_desk.in_session()
    members = hall.executives()
    session.commit()
    page = new_page()
    log_in_page(page, client_as("secretariat"))
    page.goto(f"/meetings/{found['pk']}/items/{found['item_id']}/vote")
    page.check("input[name=rest][value=for]")
    page.locator(f"#vote-{members[0]}").select_option("against")
    expect(page.locator("#vote-voters")).not_to_contain_text("投票済み")

    votes.cast_all(hall.voter(members[1]), found["item_id"], {members[1]: Choice.FOR})
    session.commit()

    expect(page.locator("#vote-voters")).to_contain_text("投票済み", timeout=PATIENCE)
    expect(page.locator(f"#vote-{members[0]}")).to_have_value("against")
    expect(page.locator("input[name=rest][value=for]")).to_be_checked()


def test_arrivals_appear_on_the_roll_call(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    found = meeting_desk.in_session()
    members = hall.executives()
    session.commit()
    page = new_page()
    log_in_page(page, client_as("secretariat"))
    page.goto(f"/meetings/{found['pk']}/attendance")
    expect(page.locator("main")).to_contain_text("34団体のうち2団体が出席")

    hall.arrive(session.get(Meeting, found["pk"]), members[7])
    session.commit()

    expect(page.locator("main")).to_contain_text("34団体のうち3団体が出席", timeout=PATIENCE)


def test_next_step_is_first_and_the_projector_is_read_from_afar(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    found = meeting_desk.in_session()
    session.commit()
    page = new_page(viewport={"width": 1280, "height": 720})
    log_in_page(page, client_as("secretariat"))
    path = f"/meetings/{found['pk']}"
    places = []
    for part in ("", "/attendance", f"/items/{found['item_id']}/vote"):
        page.goto(path + part)
        panel = page.locator("#next-step")
        box = panel.bounding_box()
        assert box is not None
        places.append((box["x"], box["y"]))
        page.locator("[data-live] > :last-child").scroll_into_view_if_needed()
        expect(panel).to_be_in_viewport()
    assert len(set(places)) == 1, "always at the same place"
    page.goto(f"{path}/projector")
    sizes = page.locator(".board-lead b, .board-counts dd").evaluate_all(
        "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert sizes and min(sizes) >= 96
    expect(page.locator("header, footer, nav")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
