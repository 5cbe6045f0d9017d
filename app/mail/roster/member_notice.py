"""The letter of a notice that an officer writes to members (まとめての発信)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.documents.common.letter import Letter
from app.mail.post.member_letter import letter
from app.models.membership.organisation import Organisation
from app.models.post.bulk import MailBulk

PURPOSE, TEST_PURPOSE = "member_notice", "member_notice_test"
BLANK_LINES = re.compile(r"\n[ \t　]*\n")


def member_notice(
    bulk: MailBulk, organisation: Organisation, number: str, papers: Sequence[str]
) -> Letter:
    """Return the letter to one member. papers: the names of the files that go with it."""
    paragraphs = tuple(part.strip("\n") for part in BLANK_LINES.split(bulk.text) if part.strip())
    return letter(
        organisation,
        PURPOSE,
        bulk.title,
        paragraphs,
        number=number if bulk.formal else None,
        closing=(f"添付資料：{'、'.join(papers)}",) if papers else (),
    )


def as_test(letter: Letter) -> Letter:
    """Return the letter as an officer gets it to look at."""
    return replace(letter, purpose=TEST_PURPOSE, mail_subject=f"（試し送り）{letter.subject}")
