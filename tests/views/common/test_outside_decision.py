"""The decision in the prefecture's own system, noted with a proposal, and the paper that asks for it."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.errors import NotFound
from app.rules.common.office_settings import Section
from app.security.viewer import Role, Viewer
from app.services.admission import approvals as batch_approvals
from app.services.admission import batches, proposals
from app.services.common import approvals, settings
from app.services.meeting import notices
from tests import factories
from tests.documents import papers
from tests.support import meeting_desk
from tests.support.accounts import RoleClients
from tests.support.desk import officer, ready_application
from tests.support.trail import entry_details


def submitted() -> tuple[str, int]:
    """Return the page of a meeting whose notice awaits release, and its proposal's id."""
    pk = meeting_desk.submitted()["pk"]
    proposal = approvals.pending(notices.KIND, pk)
    assert proposal is not None
    return f"/meetings/{pk}", proposal.id


def test_number_and_day_are_noted_shown_and_replace_no_release(
    session: Any, client_as: RoleClients
) -> None:
    desk = client_as("secretariat")
    page, pk = submitted()
    form = f"/approvals/{pk}/decision"
    assert form in desk.get(page).text
    later = (clock.today() + timedelta(days=1)).isoformat()
    future = desk.submit(form, {"number": "第5号", "decided_on": later})
    assert future.status_code == 422 and "決裁日は、今日まで" in future.text
    assert desk.submit(form, {"number": "　"}).status_code == 422
    noted = desk.submit(form, {"number": "孤独孤立第5号", "decided_on": "2026-11-01"})
    assert noted.status_code == 303
    text = desk.get(page).text
    assert "庁内システムで決裁済み：孤独孤立第5号（令和8年11月1日）" in text
    assert "/approve" in text
    session.rollback()
    meeting = page.rpartition("/")[2]
    details = entry_details("meeting", meeting, "approval.note_outside")[0]
    assert details["outside"] == ["孤独孤立第5号", "2026-11-01"]
    assert text.count("孤独孤立第5号") == 2  # the second in the history


@pytest.mark.parametrize(
    ("way", "offers_form", "offers_paper"),
    [("outside", True, True), ("paper", False, True), ("none", False, False)],
)
def test_page_offers_what_the_settings_ask_for(
    session: Any, client_as: RoleClients, way: str, offers_form: bool, offers_paper: bool
) -> None:
    settings.change(officer(), Section.DECISION, {"decision_way": way})
    page, pk = submitted()
    text = client_as("secretariat").get(page).text
    assert (f"/approvals/{pk}/decision" in text) is offers_form
    assert (f"/approvals/{pk}/request.pdf" in text) is offers_paper


def test_administrator_is_offered_no_paper_that_only_officers_open(
    session: Any, client_as: RoleClients
) -> None:
    desk, administrator = client_as("secretariat"), client_as("administrator")
    person = {"email": "new@example.jp", "family_name": "新任", "roles": ["secretariat"]}
    page = administrator.submit("/accounts/invite", person, form="invite").location
    assert "あなたの提案です" in administrator.get(page).text
    assert "/request.pdf" in desk.get(page).text
    assert "/request.pdf" not in administrator.get(page).text


def test_paper_asks_about_the_notice_with_its_text(session: Any, client_as: RoleClients) -> None:
    _page, pk = submitted()
    approvals.note_outside_decision(officer(), pk, number="第5号", on=clock.today())
    made = client_as("secretariat").get(f"/approvals/{pk}/request.pdf").data
    text = papers.text_of(made)
    for words in ("伺い", "通知してよろしいか伺います。", "規約第10条第1項", "第5号", "決裁欄"):
        assert words in text
    assert "開催について（通知）" in text and "出欠を回答してください。" in text


def test_paper_asks_about_a_batch_with_each_decision_and_letter(
    session: Any, client_as: RoleClients
) -> None:
    actor = officer()
    application = ready_application(actor, name="申し込む会")
    batch = batches.open_batch(actor)
    batches.close(actor, batch.id)
    proposals.propose(actor, application.id, accept=True)
    batch_approvals.submit(actor, batch.id)
    proposal = approvals.pending(batch_approvals.KIND, batch.id)
    assert proposal is not None
    text = papers.text_of(
        client_as("secretariat").get(f"/approvals/{proposal.id}/request.pdf").data
    )
    assert "申し込む会" in text and "入会を承認する" in text
    assert "入会の承認について（通知）" in text and "（公印省略）" in text
    assert application.decided_on is None


def test_any_other_proposal_has_its_paper(session: Any, client_as: RoleClients) -> None:
    proposal = settings.propose(officer(), {"recipients": 11})
    text = papers.text_of(
        client_as("secretariat").get(f"/approvals/{proposal.id}/request.pdf").data
    )
    assert "一人で決定できる範囲の変更" in text and "まとめての発信を一人で行える通数：11" in text


def test_proposal_for_other_roles_answers_like_none(session: Any) -> None:
    _page, pk = submitted()
    account = factories.account(Role.COUNCIL)
    with pytest.raises(NotFound):
        approvals.one(Viewer(account.id, "委員", frozenset({Role.COUNCIL})), pk)
