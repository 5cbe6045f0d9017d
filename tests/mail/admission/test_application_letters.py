"""Letters about an application: every fact appears in the text, by mail and on paper."""

from datetime import date, timedelta
from typing import Any

import pytest

from app import clock
from app.documents.common import letter as papers
from app.documents.common.letter import Letter
from app.mail.admission import application_letters
from app.mail.common.rendering import text
from app.models.admission.application import Application
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import ReceivedBy
from app.rules.states.admission.application import ApplicationState
from tests import factories

STATUS = "http://localhost/apply/status/secret"


@pytest.fixture
def application(session: Any, at: Any) -> Application:
    at(date(2026, 11, 23))
    return factories.application(
        ApplicationState.RECEIVED,
        name="NPO法人𠮷野の会",
        receipt_number="N2026-0007",
        received_on=date(2026, 11, 20),
        decided_on=date(2026, 11, 30),
        correction_request="電話番号を確かめてください。\n法人番号も確かめてください。",
        decision_reason="活動が孤独・孤立対策に関連すると認められないため",
    )


def all_letters(application: Application) -> dict[str, Letter]:
    until = clock.now() + timedelta(days=3)
    return {
        "confirm": application_letters.confirm_address(
            application, "http://localhost/confirm", until=until
        ),
        "received": application_letters.application_received(application, STATUS),
        "correction": application_letters.correction_requested(
            application, "第202600000001号", STATUS
        ),
        "accepted": application_letters.membership_accepted(
            application, "第202600000002号", "http://l/login"
        ),
        "refused": application_letters.membership_refused(
            application, "第202600000003号", words=application.decision_reason
        ),
    }


@pytest.mark.parametrize(
    ("which", "facts"),
    [
        (
            "confirm",
            ("http://localhost/confirm", "令和8年11月26日 00:00", "まだ受付は完了していません"),
        ),
        (
            "received",
            ("N2026-0007", "令和8年11月20日", STATUS, "2週間ごと", "電子申請", "規約第7条"),
        ),
        ("correction", ("N2026-0007", STATUS, "電話番号を確かめて", "法人番号も確かめて")),
        (
            "accepted",
            ("N2026-0007", "令和8年11月30日", "一般団体", "要領第2条第2項", "要領第3条第2項"),
        ),
        (
            "refused",
            ("N2026-0007", "令和8年11月30日", "関連すると認められないため", "要領第2条第2項"),
        ),
    ],
)
def test_every_fact_appears_in_the_text(
    application: Application, which: str, facts: tuple[str, ...]
) -> None:
    letter = all_letters(application)[which]
    body = text(letter)
    person = "伯耆 太郎　様" if which == "confirm" else "理事長　因幡 花子　様"
    missing = [fact for fact in (*facts, application.name, person) if fact not in body]
    assert missing == []
    assert papers.pdf(letter).startswith(b"%PDF")


@pytest.mark.parametrize("which", ["correction", "accepted", "refused"])
def test_official_letters_carry_a_number(application: Application, which: str) -> None:
    letter = all_letters(application)[which]
    assert letter.number and letter.number in text(letter)


def test_letter_by_post_contains_no_link(application: Application) -> None:
    application.email = application.business_contact_email = ""
    application.received_by = ReceivedBy.FAX
    received = text(application_letters.application_received(application))
    correction = text(application_letters.correction_requested(application, "第1号", STATUS))
    assert "http" not in received + correction
    assert "FAX" in received
    assert "事務局に連絡" in received and "事務局に提出" in correction


@pytest.mark.parametrize(
    ("kind", "former", "title", "article"),
    [
        (OrganisationKind.NPO, None, "入会の", "一般団体入会要領第2条第2項の規定"),
        (OrganisationKind.NPO, 7, "再入会の", "一般団体入会要領第5条第2項の規定"),
        (OrganisationKind.ADMINISTRATIVE, None, "入会の", "\n規約第5条第2項の規定"),
        (OrganisationKind.SOCIAL_WELFARE_COUNCIL, 7, "再入会の", "\n規約第5条第2項の規定"),
    ],
)
def test_decision_cites_the_provision_under_which_the_applicant_is_told(
    application: Application, kind: OrganisationKind, former: int | None, title: str, article: str
) -> None:
    application.kind, application.former_organisation_id = kind, former
    accepted = application_letters.membership_accepted(application, "", "http://l/login")
    refused = application_letters.membership_refused(application, "", words="理由")
    assert (accepted.subject, refused.subject) == (
        f"{title}承認について（通知）",
        f"{title}不承認について（通知）",
    )
    assert article in text(accepted) and article in text(refused)


def test_letter_names_the_address_for_the_window_of_an_envelope(application: Application) -> None:
    application.postal_code, application.address = "680-0831", "東町一丁目220番地"
    application.municipality_code = "312011"
    letter = application_letters.application_received(application)
    assert letter.postal == ("〒680-0831", "鳥取市東町一丁目220番地")


def test_letter_states_when_readmission_becomes_possible(application: Application) -> None:
    letter = application_letters.membership_refused(
        application, "第1号", words="期間中のため", readmittable_from=date(2027, 4, 11)
    )
    assert "令和9年4月11日" in text(letter)
    assert "最初の日" not in text(
        application_letters.membership_refused(application, "第1号", words="x")
    )


def test_line_breaks_cannot_corrupt_mail_headers(application: Application) -> None:
    for letter in all_letters(application).values():
        assert "\n" not in letter.subject and "\r" not in letter.subject
