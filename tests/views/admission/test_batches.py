"""The pages of a batch: filled, closed, proposed, submitted, approved by a second person."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from app import clock
from app.extensions import db
from app.models.accounts.user import UserSession
from app.models.admission.application import Application, DecisionBatch
from app.rules.states.admission.application import ApplicationState, BatchState
from app.services.admission import applicants, approvals, batches, proposals
from app.services.common import approvals as common_approvals
from tests import factories
from tests.documents import papers
from tests.support.accounts import RoleClients, press
from tests.support.client import PlatformClient
from tests.support.desk import LINKS, officer, ready_application

State = ApplicationState


def submitted_batch(session: Any, number: int = 2) -> int:
    """Return the id of a batch submitted by another person."""
    person = officer()
    for _ in range(number):
        ready_application(person)
    batch = batches.open_batch(person)
    batches.close(person, batch.id)
    proposals.propose_possible(person, batch.id)
    approvals.submit(person, batch.id)
    session.commit()
    return batch.id


def batch_state(session: Any, batch_id: int) -> BatchState:
    session.expire_all()
    found = session.get(DecisionBatch, batch_id)
    assert found is not None
    return found.state


def test_batch_from_opening_to_approval(session: Any, client_as: RoleClients) -> None:
    first, second = client_as("secretariat"), client_as("secretariat")
    person = officer()
    good, bad = (ready_application(person, name=name) for name in ("よい会", "だめな会"))
    assert first.submit("/batches/", form="/batches/open").status_code == 303
    (batch,) = batches.changeable(person)
    path = f"/batches/{batch.id}"
    first.submit(f"/applications/show/{good.id}", form="/put-in")
    assert "よい会" in first.get(path).text and "だめな会" not in first.get(path).text
    assert first.submit(path, form="/close").status_code == 303
    assert "だめな会" in first.get(path).text

    refusal = f"/applications/{bad.id}/refuse"
    first.submit(refusal, {"reason": "関連がない"}, press=("propose", "1"))
    assert first.submit(path, form="/propose-possible").status_code == 303
    assert first.submit(path, form="/submit").status_code == 303
    assert "/approve" not in first.get(path).text

    assert second.submit(path, form="/approve").status_code == 303
    text = second.get(path).text
    assert "が承認しました。" in text and '<span class="numeric" role="status">0 / 2</span>' in text
    session.expire_all()
    states = [session.get(Application, row.id).state for row in (good, bad)]
    assert states == [State.ACCEPTED, State.REFUSED]


def test_submitter_cannot_approve_by_a_handmade_form(session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    batch_id = submitted_batch(session)
    common_approvals.pending(approvals.KIND, batch_id).proposed_by_id = desk.account_id
    answer = press(desk, f"/batches/{batch_id}/approve")
    assert answer.status_code == 303
    assert "提案した人は承認できません" in desk.get(f"/batches/{batch_id}").text
    assert batch_state(session, batch_id) is BatchState.AWAITING_APPROVAL


def test_approval_requires_recent_authentication(session: Any, desk: PlatformClient) -> None:
    batch_id = submitted_batch(session)
    for row in session.query(UserSession):
        past = clock.now() - timedelta(minutes=11)
        row.data = {**row.data, "proved_at": past.isoformat()}
    answer = press(desk, f"/batches/{batch_id}/approve")
    assert answer.status_code == 403 and "ご本人の確認" in answer.text
    assert batch_state(session, batch_id) is BatchState.AWAITING_APPROVAL


def test_second_approval_is_refused_without_effect(session: Any, desk: PlatformClient) -> None:
    batch_id = submitted_batch(session)
    press(desk, f"/batches/{batch_id}/approve")
    press(desk, f"/batches/{batch_id}/approve")
    assert "この操作はできません" in desk.get(f"/batches/{batch_id}").text
    session.expire_all()
    assert sum(approvals.letters(officer(), batch_id).values()) == 2


def test_proposal_no_longer_possible_is_named_on_the_page(
    session: Any, desk: PlatformClient
) -> None:
    batch_id = submitted_batch(session)
    late = batches.members(batch_id)[0]
    factories.member(name=late.name)
    press(desk, f"/batches/{batch_id}/approve")
    text = desk.get(f"/batches/{batch_id}").text
    assert "実施できなくなった決定案" in text and late.receipt_number in text
    assert batch_state(session, batch_id) is BatchState.AWAITING_APPROVAL


def test_taken_back_application_stays_in_the_batch_undecided(
    session: Any, desk: PlatformClient
) -> None:
    batch_id = submitted_batch(session)
    gone = batches.members(batch_id)[0]
    applicants.take_back(officer(), LINKS.status_token(gone.id, gone.status_nonce), links=LINKS)
    text = desk.get(f"/batches/{batch_id}").text
    assert gone.name in text and "取下げ" in text and "通知を1通作成" in text
    press(desk, f"/batches/{batch_id}/approve")
    assert batch_state(session, batch_id) is BatchState.APPROVED


def test_emptied_batch_offers_no_approval(session: Any, desk: PlatformClient) -> None:
    batch_id = submitted_batch(session, 1)
    (gone,) = batches.members(batch_id)
    applicants.take_back(officer(), LINKS.status_token(gone.id, gone.status_nonce), links=LINKS)
    text = desk.get(f"/batches/{batch_id}").text
    assert "/approve" not in text and "すべて取り下げられました" in text
    press(desk, f"/batches/{batch_id}/approve")
    assert batch_state(session, batch_id) is BatchState.AWAITING_APPROVAL


def test_letters_and_list_are_read_before_the_approval(session: Any, desk: PlatformClient) -> None:
    batch_id = submitted_batch(session, 1)
    (application,) = batches.members(batch_id)
    text = desk.get(f"/batches/{batch_id}").text
    assert f"/applications/{application.id}/letter" in text
    assert "入会の承認について（通知）" in desk.get(f"/applications/{application.id}/letter").text
    printed = papers.text_of(desk.get(f"/applications/batch/{batch_id}.pdf").data)
    for words in (application.receipt_number, application.name, "入会承認（案）", "適（"):
        assert papers.squeezed(words) in printed


def test_overdue_batch_says_so_there_and_on_the_home_page(
    session: Any, client_as: RoleClients, at: Callable[[Any], None]
) -> None:
    at(date(2026, 11, 2))
    batch = batches.open_batch(officer())
    text = client_as("secretariat").get(f"/batches/{batch.id}").text
    assert "令和8年11月2日から令和8年11月15日まで" in text and "令和8年11月16日" in text
    assert "遅れている一括決定" not in client_as("secretariat").get("/").text
    at(date(2026, 11, 16))
    late = client_as("secretariat")
    assert "遅れている一括決定" in late.get("/").text
    assert "2週間経過" in late.get("/batches/").text
    assert "締め切ってください" in late.get(f"/batches/{batch.id}").text


def test_returned_batch_shows_the_reason(session: Any, desk: PlatformClient) -> None:
    batch_id = submitted_batch(session)
    path = f"/batches/{batch_id}"
    assert desk.submit(path, {"reason": " "}, form="/return").status_code == 422
    assert desk.submit(path, {"reason": "1件目を再確認"}, form="/return").status_code == 303
    text = desk.get(path).text
    assert "1件目を再確認" in text and "/submit" in text


def test_proposal_is_undone_and_application_removed(session: Any, desk: PlatformClient) -> None:
    person = officer()
    application = ready_application(person)
    batch = batches.open_batch(person)
    batches.put_in(person, batch.id, [application.id])
    for form, state in (
        ("/propose", State.PROPOSED),
        ("/withdraw", State.RECEIVED),
        ("/propose", State.PROPOSED),
        ("/take-out", State.RECEIVED),
    ):
        assert desk.submit(f"/batches/{batch.id}", form=f"application/{application.id}{form}")
        session.expire_all()
        assert session.get(Application, application.id).state is state
    assert session.get(Application, application.id).batch_id is None


@pytest.fixture
def queries(session: Any, desk: PlatformClient) -> Callable[[str], int]:
    """Return a function that counts the SELECT statements of a page."""

    def count(path: str) -> int:
        desk.get(path)
        statements: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        assert desk.get(path).status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        return len([one for one in statements if one.startswith("SELECT")])

    return count


def test_query_count_does_not_grow_with_applications(
    session: Any, queries: Callable[[str], int]
) -> None:
    few, many = submitted_batch(session, 2), submitted_batch(session, 30)
    assert queries(f"/batches/{few}") == queries(f"/batches/{many}")


def test_list_takes_at_most_six_queries(session: Any, queries: Callable[[str], int]) -> None:
    for _ in range(3):
        submitted_batch(session, 1)
    assert queries("/batches/") <= 6


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30])
def test_invalid_application_number_cannot_be_added(
    session: Any, desk: PlatformClient, value: str
) -> None:
    batch = batches.open_batch(officer())
    assert press(desk, f"/batches/{batch.id}/put-in", application=value).status_code == 400
    assert press(desk, f"/batches/{batch.id}/put-in", application="4711").status_code == 404


def test_unknown_batch_is_not_found(desk: PlatformClient) -> None:
    assert desk.get("/batches/4711").status_code == 404
    assert press(desk, "/batches/4711/approve").status_code == 404
