"""The directory of desks on a phone: three taps, without a connection, on one sheet, and away at once."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from app.security.viewer import Role
from tests.support.accounts import RoleClients, log_in_page
from tests.support.browser import Watched, accessibility_faults
from tests.support.live import serving
from tests.support.register_samples import entry, model_of

PHONE = {"width": 390, "height": 844}
OUT = "https://www.jma.go.jp/bosai/forecast/"


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(viewport=PHONE)


def money(name: str = "お金の窓口", **given: Any) -> str:
    """Add an open desk and return its telephone."""
    desk = entry(model_of("desks"), name=name, troubles=["money"], hours="毎日 24時間", **given)
    return str(desk.phone)


def test_three_taps_from_the_home_page_to_a_telephone(session: Any, phone: Page) -> None:
    number = money()
    session.commit()
    phone.goto("/")
    phone.get_by_role("link", name="困りごとの相談").first.click()
    phone.get_by_role("link", name="お金").click()
    call = phone.get_by_role("link", name=f"{number} に電話する")
    expect(call).to_have_attribute("href", f"tel:{number.replace('-', '')}")
    assert call.bounding_box() is not None and call.bounding_box()["height"] >= 44  # type: ignore[index]
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert accessibility_faults(phone) == []


def test_own_words_find_a_desk_and_stand_in_no_address(session: Any, phone: Page) -> None:
    number = money()
    session.commit()
    phone.goto("/help/")
    phone.get_by_label("ことばでさがす").fill("お金がなくて消えたい")
    phone.get_by_role("button", name="検索").click()
    expect(phone.get_by_role("heading", name="すぐに電話してください")).to_be_visible()
    expect(phone.get_by_role("link", name=f"{number} に電話する")).to_be_visible()
    assert phone.url.endswith("/help/search")
    assert accessibility_faults(phone) == []


def quick_exit_target(page: Page) -> None:
    """Answer for the neutral site, which no test may reach."""

    def answer(route: Route) -> None:
        assert "referer" not in route.request.headers
        route.fulfill(body="<title>天気</title>", content_type="text/html; charset=utf-8")

    page.context.route(f"{OUT}**", answer)


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("way", ["button", "keys"])
def test_quick_exit_leaves_at_once(
    session: Any, browser: Browser, live_server: str, script: bool, way: str
) -> None:
    if way == "keys" and not script:
        return
    money()
    session.commit()
    context = browser.new_context(
        base_url=live_server, viewport=PHONE, java_script_enabled=script, service_workers="block"
    )
    page = context.new_page()
    quick_exit_target(page)
    page.goto("/roster")
    page.goto("/help/")
    page.get_by_role("link", name="お金").click()
    page.get_by_role("heading", name="お金", exact=True).wait_for()
    page.wait_for_load_state()
    if way == "keys":
        for _ in range(3):
            page.keyboard.press("Escape")
    else:
        page.get_by_role("link", name="すぐに離れる").click()
    page.wait_for_url(OUT)
    if script:
        page.go_back()  # over nothing of the directory
        assert page.url.endswith("/roster")
    context.close()


def test_works_without_a_connection_once_opened_and_keeps_no_page_of_a_person(
    app: Flask, session: Any, browser: Browser, client_as: RoleClients
) -> None:
    number, officer = money(), client_as(Role.SECRETARIAT)
    session.commit()
    context = browser.new_context(viewport=PHONE, locale="ja-JP")
    page = context.new_page()
    watched = Watched(page)
    with serving(app) as address:
        log_in_page(page, officer)
        page.goto(f"{address}/help/")
        expect(page.get_by_role("button", name="利用者")).to_be_visible()
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.reload()  # from now on the worker answers
        assert page.evaluate("navigator.serviceWorker.controller !== null")
        assert watched.faults == []
    page.goto(f"{address}/help/money?near=312011")
    expect(page.get_by_role("link", name=f"{number} に電話する")).to_be_visible()
    expect(page.get_by_role("link", name="119")).to_be_visible()
    expect(page.get_by_role("link", name="ログイン")).to_be_visible()  # a visitor's page
    kept = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const each of await (await caches.open(name)).keys()) found.push(new URL(each.url).pathname);
          return found;
        }"""
    )
    assert sorted(path for path in kept if not path.startswith("/static/")) == [
        "/help/",
        *(f"/help/{each}" for each in ("children", "health", "housing", "money", "other", "work")),
    ]
    assert len(kept) < 20
    texts = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const each of await (await caches.open(name)).matchAll()) found.push(await each.text());
          return found.join();
        }"""
    )
    assert "user-menu" not in texts and "/logout" not in texts
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(f"{address}/roster")
    context.close()


@pytest.mark.parametrize("number", [3, 30])
def test_list_prints_on_one_sheet(
    session: Any, new_page: Callable[..., Page], tmp_path: Path, number: int
) -> None:
    for n in range(number):
        money(
            f"{n:02}番の、とても長い名前の付いている、くらしとお金の困りごとの相談窓口（県東部）",
            does="生活費や家賃、借金や仕事のことなど、くらしの困りごとを一緒に考えます。" * 4,
            for_whom="県内にお住まいの、くらしに困っている方と、その家族や支援する方。" * 3,
            bring="本人を確かめられるもの",
        )
    session.commit()
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto("/help/money")
    paper = tmp_path / "money.pdf"
    page.pdf(path=str(paper), format="A4", prefer_css_page_size=True)
    told = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    assert "Pages:           1\n" in told
    words = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True)
    assert "119" in words.stdout and "すぐに離れる" not in words.stdout
    assert "いま開いています" not in words.stdout and "毎日 24時間" in words.stdout
    assert ("最初の12件" in words.stdout) is (number > 12)
