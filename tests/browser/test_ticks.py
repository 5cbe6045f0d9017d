"""A list by keyboard, its ticks, and attendance without a reload."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import func, select

from app.models.meeting.attendance import Presence
from app.security.viewer import Role
from tests.browser.pages import Screens, faults
from tests.support import meetings as hall
from tests.support.accounts import RoleClients, log_in_page
from tests.support.register_samples import entry, model_of

FOCUS = "document.activeElement.closest('tr')?.querySelector('th')?.textContent.trim() ?? document.activeElement.name"


def test_list_is_walked_ticked_and_opened_by_keyboard(
    session: Any,
    client_as: RoleClients,
    new_page: Callable[..., Page],
    screens: Callable[[str], Screens],
) -> None:
    names = ["アティック", "イティック", "ウティック", "ティック" * 30]
    rows = [entry(model_of("desks"), name=name) for name in names]
    page = new_page()
    log_in_page(page, client_as(Role.SECRETARIAT))
    session.commit()
    page.goto("/desks/?q=ティック")
    told = page.locator("[data-ticked]")
    for key in "jxjx":
        page.keyboard.press(key)
    assert page.evaluate(FOCUS) == names[1] and told.inner_text().startswith("2件")
    page.keyboard.press("k")
    assert page.evaluate(FOCUS) == names[0]
    page.keyboard.press("/")
    page.keyboard.type("jx")
    assert (
        page.evaluate(FOCUS) == "q" and page.input_value("main [name=q]").strip("ティック") == "jx"
    )
    assert told.inner_text().startswith("2件"), "a key typed into a field is a letter"
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    assert list(faults(page, screens("ticks: keys"))) == []
    page.uncheck("[data-keys]")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("#keys").is_hidden(), "whoever turned the keys off has none"

    page.click("#ticks button >> nth=0")
    assert page.locator(".ticked-names li").all_inner_texts() == names[:2]
    assert list(faults(page, screens("ticks: asked"))) == []
    page.click("main form.form button[type=submit]")
    page.wait_for_url("**/desks/**")
    session.expire_all()
    assert [bool(row.checked_on) for row in rows] == [True, True, False, False]
    assert list(faults(page, screens("ticks: list"))) == []


def test_attendance_is_recorded_without_leaving_the_page(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    meeting, _item = hall.in_session()
    members, path = hall.executives(), f"/meetings/{meeting.id}/attendance"
    there = select(func.count()).where(Presence.meeting_id == meeting.id)
    page = new_page()
    log_in_page(page, client_as(Role.SECRETARIAT))
    session.commit()
    page.goto(path)
    page.check(f"input[name=pick][value='{members[0]}']")
    loads = []
    page.on("load", lambda _page: loads.append(1))
    page.click(f"form[action$='/{members[3]}/arrive'] >> nth=0 >> button")
    page.wait_for_selector(f"form[action$='/{members[3]}/depart']")
    assert session.scalar(there) == 1 and loads == []
    session.commit()
    assert page.is_checked(f"input[name=pick][value='{members[0]}']")
    page.check("[data-tick-all]")
    page.uncheck(f"input[name=pick][value='{members[3]}']")
    page.click("#ticks button >> nth=0")
    page.click("main form.form button[type=submit]")
    page.wait_for_url(re.compile(r"/attendance(\?.*)?$"))
    assert session.scalar(there) == len(members)
