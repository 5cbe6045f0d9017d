"""A case from intake to closing: five persons of four bodies, each with their own browser."""

import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect

from app import clock
from app.models.council.council import CouncilPerson
from tests.support import cases
from tests.support.accounts import log_in_page

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SHOTS = os.environ.get("SCREENSHOTS")
"""Folder for screenshots; none are taken when it is unset."""


class Person:
    """A person with a browser page."""

    def __init__(self, app: Flask, page: Page, term: CouncilPerson) -> None:
        self.page, self.name = page, term.account.get_full_name()
        self.id, self.body = term.id, term.body_id
        log_in_page(page, cases.client_of(app, term))

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def send(self, path: str, values: Mapping[str, Any], button: str) -> None:
        """Open a form, fill it in and send it; an error in the form fails the test."""
        self.go(path)
        for name, value in values.items():
            self._answer(name, value)
        with self.page.expect_navigation():
            self.page.locator("main form").get_by_role("button", name=button, exact=True).click()
        expect(self.page.locator(".error-summary")).to_have_count(0)

    def _answer(self, name: str, value: Any) -> None:
        field = self.page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("each => each.type")
        if kind in ("radio", "checkbox"):
            for each in value if isinstance(value, list) else [value]:
                self.page.locator(f"main [name='{name}'][value='{each}']").check()
        elif kind == "select-one":
            field.select_option(str(value))
        else:
            field.fill(str(value))

    def press(self, button: str, *, sure: bool = False) -> None:
        """Press a button of the page; sure: confirm its dialog too."""
        self.page.get_by_role("button", name=button, exact=True).first.click()
        if sure:
            with self.page.expect_navigation():
                self.page.get_by_role("dialog").locator("button[type=submit]").click()

    def sees(self, path: str, *words: str) -> None:
        self.go(path)
        for word in words:
            expect(self.page.locator("main")).to_contain_text(word)

    def does_not_see(self, path: str, word: str) -> None:
        self.go(path)
        expect(self.page.locator("body")).not_to_contain_text(word)

    def show(self, name: str) -> None:
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_case_from_intake_to_closing(
    app: Flask, session: Any, new_page: Callable[..., Page]
) -> None:
    terms = [
        cases.coordinator("鳥取県弁護士会"),
        cases.person("鳥取県"),
        cases.person("鳥取県"),
        cases.person("鳥取市"),
        cases.person("米子市"),
    ]
    session.commit()
    screens = (DESK, DESK, PHONE, PHONE, DESK)
    coordinator, lead, colleague, city, other = (
        Person(app, new_page(viewport=screen), term)
        for screen, term in zip(screens, terms, strict=True)
    )
    session.rollback()
    today = clock.today()

    case = take_in(lead)
    coordinator.sees(case, "支援中")
    for stranger in (colleague, city, other):
        stranger.sees(case, "見つかりません")

    let_in(lead, case, colleague, {"course": "write", "basic": "read"})
    let_in(lead, case, city, {"course": "write", "plan": "write", "conference": "read"})
    city.sees("/cases/received/", "支援への参加")
    city.page.locator("main a", has_text="支援への参加").click()
    with city.page.expect_navigation():
        city.page.get_by_role("button", name="承諾する", exact=True).first.click()
    city.show("04-city-joined-390")

    colleague.send(
        f"{case}/records/new/note",
        {"happened_on": today, "means": "訪問", "text": "玄関先で少し話した。"},
        "保存する",
    )
    colleague.show("05-colleague-note-390")
    city.sees(f"{case}/sections/course", "玄関先で少し話した。")
    city.does_not_see(f"{case}/sections/identity", "因幡")
    other.sees(f"{case}/sections/course", "見つかりません")

    conference = meet(lead, case, [coordinator, lead, city], city)
    city.sees(conference, "支援の方針", "1-1-")
    city.sees(f"{case}/sections/plan", "週に一度訪ねる")

    coordinator.sees(f"{case}/participants", lead.name, colleague.name, city.name)
    coordinator.show("08-participants-1280")
    lead.send(
        f"{case}/close",
        {"reason": "目標の達成", "text": "地域の居場所に通うようになった。"},
        "終結する",
    )
    lead.show("09-closed-1280")
    city.sees(case, "終結")
    other.sees(case, "見つかりません")


def take_in(lead: Person) -> str:
    """Record the intake and the person's identity, and accept the case; return its path."""
    lead.send("/cases/begin", {"urgency": "soon"}, "受け付ける")
    case = lead.page.url.split("?")[0]
    lead.show("01-taken-in-1280")
    lead.send(
        f"{case}/records/new/intake",
        {
            "brought_by": "民生委員",
            "found_by": "近隣・民生児童委員",
            "first_assessment": "ひとり暮らしで、外出が少ない。",
        },
        "保存する",
    )
    lead.send(
        f"{case}/records/new/person",
        {"name": "因幡 花子", "kana": "イナバ ハナコ", "born_on": "1950-04-01"},
        "保存する",
    )
    lead.show("02-identity-1280")
    lead.go(case)
    lead.press("受理する", sure=True)
    lead.sees(case, "支援中")
    return case


def let_in(lead: Person, case: str, who: Person, levels: Mapping[str, str]) -> None:
    """Add or invite a participant, without consent because of imminent danger."""
    lead.send(
        f"{case}/participants/add",
        {
            "person": who.id,
            "message": "一緒に支援していただけませんか。",
            **{f"level_{section}": level for section, level in levels.items()},
            "basis": "danger",
            "reason": "食事をとれていない日がある。",
            "purpose": "見守りと訪問",
        },
        "参加者を加える",
    )


def meet(lead: Person, case: str, members: list[Person], agent: Person) -> str:
    """Hold a conference with a paper handed out to each member, and decisions; return its URL."""
    lead.send(
        f"{case}/conferences/new",
        {
            "day": clock.today(),
            "at": "00:00",
            "place": "県庁第3会議室",
            "agenda": "支援の方針",
            "members": [member.id for member in members],
        },
        "保存する",
    )
    conference = lead.page.url
    lead.send(f"{conference}/papers/new", {"title": "経過", "text": "訪問の記録から。"}, "保存する")
    lead.press("構成員に写しを配付")
    expect(lead.page.locator("main")).to_contain_text("未返却")
    lead.show("06-conference-1280")
    lead.send(
        f"{conference}/hold",
        {
            "attended": [member.id for member in members],
            "decisions": "見守りを続ける。",
            "parts-0-body": agent.body,
            "parts-0-what": "週に一度訪ねる",
            "parts-0-by_when": clock.today() + timedelta(days=30),
        },
        "保存する",
    )
    lead.go(conference)
    lead.press("議事録を確定する", sure=True)
    lead.show("07-minutes-1280")
    return conference
