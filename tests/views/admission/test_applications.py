"""The secretariat's pages of applications: the queue, one application, checks, decisions."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from app import clock
from app.extensions import db
from app.models.admission.application import Application, ApplicationCheck
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.admission.statements import PLEDGE
from app.rules.common.era import edition
from app.rules.membership.eligibility import OrganisationKind, required_checks
from app.rules.membership.membership import EndCause, Standing
from app.rules.states.admission.application import ApplicationState
from app.services.admission import decisions
from tests import factories
from tests.support.accounts import RoleClients, press
from tests.support.client import PlatformClient
from tests.support.desk import (
    accept,
    officer,
    proposed_at_once,
    ready_application,
    scanned_application,
)

State = ApplicationState
EXPELLED = date(2024, 2, 29)
LAST_DAY = date(2027, 2, 28)
Clock = Callable[[Any], None]


def page(client: PlatformClient, application_id: int) -> str:
    answer = client.get(f"/applications/show/{application_id}")
    assert answer.status_code == 200
    return answer.text


def propose_acceptance(client: PlatformClient, application_id: int) -> None:
    path = f"/applications/{application_id}/accept-at-once"
    assert client.submit(path, {"reason": "総会に間に合わせる"}).status_code == 303


def state_of(session: Any, application_id: int) -> ApplicationState:
    session.expire_all()
    found = session.get(Application, application_id)
    assert found is not None
    return found.state


def letters(session: Any, application_id: int) -> list[OutboxMessage]:
    notice = OutboxMessage.dedupe_key == f"application:{application_id}"
    return list(session.scalars(select(OutboxMessage).where(notice)))


def test_queue_lists_pending_applications_oldest_first_with_age(
    session: Any, client_as: RoleClients, at: Clock
) -> None:
    at(date(2026, 11, 30))
    for name, days in (("新しい会", 3), ("ちょうどの会", 14), ("古い会", 15)):
        factories.application(name=name, received_on=clock.today() - timedelta(days=days))
    factories.application(State.REFUSED, name="済んだ会")
    text = client_as("secretariat").get("/applications/").text
    assert text.index("古い会") < text.index("ちょうどの会") < text.index("新しい会")
    assert "済んだ会" not in text
    assert (text.count("2週間超過"), "15日" in text) == (1, True)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?state=refused", "断った会"),
        ("?q=ふしぎな", "ＮＰＯ法人フシギナ会"),
        ("?q=T-777", "番号の会"),
        ("?state=nonsense&q=ふしぎな", "ＮＰＯ法人フシギナ会"),
    ],
)
def test_queue_is_filtered_by_state_and_text(
    session: Any, desk: PlatformClient, query: str, shown: str
) -> None:
    names = {"断った会", "ＮＰＯ法人フシギナ会", "番号の会"}
    factories.application(State.REFUSED, name="断った会")
    factories.application(name="ＮＰＯ法人フシギナ会")
    factories.application(name="番号の会", receipt_number="T-777")
    text = desk.get(f"/applications/{query}").text
    assert {name for name in names if name in text} == {shown}


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=99999999999", "?page=-1"])
def test_invalid_page_number_is_a_bad_request(desk: PlatformClient, query: str) -> None:
    assert desk.get(f"/applications/{query}").status_code == 400


def test_queue_takes_six_queries_at_any_length(session: Any, desk: PlatformClient) -> None:
    def queries() -> int:
        session.commit()
        statements: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        assert desk.get("/applications/").status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        return len([one for one in statements if one.startswith("SELECT")])

    def waiting(number: int) -> None:
        for _ in range(number):
            former = factories.former_member(EndCause.EXPULSION, date(2026, 3, 31))
            factories.application(former_organisation_id=former.id, former_checked=True)

    waiting(2)
    desk.get("/applications/")
    few = queries()
    waiting(60)
    assert queries() == few <= 6
    assert "/applications/?page=2" in desk.get("/applications/").text
    assert desk.get("/applications/?page=2").status_code == 200


def test_application_within_the_readmission_bar_is_marked(
    session: Any, client_as: RoleClients, at: Clock
) -> None:
    at(LAST_DAY)
    former = factories.former_member(EndCause.EXPULSION, EXPELLED)
    factories.application(former_organisation_id=former.id, former_checked=True)
    assert "再入会可能日待ち" in client_as("secretariat").get("/applications/").text
    at(LAST_DAY + timedelta(days=1))
    assert "再入会可能日待ち" not in client_as("secretariat").get("/applications/").text


def test_applicant_input_is_escaped(session: Any, desk: PlatformClient) -> None:
    application = factories.application(name="<script>alert(1)</script>𠮷の会", relation="＜b＞")
    text = page(desk, application.id)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;𠮷の会" in text and "<script>alert" not in text
    assert application.business_contact_name in text


@pytest.mark.parametrize("state", list(State))
def test_page_of_every_state_is_shown(session: Any, desk: PlatformClient, state: State) -> None:
    decided = clock.today() if state in (State.ACCEPTED, State.REFUSED) else None
    assert page(desk, factories.application(state, decided_on=decided).id)


@pytest.mark.parametrize(
    ("kind", "number"),
    [(OrganisationKind.NPO, 3), (OrganisationKind.SOCIAL_WELFARE_COUNCIL, 1)],
)
def test_checks_of_the_kind_are_asked_for(
    session: Any, desk: PlatformClient, kind: OrganisationKind, number: int
) -> None:
    application = factories.application(kind=kind)
    assert page(desk, application.id).count("_note-hint") == 2 * number


def record(desk: PlatformClient, application: Any, press: Any = None, **typed: str) -> Any:
    show = f"/applications/show/{application.id}"
    return desk.submit(show, typed, form="/checks", press=press)


def test_checks_are_sent_together_and_recorded_individually(
    session: Any, desk: PlatformClient
) -> None:
    application = factories.application()
    typed = {"eligible_kind_note": "見た eligible_kind", "relevant_activity_passed": "yes"}
    assert record(desk, application, **typed).status_code == 303
    text = page(desk, application.id)
    assert "見た eligible_kind" not in text, "a note without a result is no finding"
    assert text.count("<p>確認を記録 ") == 1

    assert record(desk, application, ("all", "1"), **typed).status_code == 303
    text = page(desk, application.id)
    assert "見た eligible_kind" in text
    assert "確認がすべて済み、入会を認めることができます。" in text
    assert text.count("<p>確認を記録 ") == 3, "what is recorded already is not recorded again"


def test_negative_check_without_a_note_is_refused(session: Any, desk: PlatformClient) -> None:
    application = factories.application()
    typed = {"relevant_activity_passed": "yes", "eligible_kind_passed": "no"}
    answer = record(desk, application, **typed)
    assert answer.status_code == 422
    assert "認められない理由をメモに入力してください。" in answer.text
    session.expire_all()
    assert session.get(Application, application.id).checks == [], "all of them or none"


@pytest.mark.parametrize(
    ("note", "words"), [("あ" * 2001, "2000文字以内"), ("悪い\x00字", "制御文字")]
)
def test_invalid_note_is_refused_with_an_error(
    session: Any, desk: PlatformClient, note: str, words: str
) -> None:
    application = factories.application()
    answer = record(desk, application, ("all", "1"), eligible_kind_note=note)
    assert answer.status_code == 422 and words in answer.text
    session.expire_all()
    assert session.get(Application, application.id).checks == []


def test_acceptance_is_not_offered_before_all_checks(session: Any, desk: PlatformClient) -> None:
    application = factories.application()
    text = page(desk, application.id)
    assert f"/applications/{application.id}/accept" not in text
    assert "確認が済んでいません" in text


def test_accepted_application_is_on_the_roster(
    session: Any, desk: PlatformClient, client_as: RoleClients
) -> None:
    application = ready_application(officer(), name="NPO法人ひかりの会")
    propose_acceptance(desk, application.id)
    other = client_as("secretariat")
    assert other.submit(f"/applications/show/{application.id}", form="/release").status_code == 303
    assert state_of(session, application.id) is State.ACCEPTED
    assert "ひかりの会" in other.get("/roster?q=ひかりの").text


def test_batch_is_the_way_and_a_decision_at_once_needs_two_officers(
    session: Any, desk: PlatformClient, client_as: RoleClients
) -> None:
    application = ready_application(officer())
    show = f"/applications/show/{application.id}"
    text = page(desk, application.id)
    assert "この申込みを入れて一括決定を始める" in text.partition("一括決定を待てないとき")[0]
    assert "accept-at-once" in text.partition("一括決定を待てないとき")[2]

    at_once = f"/applications/{application.id}/accept-at-once"
    assert desk.submit(at_once, {"reason": " "}).status_code == 422
    propose_acceptance(desk, application.id)
    text = page(desk, application.id)
    assert "総会に間に合わせる" in text and "あなたの提案です" in text
    assert "/release" not in text
    press(desk, f"/applications/{application.id}/release")
    assert state_of(session, application.id) is State.RECEIVED

    other = client_as("secretariat")
    assert "総会に間に合わせる" in other.get("/approvals/").text
    assert "入会の承認について（通知）" in other.get(f"/applications/{application.id}/letter").text
    pdf = other.get(f"/applications/{application.id}/letter.pdf")
    assert pdf.data.startswith(b"%PDF")
    assert other.submit(show, {"reason": " "}, form="/send-back").status_code == 422
    assert other.submit(show, {"reason": "一括で足ります"}, form="/send-back").status_code == 303
    assert "一括で足ります" in page(desk, application.id)
    propose_acceptance(desk, application.id)
    desk.submit(show, form="/take-proposal-back")
    assert "accept-at-once" in page(desk, application.id)


def test_first_batch_is_started_from_the_application(session: Any, desk: PlatformClient) -> None:
    application = ready_application(officer())
    answer = desk.submit(f"/applications/show/{application.id}", form="/batches/open")
    assert answer.location == f"/applications/show/{application.id}"
    session.expire_all()
    assert session.get(Application, application.id).batch_id is not None


def test_handmade_acceptance_is_refused_with_a_reason(session: Any, desk: PlatformClient) -> None:
    application = factories.application()
    answer = press(desk, f"/applications/{application.id}/accept-at-once", reason="急ぎ")
    assert answer.status_code == 422 and "確認が済んでいません" in answer.text
    assert state_of(session, application.id) is State.RECEIVED


def test_matching_former_member_is_shown_and_selected(session: Any, desk: PlatformClient) -> None:
    former = factories.former_member(
        EndCause.WITHDRAWAL, date(2026, 3, 31), name="もとの会", representative_name="別の人"
    )
    application = factories.application(name="（株）もとの会", readmission_statement="再開")
    text = page(desk, application.id)
    assert "名称が一致" in text and "令和8年3月31日" in text
    desk.submit(
        f"/applications/show/{application.id}", {"organisation": str(former.id)}, form="/former"
    )
    session.expire_all()
    assert session.get(Application, application.id).former_organisation_id == former.id
    assert "もとの会" in page(desk, application.id)


def test_former_member_can_be_searched_for(session: Any, desk: PlatformClient) -> None:
    factories.former_member(
        EndCause.WITHDRAWAL,
        date(2026, 3, 31),
        name="旧名の会",
        representative_name="別の人",
        address="",
        phone="",
    )
    application = factories.application(name="新名の会", was_member=True, representative_name="")
    assert "旧名の会" not in page(desk, application.id)
    assert "旧名の会" in desk.get(f"/applications/show/{application.id}?find=旧名").text


@pytest.mark.parametrize("value", ["", "x", "-1", "1e3", "9" * 30])
def test_invalid_former_member_is_refused(session: Any, desk: PlatformClient, value: str) -> None:
    path = f"/applications/{factories.application().id}/former"
    assert press(desk, path, organisation=value).status_code == 422


def test_refusal_requires_a_reason_and_notifies_the_applicant(
    session: Any, desk: PlatformClient, client_as: RoleClients
) -> None:
    application = factories.application()
    path = f"/applications/{application.id}/refuse-at-once"
    assert desk.submit(path, {"reason": "急ぎ", "words": " "}).status_code == 422
    given = {"reason": "急ぎ", "words": "活動に関連がない"}
    assert desk.submit(path, given).status_code == 303
    assert letters(session, application.id) == []
    client_as("secretariat").submit(f"/applications/show/{application.id}", form="/release")
    assert state_of(session, application.id) is State.REFUSED
    (letter,) = letters(session, application.id)
    assert "活動に関連がない" in letter.body


def test_correction_is_requested_and_shown(session: Any, desk: PlatformClient) -> None:
    application = factories.application()
    path = f"/applications/{application.id}/correct"
    assert desk.submit(path, {"what": ""}).status_code == 422
    assert desk.submit(path, {"what": "番地を書いてください"}).status_code == 303
    text = page(desk, application.id)
    assert "番地を書いてください" in text and "補正依頼中" in text


def test_second_decision_is_a_conflict(session: Any, desk: PlatformClient) -> None:
    application = proposed_at_once()
    path = f"/applications/{application.id}/release"
    for _ in range(2):
        press(desk, path)
    assert "承認待ちではありません" in page(desk, application.id)
    assert len(letters(session, application.id)) == 1


def test_readmission_bar_refuses_on_its_last_day_and_ends_on_the_next(
    session: Any, client_as: RoleClients, at: Clock
) -> None:
    """Refuse an expelled organisation on the bar's last day and accept it on the next."""
    at(LAST_DAY)
    desk = client_as("secretariat")
    former = factories.former_member(EndCause.EXPULSION, EXPELLED, name="もとの会")
    first, second = (
        ready_application(
            officer(), name="もとの会", was_member=True, readmission_statement="改善しました"
        )
        for _ in range(2)
    )
    for application in (first, second):
        decisions.name_former(officer(), application.id, former.id)
    text = page(desk, first.id)
    assert "令和9年3月1日" in text and f"/applications/{first.id}/accept" not in text
    press(desk, f"/applications/{first.id}/accept-at-once", reason="急ぎ")
    assert "承認待ち" not in page(desk, first.id)

    refusal = f"/applications/{first.id}/refuse-at-once"
    assert desk.submit(refusal, {"reason": "急ぎ"}).status_code == 303
    client_as("secretariat").submit(f"/applications/show/{first.id}", form="/release")
    (letter,) = letters(session, first.id)
    assert letter.body.count("令和9年3月1日") == 2
    assert letter.recipient == first.business_contact_email

    at(LAST_DAY + timedelta(days=1))
    desk = client_as("secretariat")
    propose_acceptance(desk, second.id)
    client_as("secretariat").submit(f"/applications/show/{second.id}", form="/release")
    assert state_of(session, second.id) is State.ACCEPTED
    assert session.get(Organisation, former.id).standing is Standing.GENERAL


def test_unknown_application_is_not_found(desk: PlatformClient) -> None:
    for path in ("/applications/show/4711", "/applications/4711/refuse"):
        assert desk.get(path).status_code == 404


def to_correct(**values: Any) -> Application:
    """Return an application of which a correction was requested 20 days ago."""
    return factories.application(
        State.CORRECTION,
        correction_request="番地まで書いてください。",
        correction_requested_at=clock.now() - timedelta(days=20),
        **{"activity_fields": ["peer"], "name_kana": "ツナガリ"} | values,
    )


@pytest.mark.parametrize("address", ["", "office@example.jp"])
def test_correction_by_telephone_is_entered_at_the_desk_and_shown(
    session: Any, desk: PlatformClient, address: str
) -> None:
    application = to_correct(email=address, business_contact_email="", phone="0857-26-0000")
    for check in required_checks(application.kind):
        application.checks.append(
            ApplicationCheck(
                check=check,
                passed=True,
                checked_by_id=officer().account_id,
                checked_by_name="事務局",
                checked_at=clock.now(),
            )
        )
    path = f"/applications/{application.id}/correction"
    assert f'href="{path}"' in page(desk, application.id)
    told = {"received_by": "spoken", "told_by": "因幡理事長", "phone": "0857-26-9999"}
    assert desk.submit(path, told | {"told_by": " "}).status_code == 422
    assert desk.submit(path, told).status_code == 303
    check = desk.get(f"{path}/check").text
    assert "0857-26-0000" in check and "0857-26-9999" in check and "因幡理事長" in check
    assert desk.submit(f"{path}/check", form="/check").status_code == 303
    text = page(desk, application.id)
    shown = text.partition('id="corrections"')[2]
    assert "0857-26-0000" in shown and "0857-26-9999" in shown and "因幡理事長" in shown
    assert text.count(">要再確認<") == 1, "the check on ties depends on who it is"
    assert state_of(session, application.id) is State.RECEIVED


def test_awaited_correction_is_reminded_of_taken_back_or_refused(
    session: Any, desk: PlatformClient
) -> None:
    application = to_correct()
    show = f"/applications/show/{application.id}"
    text = page(desk, application.id)
    assert "20日前" in text and f"/applications/{application.id}/refuse-at-once" in text
    assert "補正の依頼から20日" in desk.get("/applications/").text
    assert "最も長いもので20日" in desk.get("/").text
    assert desk.submit(show, form="/remind").status_code == 303
    path = f"/applications/{application.id}/take-back"
    asked = {"asked_by": "因幡理事長", "way": "spoken"}
    assert desk.submit(path, asked | {"asked_by": ""}).status_code == 422
    assert desk.submit(path, asked | {"asked_on": "2020-01-01"}).status_code == 422
    assert desk.submit(path, asked).status_code == 303
    assert "因幡理事長からの申出（電話・窓口）" in page(desk, application.id)
    purposes = {letter.purpose for letter in letters(session, application.id)}
    assert purposes == {"correction_reminder", "application_taken_back"}


def test_pledge_and_consent_stand_beside_the_check_and_are_asked_for_with_one_button(
    session: Any, desk: PlatformClient
) -> None:
    given = factories.application(pledged_on=date(2026, 11, 23))
    lacking = factories.application(pledge_version="", name="誓約のない会")
    text = page(desk, given.id)
    assert edition(PLEDGE.version) in text and "令和8年11月23日" in text
    assert "誓約と同意の補正を依頼" not in text
    assert "要領第2条第3項第2号" in page(desk, lacking.id)
    answer = desk.submit(f"/applications/show/{lacking.id}", form="/correct")
    assert answer.status_code == 303 and state_of(session, lacking.id) is State.CORRECTION
    assert "反社会的勢力と関係がないことの誓約" in letters(session, lacking.id)[0].body


def test_scan_of_the_paper_is_opened_from_the_application(
    session: Any, desk: PlatformClient
) -> None:
    application = scanned_application()
    assert "申込書の写し" in page(desk, application.id)
    assert desk.get(f"/applications/{application.id}/scan").data == b"%PDF-1.7 scan"
    assert desk.get(f"/applications/{application.id}/form.pdf").data.startswith(b"%PDF")
    assert desk.get(f"/applications/{factories.application().id}/scan").status_code == 404


def test_accepted_application_links_to_the_organisation_without_duplicate(
    session: Any, desk: PlatformClient
) -> None:
    application = ready_application(officer(), name="とっとりの輪")
    accept(officer(), application.id)
    session.commit()

    text = page(desk, application.id)

    assert f'href="/organisations/{application.organisation_id}"' in text
    assert "この申込者と似た会員・元会員はありません" in text


def test_similar_application_is_shown_with_the_matching_field(
    session: Any, desk: PlatformClient
) -> None:
    factories.application(name="倉吉のこえ")
    application = factories.application(name="倉吉のこえ")
    text = page(desk, application.id)
    assert "名称が一致" in text.partition("この申込みと似た未決定の申込み")[2]
