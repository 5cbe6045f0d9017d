"""Letters to every executive member on the results of a meeting (結果の通知)."""

from collections.abc import Mapping

from app.documents.common.letter import Letter
from app.mail.post.member_letter import letter
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.meeting.resolution import ResolutionRecord
from app.models.membership.organisation import Organisation
from app.rules.common.era import era_date
from app.rules.meeting.agenda import ResolutionKind
from app.rules.states.meeting.meeting import ItemState

PURPOSE = "meeting_results"


def results(
    meeting: Meeting,
    organisation: Organisation,
    records: Mapping[int, ResolutionRecord],
    *,
    minutes: str,
    number: str,
) -> Letter:
    """Return the letter with every resolution's result and sum in words, and the other agenda items.

    minutes: address of the confirmed minutes; "" while there are none.
    """
    paragraphs = [f"{meeting.full_title}の結果を、下記のとおり通知します。"]
    if minutes:
        paragraphs += ["議事録は、次のページで見ることができます。", minutes]
    return letter(
        organisation,
        PURPOSE,
        f"{meeting.full_title}の結果について（通知）",
        tuple(paragraphs),
        items=tuple(_items(meeting, records)),
        number=number,
    )


def _items(meeting: Meeting, records: Mapping[int, ResolutionRecord]) -> list[tuple[str, str]]:
    return [
        (item.label, "\n".join(filter(None, _lines(item, records.get(item.id)))))
        for item in meeting.items
    ]


def _lines(item: AgendaItem, record: ResolutionRecord | None) -> list[str]:
    lines = [item.title, item.addition]
    if item.state is ItemState.WITHDRAWN:
        return [*lines, f"取下げ（{item.withdrawal_reason}）"]
    if item.state is ItemState.UNFINISHED:
        return [*lines, ItemState.UNFINISHED.label]
    if record is None:
        return lines
    lines += [f"{record.outcome.label}（{record.article}）", record.reason]
    if record.effective_on is not None:
        lines.append(f"効力の生じた日　{era_date(record.effective_on)}")
        if item.effect or item.resolution_kind is not ResolutionKind.OTHER:
            lines.append(record.effect)
    return lines
