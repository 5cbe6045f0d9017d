"""The audit trail shows labels instead of codes."""

import re
from typing import Any

from app.extensions import db
from app.security.viewer import SYSTEM, Viewer
from app.services.common import audit
from tests import factories

LIST = "/audit/list/"


def test_actions_objects_and_actors_have_labels(client_as: Any, session: Any) -> None:
    member = factories.member()
    audit.record(SYSTEM, "organisation.note", "organisation", member.id)
    db.session.commit()

    page = client_as("secretariat").get(f"{LIST}?_flt_3_action=organisation.note").text
    rows = page.partition("<tbody")[2]

    assert "メモを追加" in rows
    assert f"団体 {member.id}" in rows
    assert "システム" in rows
    assert "organisation.note" not in re.sub(r'href="[^"]*"', "", rows.partition("</table")[0])


def test_list_is_filtered_by_action_and_object(client_as: Any, session: Any) -> None:
    audit.record(SYSTEM, "batch.open", "batch", 7)
    audit.record(SYSTEM, "outbox.hold", "outbox_message", 8)
    db.session.commit()
    client = client_as("administrator")

    empty = "&_flt_2_actor_name=&_flt_2_subject_id=&_flt_0_refused="
    chosen = client.get(f"{LIST}?_flt_3_action=outbox.hold&_flt_3_subject_type={empty}").text
    rows = chosen.partition("<tbody")[2]

    assert "送信を保留" in rows and "一括決定の受付開始" not in rows
    assert '<option value="outbox.hold" selected>送信を保留</option>' in chosen
    assert "_flt_3_action" not in client.get(LIST).text, "of three hundred nobody could choose"
    of_batches = client.get(f"{LIST}?_flt_3_subject_type=batch").text
    assert 'value="batch.open"' in of_batches and 'value="outbox.hold"' not in of_batches


def test_refused_action_is_shown_with_its_place_and_reason(client_as: Any, session: Any) -> None:
    nobody = Viewer(None, "public", frozenset())
    audit.record_refusal(
        nobody, "refused:accept", "ApplicationView.accept", "確認が済んでいません。"
    )
    audit.record_refusal(nobody, "account.log_in", "account:3", "name or password not right")
    db.session.commit()

    rows = client_as("secretariat").get(f"{LIST}?_flt_0_refused=y").text.partition("<tbody")[2]

    assert "拒否された操作" in rows and "入会申込み" in rows and "確認が済んでいません。" in rows
    assert "利用者 3" in rows and "ログイン名またはパスワードの誤り" in rows


def test_entry_page_shows_the_hashed_content(client_as: Any, session: Any) -> None:
    audit.record(SYSTEM, "batch.open", "batch", 7)
    db.session.commit()
    client = client_as("secretariat")
    link = client.get(f"{LIST}?_flt_3_action=batch.open").text.partition("/audit/show/")[2]

    page = client.get(f"/audit/show/{link.partition(chr(34))[0]}").text

    assert "batch.open batch 7 {}" in page
