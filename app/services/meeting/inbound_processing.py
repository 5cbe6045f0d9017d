"""Automatic handling of a mail: recorded if clear, else queued for an officer with reasons."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app import clock
from app.documents.common.letter import Letter
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.mail.meeting import inbound, inbound_letters
from app.mail.meeting.inbound import ReceivedMail
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import RollEntry
from app.models.meeting.inbound import InboundMail
from app.models.meeting.meeting import Meeting
from app.rules.meeting.agenda import AnswerWay, ItemKind
from app.rules.meeting.roll import Choice
from app.rules.states.common.table import next_state
from app.rules.states.meeting.inbound import INBOUND, InboundState, InboundVerb
from app.rules.states.meeting.meeting import ANSWERABLE_STATES, ItemState
from app.security.viewer import Viewer
from app.services.common import audit
from app.services.meeting import inbound_reading, meetings, statements
from app.services.membership.recipients import address_of, is_gone, persons_in_use
from app.services.post import outbox


def judge(actor: Viewer, mail: InboundMail, received: ReceivedMail, mail_from: str) -> None:
    """Record a clear mail; otherwise note every doubt."""
    if mail.entry is None:
        wrong = "正しくない" if received.token else "ない"
        mail.doubts = [
            f"宛先に会議と団体を示す番号が{wrong}ため、だれの回答か分かりません。",
            *received.faults,
        ]
        return
    meeting = meetings.locked(mail.entry.meeting_id)
    resolutions = {item.number: item for item in meeting.items if item.kind is ItemKind.RESOLUTION}
    answer = inbound_reading.read(received, mail.entry, mail_from)
    mail.choices = {
        str(resolutions[number].id): choice.value for number, choice in answer.choices.items()
    }
    choices = {resolutions[number].id: choice for number, choice in answer.choices.items()}
    answered = [resolutions[number] for number in answer.choices]
    mail.doubts = [
        *answer.doubts,
        *_doubts_of_origin(mail, received),
        *_doubts_of_repetition(mail, received),
        *_doubts_of_time(meeting, answered),
    ]
    if meeting.state not in ANSWERABLE_STATES:
        mail.doubts = [f"会議が「{meeting.state.label}」のため、回答を受け付けられません。"]
        if mail.uploaded_by_id is None:
            _refuse_late(actor, mail)
        return
    if not mail.doubts and mail.uploaded_by_id is None:
        _record(actor, mail, choices)


def _record(actor: Viewer, mail: InboundMail, choices: Mapping[int, Choice]) -> None:
    """Record a clear mail; if the meeting refuses it, queue it with the reason."""
    assert mail.entry is not None
    try:
        statements.state(
            actor,
            mail.entry.meeting_id,
            mail.entry.organisation_id,
            choices,
            way=AnswerWay.EMAIL,
            arrived_at=mail.arrived_at,
        )
    except (RuleViolation, StaleState) as refusal:
        mail.doubts = [refusal.message]
        return
    mail.state = next_state(INBOUND, mail.state, InboundVerb.RECORD)
    handled(mail, None, "")
    audit.record(actor, "inbound.record", "inbound_mail", mail.id)
    tell(actor, mail, inbound_letters.recorded(mail))


def _doubts_of_time(meeting: Meeting, answered: Sequence[AgendaItem]) -> list[str]:
    """Return doubts about items already over; a written resolution still collects statements."""
    late = [
        item.label
        for item in answered
        if item.state is ItemState.WITHDRAWN
        or (item.state is ItemState.CLOSED and not meeting.is_written)
    ]
    return [f"採決が終わった議案への回答です（{'、'.join(late)}）。"] if late else []


def _doubts_of_origin(mail: InboundMail, received: ReceivedMail) -> list[str]:
    assert mail.entry is not None
    doubts = []
    if mail.sender not in addresses(mail.entry):
        doubts.append(
            f"差出人（{mail.sender or '不明'}）が、この団体の登録アドレスではありません。"
        )
    if not mail.is_authentic:
        doubts.append("差出人のなりすましでないこと（DKIM・SPF）を確認できません。")
    return doubts


def _doubts_of_repetition(mail: InboundMail, received: ReceivedMail) -> list[str]:
    """Return a doubt about a mail recorded before: whoever holds a copy could undo a later answer.

    It bears the signature of its sender still, but not the bytes: each server adds a line.
    """
    recorded = db.session.scalars(
        select(InboundMail.original).where(
            InboundMail.entry_id == mail.entry_id, InboundMail.state == InboundState.RECORDED
        )
    )
    if any(inbound.marks(original) & received.marks for original in recorded):
        return ["すでに記録したメールと、Message-IDか日時が同じです。"]
    return []


def _refuse_late(actor: Viewer, mail: InboundMail) -> None:
    """Refuse a late reply: it is kept, and an authenticated sender is notified."""
    mail.state = next_state(INBOUND, mail.state, InboundVerb.REFUSE)
    handled(mail, None, mail.doubts[0])
    audit.record(actor, "inbound.refuse", "inbound_mail", mail.id)
    assert mail.entry is not None
    if mail.is_authentic and mail.sender in addresses(mail.entry):
        tell(actor, mail, inbound_letters.not_recorded(mail))


def addresses(entry: RollEntry) -> set[str]:
    """Return the member's sender addresses: its registered ones and its accounts' in use.

    Whoever no longer acts for the member states nothing for it, registered contact or not.
    """
    organisation = entry.organisation
    contact = "" if is_gone(organisation) else organisation.business_contact_email
    persons = (person.email for person in persons_in_use(organisation.id))
    return {address.lower() for address in (contact, organisation.email, *persons) if address}


def handled(mail: InboundMail, person: int | None, note: str) -> None:
    """Record who handled the mail; None: the software."""
    mail.handled_at, mail.handled_by_id, mail.note = clock.now(), person, note.strip()
    db.session.flush()


def tell(actor: Viewer, mail: InboundMail, letter: Letter) -> None:
    """Notify the member of the outcome of its mail."""
    assert mail.entry is not None
    outbox.write(
        actor,
        letter,
        to=address_of(mail.entry.organisation),
        dedupe_key=f"inbound:{mail.id}",
        organisation_id=mail.entry.organisation_id,
    )
