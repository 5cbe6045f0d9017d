"""The secretariat's decision on a change notice: accepted values enter the roster from today.

*Reading*: the roster shows a change from the day of its acceptance, and the notice keeps the
day of the change itself (変更年月日). So the roster of any past day stays as it was.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.mail.filings import change_letters
from app.mail.filings.change_letters import ChangedItem
from app.models.filings.change_notice import ChangeLine, ChangeNotice
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.membership.profile_changes import item, name_of, with_changes
from app.rules.states.common.table import next_state
from app.rules.states.filings.member import CHANGE_NOTICE, ChangeNoticeVerb
from app.security.viewer import Role, Viewer
from app.services.common import numbers, rows
from app.services.filings import filing
from app.services.filings.change_notices import KIND, close
from app.services.membership import memberships, profile_texts


@dataclass(frozen=True)
class ComparedLine:
    """A line of a notice beside the roster's present value."""

    line: ChangeLine
    current: Any
    is_stale: bool
    """Whether the roster has changed since the member opened the form."""


def compare(notice: ChangeNotice) -> list[ComparedLine]:
    """Return each line of the notice beside the roster's present value."""
    profile = notice.organisation.profile()
    found = []
    for line in notice.lines:
        current = item(profile, line.field)
        found.append(ComparedLine(line, current, current != line.old_value))
    return found


def stamp(notice: ChangeNotice) -> str:
    """Return a fingerprint of the roster's values for the notice's items."""
    return rows.fingerprint([compared.current for compared in compare(notice)])


def accept(
    actor: Viewer, notice_id: int, *, lines: Collection[int], seen: str, note: str = ""
) -> ChangeNotice:
    """Accept the lines with these ids, all or some, and enter them in the roster.

    seen: the stamp of the roster as shown to the officer. note: why some lines are not accepted;
    the member is notified of it. Raises RuleViolation when no line is accepted or the reason is
    missing, StaleState when the roster or the notice has changed in the meantime.
    """
    actor.require(Role.SECRETARIAT)
    organisation, notice = _both_locked(notice_id)
    whole = set(lines) >= {line.id for line in notice.lines}
    verb = ChangeNoticeVerb.ACCEPT if whole else ChangeNoticeVerb.ACCEPT_IN_PART
    next_state(CHANGE_NOTICE, notice.state, verb)
    if stamp(notice) != seen:
        raise StaleState(
            "画面を開いた後に団体名簿の内容が変わりました。今の内容と見比べて、もう一度決定してください。"
        )
    accepted = [line for line in notice.lines if line.id in lines]
    if not accepted:
        raise RuleViolation(
            articles.CHANGE_NOTICE,
            "反映する事項を選んでください。すべて反映しないときは、理由を付けて差し戻してください。",
        )
    if not whole and not note.strip():
        raise RuleViolation(
            articles.CHANGE_NOTICE,
            "一部を反映しない理由を入力してください。届け出た団体に通知します。",
        )
    _enter(organisation, accepted, notice)
    for line in notice.lines:
        line.accepted = line.id in lines
    notice.decision_note = note.strip()
    close(actor, notice, verb)
    letter = change_letters.change_accepted(
        notice,
        numbers.document_number(),
        accepted=changed_items(accepted),
        refused=changed_items([line for line in notice.lines if not line.accepted]),
    )
    filing.send(actor, KIND, notice, letter)
    return notice


def send_back(actor: Viewer, notice_id: int, reason: str) -> ChangeNotice:
    """Return the notice unaccepted, with a reason for the member (差戻し)."""
    actor.require(Role.SECRETARIAT)
    _, notice = _both_locked(notice_id)
    next_state(CHANGE_NOTICE, notice.state, ChangeNoticeVerb.RETURN)
    if not reason.strip():
        raise RuleViolation(
            articles.CHANGE_NOTICE, "差し戻す理由を入力してください。届け出た団体に通知します。"
        )
    notice.decision_note = reason.strip()
    for line in notice.lines:
        line.accepted = False
    close(actor, notice, ChangeNoticeVerb.RETURN)
    letter = change_letters.change_returned(
        notice, numbers.document_number(), changed_items(notice.lines)
    )
    filing.send(actor, KIND, notice, letter)
    return notice


def changed_items(lines: Sequence[ChangeLine]) -> list[ChangedItem]:
    """Return the lines with their values as texts for a letter or a paper."""
    texts = profile_texts.load()
    return [
        ChangedItem(
            name_of(line.field),
            texts.value(line.field, line.old_value),
            texts.value(line.field, line.new_value),
        )
        for line in lines
    ]


def _both_locked(notice_id: int) -> tuple[Organisation, ChangeNotice]:
    """Return organisation and notice, locked in this order, as filing does, to avoid deadlocks."""
    organisation_id = db.session.scalar(
        select(ChangeNotice.organisation_id).where(ChangeNotice.id == notice_id)
    )
    if organisation_id is None:
        raise NotFound
    return memberships.locked(organisation_id), rows.locked(ChangeNotice, notice_id)


def _enter(
    organisation: Organisation, accepted: Sequence[ChangeLine], notice: ChangeNotice
) -> None:
    changed = with_changes(
        organisation.profile(), {line.field: line.new_value for line in accepted}
    )
    for field, value in changed.items():
        if getattr(organisation, field) != value:
            setattr(organisation, field, value)
    db.session.flush()
    memberships.write_version(
        organisation,
        clock.today(),
        f"変更届 {notice.receipt_number}（変更年月日 {notice.changed_on}）",
    )
