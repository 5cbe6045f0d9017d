"""What a notice says of each item, and the files that go with it: every fact is in the body."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from sqlalchemy import func, select

from app import clock
from app.documents.common.calendar_event import Method
from app.documents.common.letter import Letter
from app.documents.meeting import calendar
from app.extensions import db
from app.mail.common.transport import AttachedFile
from app.mail.meeting import letters
from app.models.meeting.agenda import AgendaItem, AgendaPaper
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.rules.common.office_settings import Numbering
from app.rules.membership.membership import Standing
from app.rules.regulations.comparison import Change
from app.rules.states.meeting.meeting import ItemState
from app.security.viewer import Role, Viewer
from app.services.common import settings
from app.services.common.links import Links
from app.services.meeting import meeting_pages, subject_facts
from app.services.post.letterhead import completed

SAMPLE_NUMBER = "（承認時に付きます）"
SAMPLE_LINK = "https://…（貴団体だけのリンク）"


def explanations(meeting: Meeting) -> Mapping[int, str]:
    """Return item → what it is about, its explanation, old and new text, and its papers by name."""
    about = subject_facts.of_meeting(meeting)
    return {
        item.id: "\n".join(
            [
                *filter(None, (about.get(item.id), item.text)),
                *_comparison(meeting, item),
                *(f"資料{paper.number}：{paper.title}" for paper in item.papers),
            ]
        )
        for item in meeting.items
        if item.state is not ItemState.WITHDRAWN
    }


def _comparison(meeting: Meeting, item: AgendaItem) -> list[str]:
    if not item.regulation_text:
        return []
    lines = ["新旧対照"]
    for change in meeting_pages.changes(meeting, item):
        lines += [
            f"＜{change.label}＞",
            f"現行：{_side(change, 'old')}",
            f"改正後：{_side(change, 'new')}",
        ]
    return lines


def _side(change: Change, side: str) -> str:
    return "".join(piece.text for piece in getattr(change, side)) or "（なし）"


def files(meeting: Meeting, links: Links) -> tuple[AttachedFile, ...]:
    """Return the calendar entry and the papers, for letters that may carry files."""
    papers = db.session.scalars(
        select(AgendaPaper)
        .join(AgendaItem, AgendaItem.id == AgendaPaper.item_id)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.state != ItemState.WITHDRAWN)
        .order_by(AgendaPaper.number)
    )
    return (
        *calendar_files(meeting, links, Method.PUBLISH),
        *(AttachedFile(each.file_name, each.media_type, each.content) for each in papers),
    )


def calendar_files(meeting: Meeting, links: Links, method: Method) -> tuple[AttachedFile, ...]:
    """Return the calendar entry; none for a written resolution, to which nobody comes."""
    if meeting.is_written:
        return ()
    content = calendar.ics(
        meeting,
        host=urlsplit(links.base).hostname or "localhost",
        stamped_at=clock.now(),
        url=f"{links.base}/meetings/{meeting.id}",
        method=method,
    )
    return (AttachedFile("meeting.ics", f"text/calendar; method={method.value}", content),)


def sample_notice(actor: Viewer, meeting: Meeting, *, by_mail: bool) -> tuple[Letter, int]:
    """Return a sample meeting notice to one executive member, and the number of recipients.

    by_mail: whether replies by mail are read.
    """
    actor.require(Role.SECRETARIAT)
    executive = Organisation.standing == Standing.EXECUTIVE
    count = db.session.scalar(select(func.count(Organisation.id)).where(executive)) or 0
    someone = db.session.scalars(
        select(Organisation).where(executive).order_by(Organisation.name_kana, Organisation.id)
    ).first()
    someone = someone or Organisation(name="（幹事団体）", representative_name="")
    number = "" if settings.value("numbering") == Numbering.NONE else SAMPLE_NUMBER
    said = explanations(meeting)
    letter = letters.notice(meeting, someone, SAMPLE_LINK, number, said=said, by_mail=by_mail)
    return completed(letter), count
