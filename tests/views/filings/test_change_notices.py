"""A change notice (変更届) from the member's form to the roster."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.models.common.draft import Draft
from app.models.filings.change_notice import ChangeNotice
from app.models.membership.organisation import Organisation
from app.rules.states.filings.member import ChangeNoticeState
from tests import factories
from tests.support import members
from tests.support.edits import opened
from tests.support.forms import read_forms

NEW, CHECK = "/change-notices/new", "/change-notices/check"


def only_notice(session: Any) -> ChangeNotice:
    session.expire_all()
    found: ChangeNotice = session.scalars(select(ChangeNotice)).one()
    return found


def test_entry_from_paper_does_not_report_another_s_correction_as_a_change(
    session: Any, client_as: Any
) -> None:
    """The form holds the whole entry: what changed meanwhile would be filed as changed back."""
    organisation = factories.member(phone="0857-11-1111")
    desk, path = client_as("secretariat"), f"/change-notices/enter/{organisation.id}"
    begun = opened(desk.get(path), path).form.values
    organisation.phone = "0857-33-3333"
    typed = {"fax": "0857-22-2222", "received_by": "paper"}
    asked = desk.post(path, data={**begun, **typed})
    assert asked.status_code == 422 and "0857-33-3333" in asked.text
    assert desk.post(path, data=opened(asked, path).form.values).status_code == 303
    assert [line.field for line in only_notice(session).lines] == ["fax"]


def test_change_notice_from_the_form_to_the_roster(session: Any, client_as: Any) -> None:
    organisation = factories.member(name="旧つながりの会", name_kana="キュウツナガリノカイ")
    member, secretariat = client_as("general", organisation), client_as("secretariat")
    answer = member.submit(NEW, {"name": "新つながりの会", "phone": "０８５７ー２６－１１１１"})
    assert (answer.status_code, answer.location) == (303, CHECK)
    page = member.get(CHECK).text
    for part in ("旧つながりの会", "新つながりの会", "0857-26-1111"):
        assert part in page
    assert "ツナガリノカイ" not in page.split("変更の内容")[1], "what stays is not listed"
    answer = member.submit(CHECK, follow_redirects=True)
    assert "変更届を提出しました" in answer.text

    notice = only_notice(session)
    assert notice.state is ChangeNoticeState.SUBMITTED
    assert session.scalars(select(Draft)).all() == []
    assert notice.receipt_number in secretariat.get("/change-notices/").text
    answer = secretariat.submit(
        f"/change-notices/{notice.id}", form="decide", press=("decision", "accept")
    )
    assert answer.status_code == 303
    assert "新つながりの会" in secretariat.get("/roster").text
    history = secretariat.get(f"/organisations/{organisation.id}/history").text
    assert f"変更届 {notice.receipt_number}" in history


def test_double_submission_creates_one_notice(session: Any, client_as: Any) -> None:
    member = client_as("general")
    member.submit(NEW, {"fax": "0857-22-2222"})
    page = member.get(CHECK)
    assert page.status_code == 200
    [form] = [form for form in read_forms(page.text) if form.action == CHECK]
    answers = [member.post(CHECK, data=form.values) for _ in range(2)]
    notice = only_notice(session)
    assert [answer.location for answer in answers] == [f"/change-notices/{notice.id}"] * 2


def test_data_not_shown_on_the_check_page_are_not_sent(session: Any, client_as: Any) -> None:
    member = client_as("general")
    member.submit(NEW, {"fax": "0857-22-2222"})
    [form] = [form for form in read_forms(member.get(CHECK).text) if form.action == CHECK]
    member.submit(NEW, {"fax": "0857-22-3333"})
    answer = member.post(CHECK, data=form.values)
    assert answer.status_code == 422
    assert "0857-22-3333" in answer.text
    assert session.scalars(select(ChangeNotice)).all() == []


def test_draft_is_restored_for_its_author_and_can_be_discarded(
    session: Any, client_as: Any
) -> None:
    organisation = factories.member()
    member = client_as("general", organisation)
    member.submit(NEW, {"activities": "毎週の見守り"}, press=("save", "1"))
    again = member.get(NEW).text
    assert "毎週の見守り" in again and "前に入力した内容の続き" in again
    other = client_as("general", organisation)
    assert "毎週の見守り" not in other.get(NEW).text
    member.submit(NEW, form="discard")
    assert "毎週の見守り" not in member.get(NEW).text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": ""}, "入力または選択してください"),
        ({"name": "𠮷" * 201}, "200文字以内"),
        ({"phone": "abc"}, "市外局番から"),
        ({"email": "a@b\nBcc: x@example.jp"}, "改行は使えません"),
        ({"corporate_number": "1234567890123"}, "検査用数字"),
        ({"kind": "individual"}, "個人での入会は認められていません"),
        ({"changed_on": "2026-02-30"}, "実在する日"),
        ({"changed_on": "2999-01-01"}, "変わった後に届け出てください"),
        ({"tier_phone": "members"}, "公開しない理由"),
        ({"tier_phone": "everyone"}, "選"),
    ],
)
def test_invalid_input_is_refused_and_preserved(
    session: Any, client_as: Any, values: dict[str, str], message: str
) -> None:
    member = client_as("general")
    answer = member.submit(NEW, {"activity_area": "県西部一円", **values})
    assert answer.status_code == 422
    assert message in answer.text
    assert "県西部一円" in answer.text
    assert session.scalars(select(ChangeNotice)).all() == []


def test_unchanged_form_cannot_be_sent(session: Any, client_as: Any) -> None:
    member = client_as("general")
    member.submit(NEW)
    page = member.get(CHECK)
    assert "変わったところがありません" in page.text
    assert f'action="{CHECK}"' not in page.text


def test_founding_member_with_an_incomplete_entry_can_add_one_field(
    session: Any, client_as: Any
) -> None:
    member = client_as("executive", factories.founding_member("鳥取県弁護士会"))
    assert member.submit(NEW, {"phone": "0857-22-3912"}).location == CHECK


def test_pending_notice_blocks_another_until_withdrawn(session: Any, client_as: Any) -> None:
    member = client_as("general")
    notice = members.filed_change(members.member_of(member))
    assert member.get(NEW).location == f"/change-notices/{notice.id}"
    answer = member.submit(f"/change-notices/{notice.id}", form="take-back", follow_redirects=True)
    assert "変更届を取り下げました" in answer.text
    assert member.get(NEW).status_code == 200


def test_decision_on_a_stale_page_is_refused(session: Any, client_as: Any) -> None:
    organisation = factories.member()
    notice = members.filed_change(organisation)
    secretariat = client_as("secretariat")
    path = f"/change-notices/{notice.id}"
    before = secretariat.get(path).text
    assert "名簿が変わっています" not in before
    seen = before.split('name="seen"')[1].split('value="')[1].split('"')[0]
    session.get_one(Organisation, organisation.id).phone = "0857-33-3333"

    answer = secretariat.submit(path, {"seen": seen}, form="decide", press=("decision", "accept"))
    assert answer.status_code == 409
    assert "名簿の内容が変わりました" in answer.text
    assert "名簿が変わっています" in answer.text and "0857-33-3333" in answer.text


def test_partial_acceptance_requires_a_reason_and_preserves_the_choice(
    session: Any, client_as: Any
) -> None:
    organisation = factories.member()
    notice = members.change(
        members.person_of(organisation), organisation, phone="0857-33-3333", fax="0857-44-4444"
    )
    first, second = (line.id for line in notice.lines)
    secretariat = client_as("secretariat")
    path = f"/change-notices/{notice.id}"
    answer = secretariat.submit(
        path, {"lines": str(first)}, form="decide", press=("decision", "accept")
    )
    assert answer.status_code == 422
    assert "一部を反映しない理由" in answer.text
    assert f'value="{first}" checked' in answer.text
    assert f'value="{second}" checked' not in answer.text
    answer = secretariat.submit(
        path,
        {"lines": str(first), "note": "FAXは未設置です。"},
        form="decide",
        press=("decision", "accept"),
    )
    assert answer.status_code == 303
    page = client_as("general", organisation).get(path).text
    assert "反映せず" in page and "FAXは未設置です。" in page


def test_notice_is_entered_on_behalf_and_returned(session: Any, client_as: Any) -> None:
    organisation = factories.member()
    secretariat = client_as("secretariat")
    answer = secretariat.submit(
        f"/change-notices/enter/{organisation.id}",
        {"fax": "0857-44-4444", "received_by": "fax"},
    )
    notice = only_notice(session)
    assert answer.location == f"/change-notices/{notice.id}"
    answer = secretariat.submit(
        answer.location, {"note": "判読できません。"}, form="decide", press=("decision", "return")
    )
    assert answer.status_code == 303
    assert only_notice(session).state is ChangeNoticeState.RETURNED


def test_filled_form_is_available_as_pdf(session: Any, client_as: Any) -> None:
    member = client_as("general")
    notice = members.filed_change(members.member_of(member))
    pdf = member.get(f"/change-notices/{notice.id}.pdf")
    assert (pdf.mimetype, pdf.data[:4]) == ("application/pdf", b"%PDF")


def test_future_change_date_is_refused(
    session: Any, client_as: Any, at: Callable[[Any], None]
) -> None:
    at(date(2026, 5, 1))
    tomorrow = clock.today() + timedelta(days=1)
    answer = client_as("general").submit(
        NEW, {"changed_on": tomorrow.isoformat(), "fax": "0857-44-4444"}
    )
    assert answer.status_code == 422
