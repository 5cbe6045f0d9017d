"""The public application form, used by a visitor without an account."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.models.admission.application import Application
from app.models.common.draft import Draft
from app.rules.admission.statements import PLEDGE, PRIVACY
from app.rules.membership.membership import EndCause
from app.rules.states.admission.application import ApplicationState
from app.security.viewer import SYSTEM
from app.services.membership import memberships
from tests import factories
from tests.support.application_form import (
    FILLED,
    apply_and_confirm,
    fill_in,
    letters,
    link_in,
    send,
)
from tests.support.client import PlatformClient
from tests.support.forms import read_forms


def only_application() -> Application:
    return db.session.scalars(select(Application)).one()


def test_application_from_the_start_page_to_the_receipt(client: Any, session: Any) -> None:
    start = client.get("/apply/")
    assert "/apply/form" in start.text
    status = client.get(apply_and_confirm(client))

    application = only_application()
    assert application.state is ApplicationState.RECEIVED
    assert application.receipt_number in status.text
    assert application.phone == "0857-26-7111"
    assert application.postal_code == "680-8570"
    assert application.name_kana == "トットリツナガリノカイ"
    assert set(application.activity_fields) == {"peer", "place"}
    assert application.activities == "月に二回、居場所を開いています。\nだれでも来られます。"


def test_versions_of_accepted_texts_are_recorded(client: Any, session: Any) -> None:
    send(client)
    application = only_application()
    assert application.pledge_version == PLEDGE.version
    assert application.privacy_version == PRIVACY.version
    assert application.bylaws_version == "2024-04-01"


@pytest.mark.parametrize("box", ["pledge", "bylaws", "privacy"])
def test_without_pledge_and_consent_nothing_is_sent(client: Any, session: Any, box: str) -> None:
    answer = fill_in(client, **{box: None})
    assert answer.status_code == 422
    assert client.get("/apply/check").status_code == 303


def test_individual_applicant_is_refused_with_the_article(client: Any, session: Any) -> None:
    answer = fill_in(client, kind="individual")
    assert answer.status_code == 422
    assert "要領第2条第3項第3号" in answer.text


def test_check_page_shows_the_data_to_be_sent(client: Any, session: Any) -> None:
    fill_in(client, tier_phone="members", reason_phone="自宅の電話のため")
    page = client.get("/apply/check").text
    for shown in ("トットリツナガリノカイ", "0857-26-7111", "居場所づくり", "自宅の電話のため"):
        assert shown in page


def test_data_not_shown_on_the_check_page_are_not_sent(client: Any, session: Any) -> None:
    fill_in(client)
    shown = read_forms(client.get("/apply/check").text)[-1].values
    fill_in(client, name="NPO法人すりかわり")
    answer = client.post("/apply/check", data=shown)
    assert answer.status_code == 422
    assert "NPO法人すりかわり" in answer.text
    assert session.scalars(select(Application)).all() == []


def test_extra_fields_in_the_check_request_are_ignored(client: Any, session: Any) -> None:
    fill_in(client)
    client.submit("/apply/check", {"name": "別の名前", "kind": "individual"}, form="/apply/check")
    assert only_application().name == FILLED["name"]


def test_opening_the_mailed_link_does_not_confirm(client: Any, session: Any) -> None:
    send(client)
    path = link_in(letters("application_confirm")[0])
    for _ in range(2):
        page = client.get(path)
        assert page.status_code == 200 and FILLED["name"] in page.text
    assert only_application().state is ApplicationState.UNCONFIRMED
    assert client.submit(path).status_code == 303
    session.expire_all()
    assert only_application().state is ApplicationState.RECEIVED
    assert client.get(path).status_code == 409


def test_mail_can_be_resent_and_the_address_corrected(client: Any, session: Any) -> None:
    send(client)
    sent = client.get("/apply/sent").text
    assert FILLED["business_contact_email"] in sent
    assert client.get("/apply/form").location == "/apply/sent"
    client.submit("/apply/sent", form="send-again")
    assert len(letters("application_confirm")) == 2

    client.submit("/apply/sent", form="reopen")
    form = client.get("/apply/form")
    assert FILLED["relation"] in form.text
    send(client, business_contact_email="right@example.jp")
    assert letters("application_confirm")[-1].recipient == "right@example.jp"


def test_confirmation_mail_is_limited_to_three_per_hour(client: Any, session: Any) -> None:
    send(client)
    for _ in range(3):
        answer = client.submit("/apply/sent", form="send-again", follow_redirects=True)
    assert "1時間ほどおいて" in answer.text
    assert len(letters("application_confirm")) == 3


def test_repeated_submission_sends_nothing_more(client: Any, session: Any) -> None:
    fill_in(client)
    shown = read_forms(client.get("/apply/check").text)[-1].values
    answers = [client.post("/apply/check", data=shown) for _ in range(3)]
    assert [answer.location for answer in answers] == ["/apply/sent"] * 3
    assert len(letters("application_confirm")) == 1


@pytest.mark.both_databases
def test_simultaneous_submissions_create_one_application(
    app: Flask, client: Any, session: Any
) -> None:
    fill_in(client)
    shown = read_forms(client.get("/apply/check").text)[-1].values
    session.commit()
    begin = threading.Barrier(2)
    answers = []

    def press() -> None:
        twin = app.test_client()
        for name in ("session", "application_draft"):
            path = "/apply" if name == "application_draft" else "/"
            twin.set_cookie(name, client.get_cookie(name, path=path).value)
        begin.wait()
        answers.append(twin.post("/apply/check", data=shown))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(answer.status_code, answer.location) for answer in answers] == [
        (303, "/apply/sent")
    ] * 2
    assert session.scalar(select(func.count()).select_from(Application)) == 1
    assert len(letters("application_confirm")) == 1


def test_honeypot_field_is_refused_with_a_message(client: Any, session: Any) -> None:
    answer = fill_in(client, nickname="https://spam.example")
    assert answer.status_code == 422
    assert "空欄" in answer.text


def test_requests_per_hour_are_limited(client: Any, session: Any, at: Any) -> None:
    at(date(2026, 11, 23))
    answers = [client.post("/apply/form", data={}).status_code for _ in range(61)]
    assert answers == [422] * 60 + [429]
    at(clock.now() + timedelta(hours=1, seconds=1))
    assert client.post("/apply/form", data={}).status_code == 422


def ask_as(client: PlatformClient, name: str) -> list[tuple[int, str]]:
    """Return the responses to an application under this name, with the name masked."""
    steps = [fill_in(client, name=name), client.get("/apply/check")]
    steps.append(client.submit("/apply/check", form="/apply/check"))
    steps.append(client.get("/apply/sent"))
    return [
        (step.status_code, "\n".join(step.text.replace(name, "□").splitlines())) for step in steps
    ]


def without_secrets(answers: list[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    """Return the responses without tokens and times, which always differ."""
    telling = ("csrf_token", "fingerprint", "resume", "リンクの期限")
    return [
        (code, [line for line in text.splitlines() if not any(word in line for word in telling)])
        for code, text in answers
    ]


def test_form_does_not_reveal_expelled_organisations(app: Flask, session: Any) -> None:
    expelled = factories.member(name="NPO法人じょめい", corporate_number="5835678256246")
    memberships.end(SYSTEM, expelled, EndCause.EXPULSION, on=clock.today())
    answers = []
    for name in ("NPO法人じょめい", "NPO法人はじめて"):
        visitor = app.test_client()
        assert isinstance(visitor, PlatformClient)
        answers.append(without_secrets(ask_as(visitor, name)))
    assert answers[0] == answers[1]
    bodies = [letter.body for letter in letters("application_confirm")]
    assert len(bodies) == 2


@pytest.mark.parametrize(
    ("statement", "code"), [("", 422), ("　\n", 422), ("活動を再開した。", 303)]
)
def test_former_member_must_give_a_readmission_statement(
    client: Any, session: Any, statement: str, code: int
) -> None:
    answer = fill_in(client, was_member="yes", readmission_statement=statement)
    assert answer.status_code == code
    assert ('id="readmission_statement-error"' in answer.text) == (code == 422)


def test_readmission_statement_of_a_non_former_member_is_dropped(client: Any, session: Any) -> None:
    send(client, was_member="no", readmission_statement="書いてみた")
    application = only_application()
    assert (application.was_member, application.readmission_statement) == (False, "")


def test_draft_is_deleted_after_the_receipt(client: Any, session: Any) -> None:
    apply_and_confirm(client)
    assert session.scalars(select(Draft)).all() == []
    assert FILLED["relation"] not in client.get("/apply/form").text
