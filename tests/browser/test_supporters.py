"""A supporter applies, is appointed, and passes a person on from a phone without scripts."""

import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.models.cases.case import SupportCase
from app.models.post.outbox import OutboxMessage
from app.models.support.supporter import Supporter
from app.security.viewer import Role
from tests.support import supporters as people
from tests.support.accounts import RoleClients, log_in_page
from tests.support.cases import client_of, coordinator

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "java_script_enabled": False}
LINK = re.compile(r"https?://[^/\s]+(/supporters/pass-on/\S+)")


def test_supporter_from_application_to_passing_on(
    app: Flask, session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    who = coordinator()
    session.commit()
    phone = new_page(**PHONE)
    phone.goto("/supporters/apply")
    for label, words in (
        ("氏名", people.APPLICATION["name"]),
        ("読み", people.APPLICATION["kana"]),
        ("メールアドレス", people.APPLICATION["email"]),
    ):
        phone.get_by_label(label).first.fill(words)
    phone.get_by_label("住んでいる市町村").select_option("312011")
    phone.get_by_label("サポーターの種類").select_option("prefectural")
    for label in ("鳥取市", "誓約します。", "個人情報の取扱いに同意します。"):
        phone.locator("label", has_text=label).locator("input").last.check()
    phone.get_by_role("button", name="申し込む").click()
    expect(phone.get_by_text("申込みを受け付けました")).to_be_visible()

    row = session.scalars(select(Supporter)).one()
    public_id = row.public_id
    session.commit()
    desk = new_page()
    log_in_page(desk, client_as(Role.SECRETARIAT))
    desk.goto(f"/supporters/{public_id}")
    desk.get_by_role("button", name="研修の修了を記録する").click()
    desk.get_by_role("button", name="任命する").click()
    expect(desk.get_by_text("R8-0001")).to_be_visible()

    letter = select(OutboxMessage.body).where(OutboxMessage.purpose == "supporter_appointed")
    found = LINK.search(session.scalars(letter).one())
    session.commit()
    assert found is not None
    phone.goto(found[1])
    expect(phone.get_by_role("link", name="119")).to_be_in_viewport()
    phone.get_by_label("気づいたこと").fill("郵便受けがいっぱいになっている。")
    phone.get_by_label("早急（1週間以内）").check()
    phone.get_by_label("本人にはまだ話していない").check()
    phone.get_by_label("住まい").fill("東町の平屋")
    phone.get_by_label("あなたへの連絡方法").fill("090-0000-0000")
    phone.get_by_role("button", name="担当者に伝える").click()
    expect(phone.get_by_text("担当者に伝えました")).to_be_visible()
    expect(phone.get_by_label("気づいたこと")).to_be_empty()

    [case_id] = session.scalars(select(SupportCase.id)).all()
    reader = new_page()
    log_in_page(reader, client_of(app, who))
    reader.goto(f"/cases/{case_id}/sections/basic")
    expect(reader.get_by_text("郵便受けがいっぱいになっている。")).to_be_visible()
    expect(reader.get_by_text("サポーターからの連絡")).to_be_visible()
