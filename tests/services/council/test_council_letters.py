"""Letters of the council: the software's, at a time of their own, in no list of an office."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound
from app.models.common.audit import AuditEntry
from app.models.post.outbox import OutboxMessage
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.council import mail as council_mail
from app.services.front import home, search, statistics
from app.services.post import letters, outbox
from app.tasks.post import outbox as sweeps
from tests import factories
from tests.support.accounts import RoleClients
from tests.support.cases import person, see_as, viewer_of
from tests.support.desk import LINKS, officer


@pytest.fixture
def sent(session: Any) -> list[OutboxMessage]:
    """Return the letters to ten persons of a case, told by one of them."""
    persons = [person("鳥取市") for _ in range(10)]
    council_mail.notify(viewer_of(persons[0]), persons, LINKS)
    session.commit()
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.unlisted)))


def test_letters_name_no_sender_and_each_waits_for_a_time_of_its_own(
    session: Any, sent: list[OutboxMessage], at: Any
) -> None:
    assert len(sent) == 9
    now = clock.now()
    waits = {letter.next_at - letter.created_at for letter in sent}
    assert len(waits) > 1
    assert all(timedelta(0) <= wait < council_mail.LONGEST_DELAY for wait in waits)
    assert {event.actor_name for letter in sent for event in letter.events} == {SYSTEM.name}
    trail = session.scalars(select(AuditEntry).where(AuditEntry.action == "outbox.write")).all()
    assert {(entry.actor_id, entry.actor_name) for entry in trail} == {(None, SYSTEM.name)}
    at(now + council_mail.LONGEST_DELAY)
    assert sweeps.sweep() == 9


def test_office_finds_no_council_letter(
    session: Any, sent: list[OutboxMessage], client_as: RoleClients
) -> None:
    listed_id = factories.letter().id
    sent[0].state = sent[1].state = OutboxState.FAILED
    session.commit()
    ids, address = [letter.id for letter in sent], sent[0].recipient
    desk = see_as(officer())
    found = search.find(desk, [["お知らせ"]], "letter")
    assert [one.subject for one in found.shown] == [str(listed_id)]
    assert "letter" not in search.find(desk, [[address]], "letter").counts
    assert sum(letters.counts(desk).values()) == 1
    assert sum(number for _state, number in statistics.letters(desk)) == 1
    assert home.secretariat(desk)["letters"] == 0
    for verb in (letters.one, outbox.retry, outbox.hold, outbox.cancel, outbox.mark_sent):
        with pytest.raises(NotFound):
            verb(desk, ids[0])
    client = client_as("secretariat")
    for path in (f"/outbox/{ids[0]}", f"/outbox/{ids[0]}.pdf"):
        assert client.get(path).status_code == 404
    assert address not in client.get("/outbox/").text
