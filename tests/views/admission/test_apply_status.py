"""The applicant's status page: the shown state, correction and withdrawal."""

from typing import Any

import pytest
from sqlalchemy import select

from app.models.admission.application import Application
from app.rules.admission.statements import PLEDGE
from app.rules.states.admission.application import ApplicationState
from tests import factories
from tests.support.application_form import status_token
from tests.support.forms import read_forms

REASON = "活動が確認できなかったため"


def path_of(application: Application) -> str:
    return f"/apply/status/{status_token(application)}"


def to_correct(**values: Any) -> Application:
    return factories.application(
        ApplicationState.CORRECTION,
        correction_request="電話番号を確かめてください。",
        **{"activity_fields": ["peer"], "name_kana": "ツナガリ"} | values,
    )


@pytest.mark.parametrize("state", [ApplicationState.RECEIVED, ApplicationState.PROPOSED])
def test_proposal_is_not_shown_before_approval(
    client: Any, session: Any, state: ApplicationState
) -> None:
    application = factories.application(state, decision_reason=REASON, proposed_acceptance=False)
    page = client.get(path_of(application)).text
    assert page.count("審査中") == 2
    assert "受付済み" not in page
    assert REASON not in page
    assert "承認待ち" not in page


def test_refusal_is_shown_with_its_reason(client: Any, session: Any) -> None:
    application = factories.application(ApplicationState.REFUSED, decision_reason=REASON)
    assert REASON in client.get(path_of(application)).text


def test_internal_notes_are_not_shown(client: Any, session: Any) -> None:
    former = factories.member(name="NPO法人まえのなまえ")
    application = factories.application(former_organisation_id=former.id, former_checked=True)
    page = client.get(path_of(application)).text
    assert "まえのなまえ" not in page


@pytest.mark.parametrize("page", ["", "/form.pdf", "/correct", "/check"])
def test_forged_status_token_is_not_found(client: Any, session: Any, page: str) -> None:
    one, other = status_token(to_correct()), status_token(to_correct())
    mixed = ".".join([one.split(".")[0], *other.split(".")[1:]])
    for token in (mixed, one[:-2], "x", "%00"):
        assert client.get(f"/apply/status/{token}{page}").status_code == 404


def test_filled_form_is_available_as_pdf(client: Any, session: Any) -> None:
    application = factories.application(name="𠮷野👪の会", disclosure={})
    answer = client.get(f"{path_of(application)}/form.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_correction_shows_the_difference_and_is_sent(client: Any, session: Any) -> None:
    application = to_correct(phone="0857-26-0000")
    path = path_of(application)
    assert 'value="0857-26-0000"' in client.get(f"{path}/correct").text
    answer = client.submit(f"{path}/correct", {"phone": "0857-26-9999"})
    assert answer.status_code == 303, answer.text
    check = client.get(answer.location).text
    assert "0857-26-0000" in check and "0857-26-9999" in check
    assert application.address not in check, "only what differs"
    assert client.submit(f"{path}/check", form="check").status_code == 303
    session.expire_all()
    assert application.state is ApplicationState.RECEIVED
    assert application.phone == "0857-26-9999"


def test_missing_pledge_and_consents_are_given_with_the_correction(
    client: Any, session: Any
) -> None:
    missing = {"pledge_version": "", "bylaws_version": "", "privacy_version": ""}
    application = to_correct(pledged_on=None, **missing)
    path = path_of(application)
    assert PLEDGE.opening in client.get(f"{path}/correct").text
    assert PLEDGE.opening not in client.get(f"{path_of(to_correct())}/correct").text
    assert client.submit(f"{path}/correct", {"pledge": "y"}).status_code == 422
    ticked = {"pledge": "y", "bylaws": "y", "privacy": "y"}
    assert client.submit(f"{path}/correct", ticked).status_code == 303
    assert "足りなかった誓約・同意" in client.get(f"{path}/check").text
    client.submit(f"{path}/check", form="check")
    session.expire_all()
    assert application.pledge_version == PLEDGE.version and application.bylaws_version
    assert application.pledged_on is not None


def test_repeated_correction_is_a_conflict(client: Any, session: Any) -> None:
    path = path_of(to_correct())
    client.submit(f"{path}/correct", {"fax": "0857-26-9999"})
    shown = read_forms(client.get(f"{path}/check").text)[-1].values
    assert client.post(f"{path}/check", data=shown).status_code == 303
    assert client.post(f"{path}/check", data=shown).status_code == 409
    assert client.get(f"{path}/correct").status_code == 409


def test_second_correction_starts_from_the_current_data(client: Any, session: Any) -> None:
    application = to_correct()
    path = path_of(application)
    client.submit(f"{path}/correct", {"fax": "0857-26-1111"})
    client.submit(f"{path}/check", form="check")
    session.expire_all()
    application.state, application.fax = ApplicationState.CORRECTION, "0857-26-2222"
    assert 'value="0857-26-2222"' in client.get(f"{path}/correct").text


@pytest.mark.parametrize(
    "values", [{"business_contact_email": "other@example.jp"}, {"kind": "individual"}]
)
def test_correction_cannot_change_the_email_address_or_become_an_individual(
    client: Any, session: Any, values: dict[str, str]
) -> None:
    path = path_of(to_correct())
    assert client.submit(f"{path}/correct", values).status_code == 422
    assert client.get(f"{path}/check").status_code == 303


def test_draft_belongs_to_its_own_application(client: Any, session: Any) -> None:
    one, other = path_of(to_correct()), path_of(to_correct())
    client.submit(f"{one}/correct", {"fax": "0857-26-3333"})
    assert "0857-26-3333" not in client.get(f"{other}/correct").text
    assert client.get(f"{other}/check").status_code == 303


def test_application_can_be_withdrawn_by_the_applicant(client: Any, session: Any) -> None:
    application = factories.application(ApplicationState.RECEIVED)
    path = path_of(application)
    assert client.get(f"{path}/take-back").status_code == 405
    for _ in range(2):
        page = client.get(path)
        if "take-back" in page.text:
            client.submit(path, form="take-back")
    session.expire_all()
    assert application.state is ApplicationState.TAKEN_BACK
    assert "取り下げました" in client.get(path).text
    assert session.scalars(select(Application)).one() is application
