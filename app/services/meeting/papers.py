"""Forms of a meeting for signature, blank or filled in from the answers (委任状, 回答書)."""

from collections.abc import Mapping
from datetime import date, datetime

from app import clock
from app.documents.common.form_parts import Receipt, Submitter
from app.documents.meeting import answer_form, proxy_form
from app.documents.meeting.answer_form import AnswerForm, AnswerItem
from app.documents.meeting.proxy_form import MeetingFacts, ProxyForm, ProxyItem
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import Proxy
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import Reply
from app.rules.meeting.roll import STATABLE, Choice
from app.security.viewer import Viewer
from app.services.common import rows
from app.services.filings import member_papers
from app.services.meeting import meetings, minutes_text, rolls

NOBODY = Submitter("", "", "")


def proxy_form_pdf(actor: Viewer, meeting_id: int, member_id: int | None) -> bytes:
    """Return 委任状 for a member, filled in from its proxy if filed; None: a blank form.

    Raises NotPermitted for another member's form, typesetting.TypesettingFailed.
    """
    meeting = _meeting(actor, meeting_id, member_id)
    register = rolls.register(meeting)
    proxy = register.proxies.get(member_id or 0)
    filed_on = _day(proxy.filed_at) if proxy is not None else None
    form = ProxyForm(
        meeting=_facts(meeting),
        submitter=_submitter(member_id, filed_on),
        items=tuple(_delegable(item, proxy) for item in meeting.resolutions if item.notified),
        filed_on=filed_on,
        agent=register.names[proxy.agent_id] if proxy is not None else "",
        covers_all=proxy.covers_all if proxy is not None else None,
        receipt=Receipt("", filed_on, proxy.filed_by.label) if proxy is not None else None,
    )
    return proxy_form.pdf(form, dated=_dated(meeting), choices=[each.label for each in Choice])


def answer_form_pdf(actor: Viewer, meeting_id: int, member_id: int | None) -> bytes:
    """Return 回答書 for a member, filled in from its answers if any; None: a blank form.

    Raises NotPermitted for another member's form, typesetting.TypesettingFailed.
    """
    meeting = _meeting(actor, meeting_id, member_id)
    register = rolls.register(meeting)
    entry = register.entries.get(member_id or 0)
    replied_on = _day(entry.replied_at) if entry is not None and entry.replied_at else None
    late = register.late.get(member_id or 0, {})
    said = {**register.statements.get(member_id or 0, {}), **late}
    form = AnswerForm(
        meeting=_facts(meeting),
        is_written=meeting.is_written,
        submitter=_submitter(member_id, replied_on),
        items=tuple(
            AnswerItem(
                item.label,
                "　".join(filter(None, (item.title, item.addition, _lateness(late, item)))),
                said[item.id].choice.label if item.id in said else "",
            )
            for item in meeting.resolutions
        ),
        filed_on=replied_on,
        reply=entry.reply.label if entry is not None and entry.reply is not None else "",
        attendee=entry.attendee if entry is not None else "",
    )
    offered = [reply for reply in Reply if reply in meeting.form.ways_to_come or not reply.comes]
    return answer_form.pdf(
        form,
        dated=_dated(meeting),
        replies=[reply.label for reply in offered],
        choices=[each.label for each in STATABLE],
    )


def _meeting(actor: Viewer, meeting_id: int, member_id: int | None) -> Meeting:
    meeting = meetings.one(actor, meeting_id)
    if member_id is not None and not actor.is_staff:
        actor.require_member(member_id)
    return meeting


def _lateness(late: Mapping[int, Statement], item: AgendaItem) -> str:
    return "（期限の後に届いた回答）" if item.id in late else ""


def _delegable(item: AgendaItem, proxy: Proxy | None) -> ProxyItem:
    if proxy is None:
        return ProxyItem(item.label, item.title)
    wanted = rolls.instruction(proxy, item)
    return ProxyItem(
        item.label, item.title, rolls.covers(proxy, item), wanted.label if wanted else ""
    )


def _facts(meeting: Meeting) -> MeetingFacts:
    begins = clock.local(meeting.starts_at)
    when = f"{minutes_text.day(meeting.starts_at)}　{begins:%H時%M分}"
    if meeting.is_written:
        when = f"{minutes_text.day(meeting.starts_at)}　24時まで"
        return MeetingFacts(meeting.full_title, when, "")
    where = f"{meeting.place}（{meeting.form.label}）" if meeting.place else meeting.form.label
    return MeetingFacts(meeting.full_title, when, where)


def _submitter(member_id: int | None, on: date | None) -> Submitter:
    if member_id is None:
        return NOBODY
    organisation = rows.one(Organisation, member_id)
    submitter, _contact = member_papers.who(organisation, on or clock.today())
    return submitter


def _dated(meeting: Meeting) -> date:
    return _day(meeting.notified_at or meeting.planned_at)


def _day(moment: datetime) -> date:
    return clock.local(moment).date()
