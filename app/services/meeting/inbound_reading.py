"""What a mail says, read with what is registered about the member and what we wrote to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from sqlalchemy import select

from app.extensions import db
from app.mail.meeting.inbound import ReceivedMail
from app.models.meeting.attendance import RollEntry
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.common.field import Kind
from app.rules.common.letterhead import contact_lines, sender_lines
from app.rules.meeting import mail_statement
from app.rules.meeting.agenda import ItemKind
from app.rules.meeting.mail_quotation import Correspondents, Notice
from app.rules.meeting.mail_statement import Line, Mark
from app.rules.meeting.roll import Choice
from app.rules.membership.profile_fields import FIELDS
from app.services.common import settings
from app.services.meeting.notices import letters_key
from app.services.membership.recipients import persons_in_use
from app.services.post.letters import without_links

_REGISTERED = (Kind.PHONE, Kind.MAIL, Kind.WEB, Kind.POSTAL_CODE)
_NAMED = (
    *("name", "representative_title", "representative_name", "address"),
    *("public_contact_name", "business_contact_name"),
)


@dataclass(frozen=True)
class MailReading:
    """What a mail says, and why it needs a person, if it does."""

    choices: dict[int, Choice]
    """Number of the resolution → choice."""
    doubts: tuple[str, ...]
    texts: tuple[tuple[Line, ...], ...]
    """Each text part of the mail, line by line."""


@dataclass(frozen=True)
class Passage:
    """Lines in a row that are understood as the same."""

    mark: Mark
    text: str


def passages(lines: Sequence[Line]) -> list[Passage]:
    """Return the text as a person reads it: without one-time links, nothing invisible.

    A blank line belongs to what stands before it.
    """
    found: list[Passage] = []
    for line in lines:
        words = without_links(mail_statement.visible(line.text))
        last = found[-1] if found else None
        if last is not None and line.mark in (last.mark, Mark.BLANK):
            found[-1] = Passage(last.mark, f"{last.text}\n{words}")
        elif line.mark is not Mark.BLANK:
            found.append(Passage(line.mark, words))
    return [Passage(each.mark, each.text.strip("\n")) for each in found]


def read(received: ReceivedMail, entry: RollEntry | None, mail_from: str = "") -> MailReading:
    """Read a mail of the roll entry's member. mail_from: the sender of our letters.

    Without an entry nobody knows whose mail it is, and no name or notice is known.
    """
    if entry is None:
        return judged(received, (), Correspondents((), frozenset(), frozenset()))
    items = entry.meeting.items
    numbers = [item.number for item in items if item.kind is ItemKind.RESOLUTION]
    return judged(received, numbers, correspondents(entry, mail_from))


def judged(received: ReceivedMail, numbers: Collection[int], known: Correspondents) -> MailReading:
    """Return what a mail says: header, form, subject and every version of its text.

    numbers: of the meeting's resolutions.
    """
    choices, doubts, readings = mail_statement.read_versions(
        [part.text for part in received.texts], numbers, known
    )
    found = (
        *received.faults,
        *(("読み取れない文字があります。",) if received.damaged else ()),
        *mail_statement.doubts_of_subject(received.subject, known),
        *doubts,
    )
    lines = tuple(reading.lines for reading in readings)
    doubts = tuple(dict.fromkeys(map(without_links, found)))
    return MailReading(choices, doubts, lines)


def correspondents(entry: RollEntry, mail_from: str) -> Correspondents:
    """Return who writes to whom about the entry's meeting, and our letters to that member."""
    letters = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.dedupe_key == letters_key(entry))
    ).all()
    return Correspondents(
        notices=tuple(Notice(letter.subject, letter.body) for letter in letters),
        registered=frozenset(filter(None, _registered(entry.organisation))),
        ours=frozenset(filter(None, _ours(letters, mail_from))),
    )


def _registered(organisation: Organisation) -> list[str]:
    profile = organisation.profile()
    keys = [field.key for field in FIELDS if field.kind in _REGISTERED]
    values = [str(profile[key] or "") for key in (*_NAMED, *keys)]
    for person in persons_in_use(organisation.id):
        values += [person.email, person.get_full_name(), person.position or ""]
    # a family name alone signs, too
    return [*values, *(name.split()[0] for name in values if " " in name or "　" in name)]


def _ours(letters: Sequence[OutboxMessage], mail_from: str) -> list[str]:
    name, address = parseaddr(mail_from)
    office = settings.values()
    found = [*sender_lines(office, formal=False), *contact_lines(office), name, address]
    for letter in letters:
        local, _, domain = letter.reply_to.rpartition("@")
        found += [letter.reply_to, f"{local.partition('+')[0]}@{domain}" if domain else ""]
    return found
