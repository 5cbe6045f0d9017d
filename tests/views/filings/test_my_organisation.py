"""My organisation: a member's own data and documents."""

from typing import Any

import pytest
from sqlalchemy import select

from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.services.filings import change_decisions
from tests import factories
from tests.support import members
from tests.support.accounts import csrf_token
from tests.support.desk import officer

HOME = "/my-organisation/"


def test_entry_is_shown_as_each_tier_sees_it(session: Any, client_as: Any) -> None:
    organisation = factories.member(
        phone="0857-11-1111",
        fax="0857-22-2222",
        business_contact_name="境 三郎",
        disclosure={
            "phone": {"tier": "members", "reason": "自宅のため"},
            "fax": {"tier": "secretariat", "reason": "自宅のため"},
        },
    )
    client = client_as("general", organisation)
    seen = {
        tier: [
            value in client.get(f"{HOME}?as={tier}").text.split("登録内容</h2>")[1]
            for value in VALUES
        ]
        for tier in ("public", "members", "secretariat")
    }
    assert seen == {
        "public": [True, False, False, False],
        "members": [True, True, False, False],
        "secretariat": [True, True, True, True],
    }


VALUES = ("居場所づくり", "0857-11-1111", "0857-22-2222", "境 三郎")


def test_notices_letters_and_due_work_are_listed(session: Any, client_as: Any) -> None:
    organisation = factories.member(representative_name="")
    client = client_as("general", organisation)
    page = client.get(HOME).text
    assert "団体名簿の登録を補う" in page and "記入のない項目：" in page
    assert "提出した書類はありません" in page and "通知はありません" in page
    assert "遅滞なく変更届を提出" in page

    notice = members.change(members.person_of(organisation), organisation, fax="0857-22-2222")
    change_decisions.send_back(officer(), notice.id, "番号を確かめてください。")
    page = client.get(HOME).text
    assert "差し戻された変更届を直す" in page and "番号を確かめてください。" in page
    assert notice.receipt_number in page
    assert "変更届をお返しします" in page


def test_letter_is_available_as_text_and_pdf(session: Any, client_as: Any) -> None:
    client = client_as("general")
    letter = members.letter_to(members.member_of(client))
    page = client.get(f"{HOME}letters/{letter.id}").text
    assert "本文です。" in page
    letter.body += "\nhttps://www.example.jp/events/1\n<b>"
    page = client.get(f"{HOME}letters/{letter.id}").text
    assert 'href="https://www.example.jp/events/1"' in page and "<b>" not in page.split("<pre")[1]
    pdf = client.get(f"{HOME}letters/{letter.id}.pdf")
    assert (pdf.mimetype, pdf.data[:4]) == ("application/pdf", b"%PDF")


def test_secret_held_and_foreign_letters_are_not_found(session: Any, client_as: Any) -> None:
    client = client_as("general")
    organisation = members.member_of(client)
    secret, _token = members.contact_question(organisation)
    held = members.letter_to(organisation)
    held.state = OutboxState.HELD
    others = members.letter_to(factories.member())
    for message in (secret, held, others):
        assert client.get(f"{HOME}letters/{message.id}").status_code == 404
        assert client.get(f"{HOME}letters/{message.id}.pdf").status_code == 404
    assert "連絡の確認" not in client.get(f"{HOME}letters").text


def test_letter_sent_by_post_can_be_read_online(session: Any, client_as: Any) -> None:
    client = client_as("general")
    letter = members.letter_to(members.member_of(client), to="")
    assert letter.state is OutboxState.HELD
    assert "本文です。" in client.get(f"{HOME}letters/{letter.id}").text


def test_former_member_loses_access(session: Any, client_as: Any) -> None:
    organisation = factories.member()
    client = client_as("general", organisation)
    assert client.get(HOME).status_code == 200
    client.submit("/withdrawals/new", {"when": "receipt"})
    sent = client.post(
        "/withdrawals/send",
        data={"when": "receipt", "csrf_token": token_of(client)},
        follow_redirects=True,
    )
    assert "本日、退会となりました" in sent.text
    assert client.get(HOME).status_code in (302, 403, 404)
    assert organisation.name not in client.get("/roster").text
    letters = select(OutboxMessage).where(OutboxMessage.organisation_id == organisation.id)
    assert [row.purpose for row in session.scalars(letters)] == ["withdrawal_received"]


def token_of(client: Any) -> str:
    return str(csrf_token(client))


@pytest.mark.parametrize(
    "make",
    [members.filed_change, members.filed_withdrawal, members.filed_release, members.filed_consent],
)
def test_notices_of_another_organisation_are_not_found(
    session: Any, client_as: Any, make: Any
) -> None:
    names = {
        "filed_change": "change-notices",
        "filed_withdrawal": "withdrawals",
        "filed_release": "release-requests",
        "filed_consent": "consents",
    }
    paper = make(factories.member())
    path = f"/{names[make.__name__]}/{paper.id}"
    client = client_as("general")
    headers = {"X-CSRFToken": token_of(client)}
    assert client.get(path).status_code == 404
    assert client.get(f"{path}.pdf").status_code == 404
    assert client.post(f"{path}/take-back", headers=headers).status_code == 404
    session.refresh(paper)
    assert getattr(paper, "open_key", None) is not None or make is members.filed_withdrawal


def test_member_chooses_whether_letters_carry_files(session: Any, client_as: Any) -> None:
    organisation = factories.member(business_contact_email="a@city.example.lg.jp")
    client = client_as("general", organisation)
    assert "ファイルを受け取る" in client.get(HOME).text
    for take, offered in (("yes", "ファイルを受け取らない"), ("no", "ファイルを受け取る")):
        assert client.submit(HOME, form="/attachments").status_code == 303
        assert offered in client.get(HOME).text
        session.expire_all()
        assert organisation.takes_attachments is (take == "yes")
