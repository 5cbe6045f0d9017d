"""Needs, patronage, referrals and surveys by the people concerned, and what goes wrong."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from app import clock
from app.models.admission.application import Application
from app.models.exchange.survey import SurveyAnswer
from app.rules.membership.roster import Tier
from app.rules.states.exchange.need_offer import NeedStage
from tests import factories
from tests.support import exchange, news
from tests.support.accounts import RoleClients, press
from tests.support.forms import read_forms
from tests.support.queries import counted
from tests.support.register_samples import entry


def test_need_is_answered_and_matched(session: Any, client_as: RoleClients) -> None:
    keeper, other = client_as("general"), client_as("executive")
    sent = {"name": "会議室を探しています", "kind": "need", "text": "土曜日の午後に使いたい。"}
    path = keeper.submit("/needs-offers/new", sent).location
    assert "まだ回答はありません" in keeper.get(path).text
    link = re.findall(r'href="([^"]+/answers/[^"]+)"', other.get(path).text)[0]
    assert other.submit(link, {"text": " "}).status_code == 422
    assert other.submit(link, {"text": "2階が空いています。"}).status_code == 303
    thread = re.findall(r'href="([^"]+/answers/[^"]+)"', keeper.get(path).text)[0]
    assert "2階が空いています。" in keeper.get(thread).text
    assert keeper.submit(thread, {"text": "見に行きます。"}).status_code == 303
    assert "見に行きます。" in other.get(link).text
    assert client_as("general", factories.member()).get(link).status_code == 404
    assert press(other, f"{path}/match").status_code == 404
    assert press(keeper, f"{path}/match").status_code == 303
    assert "つながった" in other.get(path).text
    desk = client_as("secretariat")
    assert "今年度つながったもの：1件" in desk.get("/needs-offers/unanswered").text


def test_unanswered_need_is_on_the_secretariats_home(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    for _ in range(30):
        exchange.need().created_at = clock.now() - timedelta(days=40)
    desk = client_as("secretariat")
    assert "30日間回答のない" in desk.get("/").text
    with counted(app) as statements:
        page = desk.get("/needs-offers/unanswered").text
    assert page.count('href="/needs-offers/') >= 30 and len(statements) <= 6, statements


def test_expired_need_is_shown_to_its_member_alone(session: Any, client_as: RoleClients) -> None:
    keeper, other = client_as("general"), client_as("executive")
    row = entry(exchange.NeedOffer, keeper.organisation_id, tier=Tier.SECRETARIAT)
    row.stage = NeedStage.EXPIRED
    path = f"/needs-offers/{row.public_id}"
    assert other.get(path).status_code == 404
    assert keeper.get(path).status_code == 200
    until = (clock.today() + timedelta(days=9)).isoformat()
    assert keeper.submit(f"{path}/edit", {"until": until}, form="/edit").status_code == 303
    assert other.get(path).status_code == 200


def test_patronage_from_the_application_to_the_report(
    session: Any, client_as: RoleClients, at: Any
) -> None:
    member = client_as("general")
    first, second = client_as("secretariat"), client_as("secretariat")
    sent = {
        "name": "つながりフォーラム",
        "held_on": clock.today().isoformat(),
        "place": "倉吉未来中心",
        "purpose": "住民向け",
        "expected": "",
    }
    path = member.submit("/patronages/new", sent).location
    assert client_as("executive").get(path).status_code == 404
    assert first.submit(path, {"decision": ""}, form="/propose").status_code == 422
    refused = first.submit(path, {"decision": "refuse"}, form="/propose")
    assert refused.status_code == 422 and "理由を入力" in refused.text
    sent = {"decision": "grant", "words": "ちらしを見せること。"}
    assert first.submit(path, sent, form="/propose").status_code == 303
    assert "ちらしを見せること。" in second.get(path).text, "what they are to release"
    assert f"{path}/release" not in first.get(path).text
    assert "後援名義の決定" in second.get("/approvals/").text
    assert second.submit(path, {"reason": "会場を確かめる"}, form="/send-back").status_code == 303
    assert first.submit(path, {"decision": "grant"}, form="/propose").status_code == 303
    assert press(second, f"{path}/release").status_code == 303
    assert "承認" in member.get(path).text
    assert member.submit(path, {"visitors": "多い"}, form="/report").status_code == 422
    report = {"visitors": "83", "text": "盛会でした。"}
    assert member.submit(path, report, form="/report").status_code == 303
    assert "盛会でした。" in first.get(path).text
    assert f"{path}/retire" not in member.get(path).text, "it has been used"


def test_link_of_a_referral_begins_a_prefilled_application(
    session: Any, client_as: RoleClients
) -> None:
    member, visitor = client_as("general"), client_as("public")
    path = member.submit("/referrals/new", {"name": "倉吉みらい食堂"}).location
    link = re.findall(r"(/referrals/join/[^<\s]+)", member.get(path).text)[0]
    page = visitor.get(link)
    assert "倉吉みらい食堂" in page.text and "お誘い" in page.text
    answer = visitor.submit(link)
    assert answer.status_code == 303 and answer.location == "/apply/form"
    assert 'value="倉吉みらい食堂"' in visitor.get("/apply/form").text
    assert session.scalars(select(Application)).all() == []
    assert press(member, f"{path}/stages/approach").status_code == 303
    assert "声をかけた" in member.get(path).text
    assert press(member, f"{path}/stages/join").status_code in (303, 404)
    assert client_as("executive").get(path).status_code == 404
    assert member.submit(path, {"reason": "終わった"}, form="/retire").status_code == 303
    over = visitor.get(link)
    assert over.status_code == 404 and "入会申込み" in over.text


def test_survey_of_everybody_is_answered_without_log_in(
    session: Any, client_as: RoleClients
) -> None:
    row = exchange.survey()
    visitor, desk = client_as("public"), client_as("secretariat")
    path = f"/surveys/{row.public_id}"
    assert f'href="{path}/answer"' in visitor.get(path).text
    assert visitor.get(f"{path}/answer").text.count("1が最も低く、5が最も高い") == 1
    short = visitor.submit(f"{path}/answer", {"q3": "ご意見です"})
    assert short.status_code == 422 and "ご意見です" in short.text
    sent = {"q0": "よい", "q1": ["研修会"], "q2": "4", "q3": "ご意見です"}
    assert visitor.submit(f"{path}/answer", {**sent, "nickname": "x"}).status_code == 422
    assert visitor.submit(f"{path}/answer", {**sent, "q0": "ない選択肢"}).status_code == 422
    assert visitor.submit(f"{path}/answer", sent).status_code == 303
    for forged in ("", "x", "ImFiYyI.e30"):
        again = visitor.submit(f"{path}/answer", {**sent, "ticket": forged})
        assert again.status_code == 422 and "画面を開き直して" in again.text
    kept = session.scalars(select(SurveyAnswer)).one()
    assert kept.values == ["よい", ["研修会"], "4", "ご意見です"] and kept.organisation_id is None
    assert visitor.get(f"{path}/report").status_code == 404
    sheet = load_workbook(BytesIO(desk.get(f"{path}/answers.xlsx").data)).active
    assert sheet is not None and "ご意見です" in {each.value for row in sheet for each in row}


def test_a_form_of_a_survey_is_taken_once(session: Any, client_as: RoleClients) -> None:
    visitor = client_as("public")
    path = f"/surveys/{exchange.survey().public_id}/answer"
    opened = read_forms(visitor.get(path).text)[-1].values
    sent = {**opened, "q0": "よい"}
    assert visitor.post(path, data=sent).status_code == 303
    twice = visitor.post(path, data=sent)
    assert twice.status_code == 422 and "すでに受け取りました" in twice.text
    assert session.scalars(select(SurveyAnswer)).one().organisation_id is None
    answers = {visitor.post(path, data=sent).status_code for _ in range(39)}
    assert answers == {422, 429}, "40 a day from one address"
    assert client_as("general").get(path).status_code == 200


def test_survey_of_members_takes_one_answer_of_each(
    session: Any, client_as: RoleClients, at: Any
) -> None:
    row = exchange.survey(Tier.MEMBERS)
    path, member = f"/surveys/{row.public_id}", client_as("general")
    assert client_as("public").get(f"{path}/answer").status_code == 404
    assert member.submit(f"{path}/answer", {"q0": "よい"}).status_code == 303
    assert "貴団体は回答済みです" in member.get(path).text
    assert "貴団体は回答済みです" in member.get(f"{path}/answer").text
    at(clock.now() + timedelta(days=30))
    report = client_as("executive").get(f"{path}/report").text
    assert "回答数：－" in report and news.VALUES["name"] not in report
