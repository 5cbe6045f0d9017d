"""The pages of a municipality's answer and of a message to a member."""

from typing import Any

from sqlalchemy import func, select

from app.models.policy.support_offer import SupportOffer
from app.models.post.outbox import OutboxMessage
from app.rules.policy.offers import OfferAnswer
from app.services.registers import entries
from tests import factories
from tests.support.accounts import RoleClients, press
from tests.support.register_samples import entry, typed, values

TOWN = "313254"


def test_municipality_answers_on_the_page_of_the_offer(
    session: Any, client_as: RoleClients
) -> None:
    member = client_as("general")
    sent = typed(SupportOffer, {**values(SupportOffer), "municipality": TOWN})
    path = member.submit("/support-offers/new", sent).location
    assert "/answer" not in member.get(path).text
    assert member.get(f"{path}/answer").status_code == 404
    assert client_as("executive").get(f"{path}/answer").status_code == 404

    town = client_as("executive", factories.founding_member("若桜町"))
    assert f"{path}/answer" in town.get(path).text
    assert town.get(f"{path}/edit").status_code == 404  # the rest is the member's
    assert town.submit(f"{path}/answer", {"answer": ""}).status_code == 422
    answer = {"answer": "accepted", "answer_text": "来月から始めます。"}
    assert town.submit(f"{path}/answer", answer).status_code == 303
    assert "来月から始めます。" in member.get(path).text
    offer = entries.one(SupportOffer, path.rsplit("/", 1)[1])
    assert offer.answer is OfferAnswer.ACCEPTED


def test_secretariat_answers_for_a_municipality(session: Any, client_as: RoleClients) -> None:
    offer = entry(SupportOffer, municipality=TOWN)
    path, desk = f"/support-offers/{offer.public_id}", client_as("secretariat")
    assert desk.submit(f"{path}/answer", {"answer": "declined"}).status_code == 303
    assert "見送る" in desk.get(path).text


def test_member_writes_to_another_without_seeing_an_address(
    session: Any, client_as: RoleClients
) -> None:
    other = factories.member(
        business_contact_email="hidden@npo.example.jp",
        disclosure={"email": {"tier": "secretariat", "reason": "理由"}},
        public_contact_email="",
    )
    path, member = f"/roster/{other.public_id}/message", client_as("general")
    sent = {"subject": "食材のこと", "text": "教えてください。"}
    answer = member.submit(path, sent, follow_redirects=True)
    assert "メッセージを送信します。" in answer.text
    assert "hidden@npo.example.jp" not in member.get(path).text + answer.text
    letter = session.scalars(
        select(OutboxMessage).where(OutboxMessage.purpose == "member_message")
    ).one()
    assert letter.recipient == "hidden@npo.example.jp"
    assert member.submit(path, {"subject": "", "text": " "}).status_code == 422


def test_message_form_is_for_members_alone(session: Any, client_as: RoleClients) -> None:
    path = f"/roster/{factories.member().public_id}/message"
    for role in ("public", "council", "secretariat", "administrator"):
        client = client_as(role)
        answers = (client.get(path), press(client, path, subject="a", text="b"))
        assert all(each.status_code in (302, 403) for each in answers), role
    assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
