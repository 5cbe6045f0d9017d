"""Expulsion files: the secretariat's pages and the member's own."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.models.filings.expulsion import Expulsion
from app.rules.membership.membership import Standing
from app.rules.states.filings.expulsion import ExpulsionState
from app.services.filings import evidence, hearings
from tests import factories
from tests.support.accounts import RoleClients, csrf_token
from tests.support.client import PlatformClient
from tests.support.desk import expulsion, hearing, officer

State = ExpulsionState
Clock = Callable[[Any], None]


def file_of(session: Any, file_id: int) -> Expulsion:
    session.expire_all()
    found = session.get(Expulsion, file_id)
    assert found is not None
    return found


def test_expulsion_file_from_opening_to_awaiting_resolution(
    session: Any, client_as: RoleClients, at: Clock
) -> None:
    at(date(2026, 11, 23))
    desk, organisation = client_as("secretariat"), factories.member(name="やぶった会")
    member = client_as("general", organisation)
    assert "やぶった会" in desk.get("/expulsions/choose?q=やぶった").text
    desk.submit(
        f"/expulsions/open/{organisation.id}", {"ground": "breach", "facts": "名簿を転載した。"}
    )
    (file,) = session.scalars(select(Expulsion))
    path = f"/expulsions/{file.id}"
    assert member.get(f"/hearing/{file.id}").status_code == 404
    assert desk.submit(f"{path}/hearing", {"until": "2026-12-07"}).status_code == 303
    assert "名簿を転載した。" in member.get(f"/hearing/{file.id}").text
    assert member.submit(f"/hearing/{file.id}", {"text": "取り消しました。"}).status_code == 303
    assert "取り消しました。" in desk.get(path).text
    assert desk.submit(path, form="/conclude").status_code == 303
    found = file_of(session, file.id)
    assert found.state is State.AWAITING_RESOLUTION
    assert found.organisation.standing is Standing.GENERAL


def test_executive_member_cannot_be_expelled(session: Any, desk: PlatformClient) -> None:
    executive = factories.founding_member("鳥取県弁護士会")
    assert "鳥取県弁護士会" not in desk.get("/expulsions/choose?q=弁護士会").text.split("<main")[1]
    answer = desk.submit(
        f"/expulsions/open/{executive.id}", {"ground": "breach", "facts": "書いた事実"}
    )
    assert answer.status_code == 422
    assert "除名できるのは一般団体だけ" in answer.text and "書いた事実" in answer.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"ground": "breach", "facts": " "}, "入力"),
        ({"ground": "nonsense", "facts": "x"}, "選"),
        ({"ground": "out_of_contact", "facts": "連絡なし"}, "1年がたっていません"),
        ({"ground": "breach", "facts": "あ" * 4001}, "4000文字以内"),
        ({"ground": "breach", "facts": "a\x00b"}, "制御文字"),
    ],
)
def test_invalid_entry_is_refused_with_a_message(
    session: Any, desk: PlatformClient, data: dict[str, str], words: str
) -> None:
    answer = desk.submit(f"/expulsions/open/{factories.member().id}", data)
    assert answer.status_code == 422 and words in answer.text
    assert session.scalars(select(Expulsion)).all() == []


@pytest.mark.parametrize("until", ["", "2026-02-30", "きょう", "0000-00-00", "1900-01-01"])
def test_invalid_deadline_is_refused(session: Any, desk: PlatformClient, until: str) -> None:
    file = expulsion()
    answer = desk.submit(f"/expulsions/{file.id}/hearing", {"until": until})
    assert answer.status_code == 422
    assert file_of(session, file.id).state is State.PREPARING


def send(desk: PlatformClient, file_id: int, content: bytes, name: str) -> Any:
    answer = desk.submit(
        f"/expulsions/{file_id}/evidence",
        {"description": "写し", "document": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )
    answer.request.environ["wsgi.input"].close()  # the client leaves a large file open
    return answer


def test_document_is_served_as_a_download_only(session: Any, desk: PlatformClient) -> None:
    file = expulsion()
    assert send(desk, file.id, b"%PDF-1.7 body", "証拠.html").status_code == 303
    (kept,) = file_of(session, file.id).evidence
    answer = desk.get(f"/expulsions/{file.id}/evidence/{kept.id}")
    assert answer.data == b"%PDF-1.7 body" and answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert ".pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "content",
    [b"<html><script>alert(1)</script>", b"MZ\x90\0", b"<svg/>", b"%PDF-" + b"x" * 10_485_760],
    ids=["html", "exe", "svg", "over 10 MB"],
)
def test_unsupported_document_is_refused_and_description_preserved(
    session: Any, desk: PlatformClient, content: bytes
) -> None:
    file = expulsion()
    answer = send(desk, file.id, content, "証拠.pdf")
    assert answer.status_code == 422 and "写し" in answer.text
    assert file_of(session, file.id).evidence == []


def test_description_alone_is_accepted_as_evidence(session: Any, desk: PlatformClient) -> None:
    file = expulsion()
    desk.submit(f"/expulsions/{file.id}/evidence", {"description": "電話で聞いた"})
    assert "電話で聞いた" in desk.get(f"/expulsions/{file.id}").text


def test_statement_on_paper_is_recorded(session: Any, desk: PlatformClient) -> None:
    file = hearing(factories.member())
    path = f"/expulsions/{file.id}/statement"
    assert desk.submit(path, {"received_by": "web", "text": "x"}).status_code == 422
    assert desk.submit(path, {"received_by": "paper", "text": "書面の弁明"}).status_code == 303
    assert "書面の弁明" in desk.get(f"/expulsions/{file.id}").text


def test_hearing_without_a_statement_stays_open_until_its_deadline(
    session: Any, desk: PlatformClient
) -> None:
    file = hearing(factories.member())
    desk.submit(f"/expulsions/{file.id}", form="/conclude")
    assert "提出を待ってください" in desk.get(f"/expulsions/{file.id}").text
    assert file_of(session, file.id).state is State.HEARING


def test_ground_and_facts_can_be_changed_during_preparation(
    session: Any, desk: PlatformClient
) -> None:
    file = expulsion()
    path = f"/expulsions/{file.id}/edit"
    assert "規約に反する行為があった。" in desk.get(path).text
    assert desk.submit(path, {"ground": "hindrance", "facts": "別の事実"}).status_code == 303
    assert "別の事実" in desk.get(f"/expulsions/{file.id}").text


def test_file_is_dropped_with_a_reason(session: Any, desk: PlatformClient) -> None:
    file = expulsion()
    path = f"/expulsions/{file.id}/drop"
    assert desk.submit(path, {"reason": " "}).status_code == 422
    assert desk.submit(path, {"reason": "事実でなかった"}).status_code == 303
    assert "事実でなかった" in desk.get(f"/expulsions/{file.id}").text
    assert file.organisation.name not in desk.get("/expulsions/").text
    assert file.organisation.name in desk.get("/expulsions/?all=1").text


def test_statement_after_the_end_of_the_hearing_is_a_conflict(
    session: Any, client_as: RoleClients
) -> None:
    organisation = factories.member()
    member, file = client_as("general", organisation), hearing(organisation)
    member.submit(f"/hearing/{file.id}", {"text": "一つめ"})
    hearings.conclude(officer(), file.id)
    page = member.get(f"/hearing/{file.id}")
    assert page.status_code == 200 and 'name="text"' not in page.text
    late = {"text": "二つめ", "csrf_token": csrf_token(member)}
    assert member.post(f"/hearing/{file.id}", data=late).status_code == 409


def test_file_and_documents_are_hidden_from_other_members(
    session: Any, client_as: RoleClients
) -> None:
    file = hearing(factories.member())
    kept = evidence.add(officer(), file.id, description="x", name="a.txt", content=b"text")
    other = client_as("general")
    for path in (
        f"/hearing/{file.id}",
        f"/expulsions/{file.id}",
        f"/expulsions/{file.id}/evidence/{kept.id}",
    ):
        assert other.get(path).status_code in (403, 404)


@pytest.mark.parametrize("state", list(State))
def test_pages_of_every_state_are_shown_as_permitted(
    session: Any, client_as: RoleClients, state: ExpulsionState
) -> None:
    organisation = factories.member()
    file = hearing(organisation)
    file.state, file.hearing_until = state, clock.today() + timedelta(days=20)
    told = state in hearings.NOTIFIED_STATES
    assert client_as("secretariat").get(f"/expulsions/{file.id}").status_code == 200
    seen = client_as("general", organisation).get(f"/hearing/{file.id}").status_code
    assert seen == (200 if told else 404)


def test_member_finds_the_hearing_on_its_first_page(session: Any, client_as: RoleClients) -> None:
    organisation = factories.member()
    member = client_as("general", organisation)
    assert 'href="/hearing/"' not in member.get("/").text
    assert "除名の手続はありません" in member.get("/hearing/").text
    file = hearing(organisation)
    assert 'href="/hearing/"' in member.get("/").text
    assert f'href="/hearing/{file.id}"' in member.get("/hearing/").text


def test_member_reads_the_state_of_its_proceedings_until_the_vote(
    session: Any, client_as: RoleClients, desk: PlatformClient
) -> None:
    member = factories.member()
    client, file = client_as("general", member), hearing(member)
    session.commit()
    page, shown = f"/expulsions/{file.id}", f"/hearing/{file.id}"
    assert "まで弁明できます" in desk.get(page).text
    file.hearing_until = clock.today() - timedelta(days=1)
    session.commit()
    assert "を過ぎました。弁明の手続を終えてください" in desk.get(page).text
    file.state = ExpulsionState.AWAITING_RESOLUTION
    session.commit()
    waiting = client.get("/hearing/").text
    assert "プラットフォーム会議が決定します" in waiting and f'href="{shown}"' in waiting
    assert client.get(shown).status_code == 200
