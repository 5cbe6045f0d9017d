"""Letters that go by post: printed together, labelled, posted, and what the post office returns."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.orm import defer, joinedload

from app import clock
from app.documents.common import address_labels
from app.documents.common import letter as papers
from app.documents.common.address_labels import Label
from app.documents.common.letter import Letter
from app.errors import RuleViolation
from app.extensions import db
from app.mail.post.member_letter import postal
from app.models.post.outbox import OutboxMessage
from app.rules.common.era import era_date
from app.rules.states.common.table import next_state
from app.rules.states.post.outbox import OUTBOX, OutboxState, OutboxVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.post import revocations
from app.services.post.going import goes
from app.services.post.outbox import add_event

MOST = 300
"""Letters that are set, or moved, at once."""
NOTHING = "通知を選んでください。"
TOO_MANY = f"一度に扱えるのは{MOST}通までです。"
POSTED = "{day}に郵送しました。"
RETURNED = "郵便局から返送されました。"
OUT_OF_DATE = "{day}を過ぎたため、郵送しないことにしました。"


class Tray(StrEnum):
    """Where a letter by post is."""

    TO_POST = "to_post"
    POSTED = "posted"
    RETURNED = "returned"


STATE = {
    Tray.TO_POST: OutboxState.HELD,
    Tray.POSTED: OutboxState.SENT,
    Tray.RETURNED: OutboxState.RETURNED,
}


def lies_in(tray: Tray) -> ColumnElement[bool]:
    """Return the condition for the letters of a tray: of those to post, the ones that may go now."""
    return and_(_is_in(tray), goes(clock.now()) if tray is Tray.TO_POST else true())


def waits() -> ColumnElement[bool]:
    """Return the condition for letters to be posted, now or when their notice goes."""
    return _is_in(Tray.TO_POST)


def _is_in(tray: Tray) -> ColumnElement[bool]:
    return and_(
        OutboxMessage.state == STATE[tray],
        OutboxMessage.by_post.is_(True),
        OutboxMessage.unlisted.is_(False),
    )


def page(actor: Viewer, tray: Tray, *, number: int) -> tuple[Sequence[OutboxMessage], int]:
    """Return one page of a tray and its total: the oldest first, of the posted ones the latest."""
    actor.require(Role.SECRETARIAT)
    order = OutboxMessage.sent_at.desc() if tray is Tray.POSTED else OutboxMessage.id
    wanted = select(OutboxMessage).where(lies_in(tray)).order_by(order, OutboxMessage.id)
    return rows.page(wanted, number, defer(OutboxMessage.body), defer(OutboxMessage.letter))


def letters(actor: Viewer, tray: Tray, chosen: Sequence[int] | None) -> bytes:
    """Return the letters as one PDF, addressed for the window of an envelope. chosen: None for all.

    A letter whose text is stored nowhere (it contained a one-time link) is left out; raises
    RuleViolation where no other is chosen.
    """
    actor.require(Role.SECRETARIAT)
    found = [each for each in _chosen(tray, chosen) if each.letter is not None]
    if not found:
        raise RuleViolation(None, "印刷できる通知がありません。")
    content = papers.pdf_of_all([_addressed(each) for each in found])
    _record(actor, "outbox.print", found)
    return content


def labels(
    actor: Viewer,
    tray: Tray,
    chosen: Sequence[int] | None,
    *,
    on_a_sheet: int,
    anyway: bool = False,
) -> tuple[bytes, list[str]]:
    """Return the address labels of the letters, and the names of those without an address.

    on_a_sheet: 12 or 24. anyway: set the others; without it, such labels come back empty and are
    not recorded. Raises RuleViolation where none has an address.
    """
    actor.require(Role.SECRETARIAT)
    found = _chosen(tray, chosen)
    lines = {each.id: _postal(each) for each in found}
    lacking = [each.recipient_name for each in found if not lines[each.id]]
    if lacking and not anyway:
        return b"", lacking
    known = [_label(each, lines[each.id]) for each in found if lines[each.id]]
    if not known:
        raise RuleViolation(None, "所在地のある宛先がありません。")
    content = address_labels.pdf(known, on_a_sheet=on_a_sheet, dated=clock.today())
    _record(actor, "outbox.labels", found)
    return content, lacking


def mark_posted(actor: Viewer, tray: Tray, chosen: Sequence[int] | None, on: date | None) -> int:
    """Record that the letters were posted on a day, also again; return their number.

    Raises RuleViolation without a day, and for one to come.
    """
    if on is None or on > clock.today():
        raise RuleViolation(None, "郵送した日は、今日までの日を入力してください。")
    moment = clock.now() if on == clock.today() else clock.at_start_of(on)
    words = POSTED.format(day=era_date(on))
    moved = _move(actor, tray, chosen, OutboxVerb.MARK_SENT, words)
    for message in moved:
        message.sent_at = moment
        revocations.note_leaving(message.id, message)
    db.session.flush()
    return len(moved)


def mark_returned(actor: Viewer, chosen: Sequence[int]) -> int:
    """Record that posted letters were returned by the post office; return their number."""
    return len(_move(actor, Tray.POSTED, chosen, OutboxVerb.RETURN_POSTED, RETURNED))


def cancel(actor: Viewer, tray: Tray, chosen: Sequence[int] | None) -> int:
    """Decide not to post the letters, or not to post them again; return their number."""
    return len(_move(actor, tray, chosen, OutboxVerb.CANCEL, ""))


def drop_outdated(actor: Viewer, limit: int = rows.AT_ONCE) -> int:
    """Cancel letters that nobody posted while it made sense, as before a meeting; return how many."""
    actor.require(Role.SYSTEM)
    today = clock.today()
    wanted = select(OutboxMessage).where(waits(), OutboxMessage.of_use_until < today)
    found = db.session.scalars(rows.locking(wanted.order_by(OutboxMessage.id).limit(limit))).all()
    for message in found:
        assert message.of_use_until is not None
        words = OUT_OF_DATE.format(day=era_date(message.of_use_until))
        _step(actor, message, OutboxVerb.CANCEL, words)
    db.session.flush()
    return len(found)


def _move(
    actor: Viewer, tray: Tray, chosen: Sequence[int] | None, verb: OutboxVerb, words: str
) -> Sequence[OutboxMessage]:
    actor.require(Role.SECRETARIAT)
    found = _chosen(tray, chosen, lock=True)
    for message in found:
        _step(actor, message, verb, words)
    db.session.flush()
    return found


def _step(actor: Viewer, message: OutboxMessage, verb: OutboxVerb, words: str) -> None:
    message.state = next_state(OUTBOX, message.state, verb)
    add_event(message, words, actor)
    audit.record(actor, f"outbox.{verb.value}", "outbox_message", message.id)


def _chosen(
    tray: Tray, chosen: Sequence[int] | None, *, lock: bool = False
) -> Sequence[OutboxMessage]:
    """Return the chosen letters that still lie in the tray. Raises RuleViolation for none."""
    wanted = select(OutboxMessage).where(lies_in(tray)).order_by(OutboxMessage.id).limit(MOST + 1)
    if chosen is not None:
        wanted = wanted.where(OutboxMessage.id.in_(chosen))
    if lock:
        wanted = rows.locking(wanted)
    found = db.session.scalars(wanted.options(joinedload(OutboxMessage.organisation))).all()
    if not found:
        raise RuleViolation(None, NOTHING)
    if len(found) > MOST:
        raise RuleViolation(None, TOO_MANY)
    return found


def _addressed(message: OutboxMessage) -> Letter:
    """Return the letter with an address, if there is one."""
    assert message.letter is not None
    stored = papers.from_json({**message.letter, "postal": list(_postal(message))})
    return stored


def _postal(message: OutboxMessage) -> tuple[str, ...]:
    """Return the address that the letter names, or else the organisation's of today."""
    named = tuple((message.letter or {}).get("postal") or ())
    if named or message.organisation is None:
        return named
    return postal(message.organisation)


def _label(message: OutboxMessage, lines: Sequence[str]) -> Label:
    code, address = (lines[0][1:], lines[1:]) if lines[0].startswith("〒") else ("", lines)
    named = (message.letter or {}).get("addressee_organisation")
    of_person = message.letter is not None and not named
    name = message.recipient_name
    return Label(code, "".join(address), name, "様" if of_person else "御中")


def _record(actor: Viewer, action: str, found: Sequence[OutboxMessage]) -> None:
    audit.record(actor, action, "outbox", "post", letters=[each.id for each in found])
    db.session.flush()
