"""Messages between members: addresses stay hidden, replies go to the sender's organisation."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted, RuleViolation
from app.models.common.audit import AuditEntry
from app.rules.membership.membership import EndCause
from app.security.viewer import PUBLIC
from app.services.policy import messages
from tests import factories
from tests.support.desk import officer
from tests.support.members import person_of

SUBJECT, TEXT = "食材を分けてください", "こども食堂を始めます。\n\n余りがあれば教えてください。"


def test_letter_names_who_wrote_and_takes_the_reply_to_their_organisation(session: Any) -> None:
    sender = factories.member(business_contact_email="from@npo.example.jp")
    other = factories.member(business_contact_email="to@npo.example.jp", email="")
    actor = person_of(sender)
    letter = messages.send(actor, other.public_id, SUBJECT, TEXT)
    assert (letter.recipient, letter.reply_to) == ("to@npo.example.jp", "from@npo.example.jp")
    assert letter.organisation_id == other.id
    for word in (sender.name, actor.name, *TEXT.split("\n\n")):
        assert word in letter.body
    assert SUBJECT in letter.subject
    session.commit()
    trail = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "member_message.send")
    ).one()
    assert trail.details == {"sender": sender.id}
    assert (trail.actor_id, trail.subject_id) == (actor.account_id, str(other.id))


def test_ten_messages_a_day_of_one_organisation(session: Any, at: Any) -> None:
    at(date(2026, 6, 1))
    sender, other = factories.member(), factories.member()
    first, second = person_of(sender), person_of(sender)
    for number in range(messages.A_DAY):
        messages.send((first, second)[number % 2], other.public_id, SUBJECT, TEXT)
    with pytest.raises(RuleViolation, match="10通まで"):
        messages.send(first, other.public_id, SUBJECT, TEXT)
    messages.send(person_of(factories.member()), other.public_id, SUBJECT, TEXT)
    at(date(2026, 6, 1) + timedelta(days=1))
    messages.send(second, other.public_id, SUBJECT, TEXT)


def test_who_is_no_member_neither_writes_nor_receives(session: Any) -> None:
    member = factories.member()
    actor = person_of(member)
    gone = factories.former_member(EndCause.WITHDRAWAL, date(2026, 5, 1))
    for public_id in (gone.public_id, member.public_id, "no-such-entry"):
        with pytest.raises(NotFound):
            messages.send(actor, public_id, SUBJECT, TEXT)
    for stranger in (PUBLIC, officer()):
        with pytest.raises(NotPermitted):
            messages.send(stranger, member.public_id, SUBJECT, TEXT)


def test_without_an_address_nothing_is_sent(session: Any) -> None:
    silent = factories.member(business_contact_email="", email="")
    with pytest.raises(RuleViolation, match="事務局に相談"):
        messages.send(person_of(factories.member()), silent.public_id, SUBJECT, TEXT)
