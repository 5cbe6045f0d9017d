"""Proposals to the prefecture (政策提言; 幹事団体の機能「県の孤独・孤立施策への提言」)."""

from collections.abc import Collection
from datetime import date, timedelta

from app.rules.common.labelled import Labelled

ANSWERED_WITHIN = timedelta(days=60)
"""How long the prefecture has by default; the day is shown and may be changed at the handing over.

*Reading*: no article sets it. Two months leave an autumn proposal answered before the budget is drawn up.
"""
REMINDED_EVERY = timedelta(days=14)
"""How long after one reminder of an overdue answer the next is due (*reading*)."""
FOLLOWED_UP_AFTER = timedelta(days=365)
"""How long after the last answer or measure the prefecture is asked again what became of it (その後)."""


class MeasureState(Labelled):
    """How far a measure of the prefecture is (措置の状況)."""

    PLANNED = "planned", "予定"
    UNDER_WAY = "under_way", "実施中"
    DONE = "done", "実施済み"
    DROPPED = "dropped", "見送り"


class ProposalEvent(Labelled):
    """What happens to a proposal, and how its letters call it."""

    DRAFTED = "drafted", "起案が登録されました"
    CHANGED = "changed", "内容が変更されました"
    JOINED = "joined", "共同提言団体が加わりました"
    AGREED = "agreed", "共同提言への同意がありました"
    LEFT = "left", "共同提言団体から外れました"
    SUBMITTED = "submitted", "プラットフォーム会議に付議されました"
    SENT_BACK = "sent_back", "起案に戻されました"
    PASSED = "passed", "プラットフォーム会議で決定されました"
    NOT_PASSED = "not_passed", "プラットフォーム会議で否決されました"
    REVISED = "revised", "練り直しのため起案に戻されました"
    HANDED_OVER = "handed_over", "県に提出されました"
    ANSWERED = "answered", "県の回答が登録されました"
    MEASURE = "measure", "県の措置の状況が登録されました"
    CLOSED = "closed", "終了しました"
    RETIRED = "retired", "登録が抹消されました"


TO_SECRETARIAT = (ProposalEvent.SUBMITTED, ProposalEvent.SENT_BACK)
"""Of these the secretariat is told, too: it puts proposals on agendas."""

BY_MEETING = (ProposalEvent.PASSED, ProposalEvent.NOT_PASSED)
"""Of these all author bodies are told, even the one whose vote decided."""


def told(authors: Collection[int], by: int | None) -> list[int]:
    """Return the author bodies to be told of a change: all but the one that made it itself.

    by: the body for which the change was made; None for the secretariat and the meeting.
    """
    return sorted({each for each in authors if each != by})


def answer_due(handed_on: date) -> date:
    """Return the day by which an answer is expected unless another one is given."""
    return handed_on + ANSWERED_WITHIN


def reminder_due(awaited_on: date, today: date, reminded_on: date | None) -> bool:
    """Whether the secretariat is reminded of what is missing: a day late, then every two weeks.

    awaited_on: the last day in time. A reminder of an earlier one does not count.
    """
    if today <= awaited_on:
        return False
    return reminded_on is None or reminded_on <= awaited_on or reminded_on + REMINDED_EVERY <= today


def hand_over_fault(handed_on: date, decided_on: date, due_on: date, today: date) -> str:
    """Return what is wrong with the days of a handing over, in Japanese; "" if nothing."""
    if not decided_on <= handed_on <= today:
        return "提出日は、決定した日から今日までの日を入力してください。"
    if due_on <= handed_on:
        return "回答の期限は、提出日より後の日を入力してください。"
    return ""


def day_fault(day: date, handed_on: date, today: date) -> str:
    """Return what is wrong with the day of an answer or measure, in Japanese; "" if nothing."""
    if handed_on <= day <= today:
        return ""
    return "日付は、提出日から今日までの日を入力してください。"
