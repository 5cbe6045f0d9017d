"""Pages of the advisory council: opinions word for word, what became of them, no names."""

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.policy.advisory import AdvisoryMember, AdvisoryOpinion, AdvisorySession
from app.security.viewer import SYSTEM
from app.services.policy import programmes
from app.services.registers import entries
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient

BECAME = "/advisory-opinions/became"
NAME = "鳥取 花子"


def first(model: Any) -> Any:
    return db.session.scalars(select(model).order_by(model.id).limit(1)).one()


def test_visitor_reads_every_opinion_and_that_none_is_answered(
    session: Any, client: PlatformClient
) -> None:
    text = client.get(BECAME).text
    for opinion in db.session.scalars(select(AdvisoryOpinion)):
        assert opinion.text in text
    assert "回答の記入なし 13" in text
    assert text.index("第２回") < text.index("第１回")


def test_answer_leads_to_programme_and_amount(session: Any, client_as: RoleClients) -> None:
    opinion, programme = first(AdvisoryOpinion), programmes.of_year(2024)[9]
    desk, path = client_as("secretariat"), f"/advisory-opinions/{first(AdvisoryOpinion).public_id}"
    answer = {"outcome": "adopted", "programme": programme.public_id}
    refused = desk.submit(f"{path}/edit", answer)
    assert refused.status_code == 422 and "理由、担当課、回答日" in refused.text
    told = {"reason": "拡大する。", "section": "孤独・孤立対策課", "answered_on": "2024-03-18"}
    assert desk.submit(f"{path}/edit", answer | told).status_code == 303

    visitor = desk.application.test_client()
    for page in (path, BECAME, f"/advisory-sessions/{opinion.session}"):
        text = visitor.get(page).text
        assert "採択" in text and "拡大する。" in text
        assert programme.name in text and "3,768千円" in text
    assert opinion.text in visitor.get(f"/programmes/{programme.public_id}").text


def test_programmes_are_told_apart_by_their_year_where_one_is_chosen(
    session: Any, client_as: RoleClients
) -> None:
    text = client_as("secretariat").get("/advisory-opinions/new").text
    assert "民生委員費（令和6年度）" in text
    assert "第２回（令和6年1月15日）" in text


def test_no_name_of_a_person_is_public(session: Any, client_as: RoleClients) -> None:
    member, opinion = first(AdvisoryMember), first(AdvisoryOpinion)
    entries.change(SYSTEM, AdvisoryMember, member.public_id, {"person": NAME})
    entries.change(SYSTEM, AdvisoryOpinion, opinion.public_id, {"member": member.public_id})
    pages = [
        f"/advisory-members/{member.public_id}",
        "/advisory-members/export.csv",
        f"/advisory-opinions/{opinion.public_id}",
        "/advisory-opinions/export.csv",
        f"/advisory-sessions/{opinion.session}",
        BECAME,
    ]
    for role in ("executive", "council", "administrator"):
        reader = client_as(role)
        for page in pages:
            text = reader.get(page).text
            assert NAME not in text
            assert page.startswith("/advisory-members") or member.post not in text
    assert NAME in client_as("secretariat").get(pages[0]).text
    history = client_as("secretariat").get(f"{pages[0]}/history").text
    assert NAME not in history.split("<main", 1)[1]


def test_closed_session_needs_reason_and_who_decided(session: Any, client_as: RoleClients) -> None:
    desk, path = client_as("secretariat"), f"/advisory-sessions/{first(AdvisorySession).public_id}"
    refused = desk.submit(f"{path}/edit", {"openness": "closed"})
    assert refused.status_code == 422 and "その理由と、決定した者" in refused.text
    told = {"openness": "closed", "closed_because": "個人情報を扱うため", "closed_by": "審議会"}
    assert desk.submit(f"{path}/edit", told).status_code == 303
    text = desk.application.test_client().get(path).text
    assert "非公開" in text and "個人情報を扱うため" in text and "審議会" in text
