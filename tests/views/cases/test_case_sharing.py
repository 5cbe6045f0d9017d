"""Sharing a case: participants added and invited, lead handed over, emergency access."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.models.cases.case import EmergencyAccess
from app.models.cases.request import CaseOffer, CaseRequest
from app.models.common.audit import AuditEntry
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import RecordKind
from app.security.viewer import SYSTEM
from app.services.cases import participations
from app.services.cases import records as case_records
from tests.support import people, sharing
from tests.support.accounts import csrf_token
from tests.support.canaries import CANARY, encodings_found
from tests.support.cases import client_of, filled, person, viewer_of
from tests.support.client import PlatformClient
from tests.support.sharing import Shared, shared

BY_DANGER = {
    "basis": "danger",
    "reason": f"連絡が途絶えている（{CANARY}）",
    "purpose": "安否の確認",
}


@pytest.fixture
def made(session: Any) -> Shared:
    found = shared()
    session.info["viewer"] = SYSTEM
    return found


@pytest.fixture
def manager(app: Flask, made: Shared) -> PlatformClient:
    return client_of(app, made.manager)


@pytest.fixture
def other(app: Flask, made: Shared) -> PlatformClient:
    return client_of(app, made.other)


def held(who: Any, case_id: str) -> dict[Section, Level]:
    return participations.held(viewer_of(who), case_id)


def test_colleague_is_added_changed_and_removed(made: Shared, manager: Any) -> None:
    base = f"/cases/{made.case_id}/participants"
    form = {"person": str(made.colleague.id), "level_basic": "read"}
    refused = manager.submit(f"{base}/add", {**form, "basis": "danger", "purpose": "確認"})
    assert refused.status_code == 422
    assert "生命・身体の危険の内容" in refused.text
    assert manager.submit(f"{base}/add", {**form, **BY_DANGER}).location == base
    assert held(made.colleague, made.case_id) == {Section.BASIC: Level.READ}

    one = f"{base}/{made.colleague.id}"
    page = manager.submit(one, {"level_course": "write", "level_basic": ""})
    assert "根拠を選んで" in page.text
    manager.submit(one, {"level_course": "write", "level_basic": "", **BY_DANGER})
    assert held(made.colleague, made.case_id) == {Section.COURSE: Level.WRITE}
    log = manager.get(f"/cases/{made.case_id}/passing-on").text
    assert log.count(CANARY) == 2
    manager.submit(base, form=f"{made.colleague.id}/end")
    assert held(made.colleague, made.case_id) == {}
    assert "参加終了" in manager.get(base).text


def test_invited_body_reads_only_the_message(
    session: Any, made: Shared, manager: Any, other: Any
) -> None:
    manager.submit(
        f"/cases/{made.case_id}/participants/add",
        {
            "person": str(made.other.id),
            "level_basic": "read",
            "message": "参加をお願いします。",
            **BY_DANGER,
        },
    )
    offer = session.scalars(select(CaseOffer)).one()
    assert "支援への参加" in other.get("/cases/received/").text
    page = other.get(f"/cases/received/offers/{offer.id}")
    assert "参加をお願いします。" in page.text
    assert not encodings_found(page.data)
    assert made.alias not in page.text
    assert other.get(f"/cases/{made.case_id}").status_code == 404

    other.submit(f"/cases/received/offers/{offer.id}", {"text": "承知しました。"})
    assert made.alias in other.get(f"/cases/{made.case_id}").text
    assert "承知しました。" in manager.get(f"/cases/{made.case_id}/participants").text
    again = other.post(f"/cases/received/offers/{offer.id}/accept", data=token(other))
    assert again.status_code == 422


def test_lead_is_handed_over(session: Any, made: Shared, manager: Any, other: Any) -> None:
    manager.submit(
        f"/cases/{made.case_id}/offers/lead",
        {"person": str(made.other.id), "message": "主担当をお願いします。", **BY_DANGER},
    )
    offer = session.scalars(select(CaseOffer)).one()
    other.submit(f"/cases/received/offers/{offer.id}")
    assert held(made.other, made.case_id)[Section.MANAGEMENT] is Level.WRITE
    assert manager.get(f"/cases/{made.case_id}/participants/add").status_code == 404
    assert other.get(f"/cases/{made.case_id}/participants/add").status_code == 200


def test_body_asks_to_leave_and_withdraws_the_wish(
    session: Any, made: Shared, manager: Any, other: Any
) -> None:
    participations.add(
        SYSTEM,
        made.case_id,
        made.other.id,
        {Section.BASIC: Level.READ},
        participations.live(made.case_id)[0].basis,
    )
    wish = {"person": str(made.manager.id), "message": "役割を終えました。"}
    page = f"/cases/{made.case_id}/participants"
    other.submit(f"/cases/{made.case_id}/offers/wish", wish)
    other.submit(page, form="withdraw")
    other.submit(f"/cases/{made.case_id}/offers/wish", wish)
    first, second = session.scalars(select(CaseOffer).order_by(CaseOffer.offered_at))
    assert [first.state.value, second.state.value] == ["withdrawn", "offered"]
    manager.submit(f"/cases/received/offers/{second.id}")
    assert other.get(f"/cases/{made.case_id}").status_code == 404


def test_cooperation_request_is_sent_and_answered(
    session: Any, made: Shared, manager: Any, other: Any
) -> None:
    base = f"/cases/{made.case_id}/requests"
    fields = {
        "person": str(made.other.id),
        "cooperation": "information",
        "what": f"通所の様子（{CANARY}）",
        "purpose": "exchange",
        "reason": "支援の協議のため",
        "due_on": clock.today().replace(year=clock.today().year + 1).isoformat(),
    }
    assert manager.submit(f"{base}/new", {**fields, "purpose": "on_demand"}).status_code == 422
    page = manager.submit(f"{base}/new", fields).location
    request = session.scalars(select(CaseRequest)).one()
    assert other.get(f"/cases/received/requests/{request.id}").status_code == 404
    manager.submit(f"{page}/edit", {"reason": "次の会議のため"})
    manager.submit(page, form="send")

    mine = f"/cases/received/requests/{request.id}"
    received = other.get(mine).text
    assert "次の会議のため" in received and made.alias in received
    paper = other.get(f"{mine}.pdf")
    assert (paper.mimetype, paper.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert "request.pdf" in paper.headers["Content-Disposition"]
    assert other.submit(mine, {"text": " "}).status_code == 422
    assert other.submit(mine, {"text": "毎週通っています。"}).location == mine
    assert "毎週通っています。" in manager.get(page).text
    session.expire_all()
    prints = select(AuditEntry).where(AuditEntry.action == "case.print")
    assert session.scalars(prints).one().actor_id == made.other.account_id


def test_withdrawn_consent_names_the_participant_to_remove(made: Shared, manager: Any) -> None:
    actor, body = made.actor, made.colleague.body_id
    said = filled(RecordKind.CONSENT) | {"recipients": [body], "expires_on": None}
    said["withdrawn_on"] = None
    record = case_records.write(actor, made.case_id, RecordKind.CONSENT, said).id
    form = {"person": str(made.colleague.id), "level_basic": "read", "purpose": "支援"}
    by_consent = {"basis": "consent", "consent": record, "within_consent": "y"}
    manager.submit(f"/cases/{made.case_id}/participants/add", {**form, **by_consent})
    log = f"/cases/{made.case_id}/passing-on"
    assert "同意が無効になった" not in manager.get(log).text
    change, today = f"/cases/{made.case_id}/records/{record}/change", clock.today().isoformat()
    asked = f"/cases/{made.case_id}/consents"
    saved = manager.submit(change, {"withdrawn_on": today})
    assert (saved.status_code, saved.location) == (303, asked)  # asked at once
    assert "同意が無効になった" in manager.get(log).text and asked in manager.get(log).text
    assert "/cases/received/" in manager.get("/").text
    assert asked in manager.get("/cases/received/").text
    page = manager.get(asked).text
    assert made.colleague.account.get_full_name() in page
    other_basis = f"{asked}/{made.colleague.id}"
    assert manager.submit(other_basis, {"basis": "danger", "purpose": "安否"}).status_code == 422
    values = {"basis": "danger", "purpose": "安否", "reason": "連絡が途絶えている"}
    assert manager.submit(other_basis, values).location == asked
    assert manager.get(other_basis).status_code == 404  # settled
    assert "同意が無効になった" not in manager.get(log).text


def test_access_under_a_withdrawn_consent_is_ended_by_a_button(
    app: Flask, session: Any, made: Shared, manager: Any
) -> None:
    _consent, reader = sharing.by_consent(made.case_id, made.manager)
    sharing.withdraw_consent(made.case_id, made.manager)
    reader_id, asked = reader.id, f"/cases/{made.case_id}/consents"
    assert client_of(app, reader).get(asked).status_code == 404
    assert manager.submit(asked, form=f"{reader_id}/end").location == asked
    assert "終わった同意による参加はありません" in manager.get(asked).text
    assert participations.live(made.case_id, reader_id) == []


def emergency(made: Shared, **values: str) -> dict[str, str]:
    return {
        "term": str(made.other.id),
        "case_alias": made.alias,
        "reason": f"倒れているおそれ（{CANARY}）",
        **values,
    }


def test_emergency_code_opens_the_case_and_notifies_participants(
    app: Flask, session: Any, made: Shared, manager: Any, other: Any
) -> None:
    people.give_second_factor(made.other.account, app.config["TOTP_KEY"])
    wrong = other.submit("/cases/emergency", emergency(made, code="000000"))
    assert wrong.status_code == 422
    assert session.scalars(select(EmergencyAccess)).all() == []
    opened = other.submit("/cases/emergency", emergency(made, code=people.code()))
    assert opened.location == f"/cases/{made.case_id}"
    assert "緊急閲覧中です" in manager.get(opened.location).text
    letter = people.last_letter(made.manager.account.email)
    assert not encodings_found(letter.body.encode())

    assert made.alias in manager.get("/cases/received/").text
    page = f"/cases/{made.case_id}/emergencies"
    assert CANARY in manager.get(page).text
    [access_id] = session.scalars(select(EmergencyAccess.id))
    typed = {f"{access_id}-justified": "no"}
    assert manager.submit(page, typed, form=access_id).status_code == 422
    typed[f"{access_id}-note"] = "電話で足りた"
    manager.submit(page, typed, form=access_id)
    assert "電話で足りた" in manager.get(page).text
    assert made.alias not in manager.get("/cases/received/").text


def test_invalid_alias_is_refused_and_not_recorded(session: Any, made: Shared, other: Any) -> None:
    answers = [
        other.submit("/cases/emergency", emergency(made, case_alias=label)).text
        for label in ("K-ZZZZZZ", made.alias.replace("-", ""))
    ]
    assert all("緊急閲覧を開始できません" in answer for answer in answers)
    refused = select(AuditEntry).where(AuditEntry.action == "refused:begin")
    assert len(session.scalars(refused).all()) == 2
    session.commit()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.refused)).all()
    assert not [entry for entry in entries if "K-ZZZ" in str(entry.details)]
    assert session.scalars(select(OutboxMessage)).all() == []


def test_attempts_with_invalid_aliases_are_limited(made: Shared, other: Any) -> None:
    data = emergency(made, case_alias="K-ZZZZZZ") | token(other)
    statuses = [other.post("/cases/emergency", data=data).status_code for _ in range(12)]
    assert (statuses[0], statuses[-1]) == (422, 429)


def test_reader_sees_the_participants_but_cannot_manage_them(
    app: Flask, session: Any, made: Shared
) -> None:
    third = person("米子市")
    case_id = made.case_id
    participations.add(
        SYSTEM,
        case_id,
        third.id,
        {Section.BASIC: Level.READ},
        participations.live(case_id)[0].basis,
    )
    reader = client_of(app, third)
    page = reader.get(f"/cases/{case_id}/participants").text
    assert made.manager.account.get_full_name() in page
    assert "participants/add" not in page
    assert "/end" not in page
    for path in ("participants/add", "passing-on", "requests", "emergencies", "offers/lead"):
        assert reader.get(f"/cases/{case_id}/{path}").status_code == 404
    assert (
        reader.post(
            f"/cases/{case_id}/participants/{made.manager.id}/end", data=token(reader)
        ).status_code
        == 404
    )


def token(client: PlatformClient) -> dict[str, str]:
    """Return the CSRF token as form data."""
    return {"csrf_token": csrf_token(client)}


def test_withdrawn_request_is_called_by_its_name(session: Any, made: Shared, manager: Any) -> None:
    fields = {
        "person": str(made.other.id),
        "cooperation": "information",
        "what": "通所の様子",
        "purpose": "exchange",
        "reason": "支援の協議のため",
        "due_on": clock.today().replace(year=clock.today().year + 1).isoformat(),
    }
    page = manager.submit(f"/cases/{made.case_id}/requests/new", fields).location
    manager.submit(page, form="send")
    manager.submit(page, form="withdraw")
    text = manager.get(page).text
    assert "協力の求めを取り下げました。" in text and "退会" not in text
