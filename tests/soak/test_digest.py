"""A digest to 2,000 members: how long it takes to write, in one notice.

`make soak ARGS="tests/soak/test_digest.py -s"`; READERS=200 for the short form.
"""

import os
from time import perf_counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.membership.organisation import Organisation
from app.models.news.digest import Digest
from app.models.post.bulk import MailBulk
from app.models.post.outbox import OutboxMessage
from app.security.viewer import SYSTEM
from app.services.news import digests
from tests import factories
from tests.support.desk import LINKS
from tests.support.news import item
from tests.support.queries import counted

READERS = int(os.environ.get("READERS", "2000"))
A_SECOND = 10
"""Letters that one sweep writes at least, on a busy machine of two cores."""
EACH = 12
"""Statements for one letter at most."""
pytestmark = [pytest.mark.timeout(3600), pytest.mark.both_databases]


def test_digest_is_written_in_batches_as_one_notice(app: Flask, session: Any) -> None:
    for number in range(READERS):
        factories.member(name=f"団体{number}", business_contact_email=f"m{number}@example.jp")
    for number in range(12):
        item(name=f"お知らせ{number}", municipalities=["312011"])
    session.commit()
    batches, begun = 0, perf_counter()
    while digests.send_due(SYSTEM, LINKS):
        session.commit()
        batches += 1
    session.commit()
    seconds = perf_counter() - begun
    digest = session.scalars(select(Digest)).one()
    present = session.scalar(select(func.count()).select_from(Organisation))
    letters = select(func.count()).where(OutboxMessage.purpose == "news_digest")
    kind = app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0]
    print(f"\n{kind}: {digest.letters} letters in {seconds:.0f} s, {batches} batches")
    assert digest.letters == session.scalar(letters) == READERS
    assert batches == -(-present // digests.AT_ONCE)
    bulks = select(func.count()).where(MailBulk.purpose == "news_digest")
    assert session.scalar(bulks) == 1
    assert digest.letters >= A_SECOND * seconds


def test_addresses_are_read_once_a_batch(app: Flask, session: Any) -> None:
    for number in range(80):
        factories.member(name=f"団体{number}", business_contact_email=f"m{number}@example.jp")
    item()
    session.commit()
    with counted(app) as statements:
        digests.send_due(SYSTEM, LINKS)
    assert sum("FROM ab_user" in each for each in statements) <= 2
    assert len(statements) <= 80 * EACH + 30, len(statements)
