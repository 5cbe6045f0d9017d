"""Requests for co-operation (協力の求め; 法第16条第3項): purpose, body, deadline, reminders."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.rules import Verdict
from app.rules.common import articles
from app.rules.common.labelled import Labelled

BEFORE = timedelta(days=3)
AFTER = (timedelta(days=1), timedelta(days=8))


class Cooperation(Labelled):
    """The kind of co-operation requested."""

    INFORMATION = "information", "情報の提供"
    OPINION = "opinion", "意見の開陳"
    OTHER = "other", "その他の必要な協力"


class RequestPurpose(Labelled):
    """The purpose of a request: the Act names no other."""

    EXCHANGE = "exchange", "情報の交換及び支援の内容に関する協議のため"
    ON_DEMAND = "on_demand", "支援の実施に関する他の構成機関等の要請により"


@dataclass(frozen=True)
class Request:
    """A request to be sent. Bodies by their id."""

    cooperation: Cooperation
    purpose: RequestPurpose
    body: int
    what: str
    reason: str
    due_on: date
    asked_by: int | None = None
    """要請した構成機関等."""


def may_request(request: Request, *, bodies: frozenset[int], today: date) -> Verdict:
    """Whether the council may send the request. bodies: the present constituent bodies."""
    reason = ""
    if request.body not in bodies:
        reason = "協力を求めることができるのは、今の構成機関等に限ります。"
    elif not request.what.strip() or not request.reason.strip():
        reason = "求める内容と、必要とする理由を入力してください。"
    elif request.due_on <= today:
        reason = "回答期限には、明日以後の日を入力してください。"
    elif request.purpose is RequestPurpose.ON_DEMAND and (
        request.asked_by not in bodies or request.asked_by == request.body
    ):
        reason = "要請した構成機関等には、求める先とは別の、今の構成機関等を選んでください。"
    elif request.purpose is RequestPurpose.EXCHANGE and request.asked_by is not None:
        reason = (
            "構成機関等の要請によるときは、目的を「他の構成機関等の要請により」としてください。"
        )
    if reason:
        return Verdict(False, articles.COUNCIL_REQUEST, reason)
    return Verdict(True, articles.COUNCIL_REQUEST, "協力を求めることができます。")


def next_reminder(due_on: date, *, after: date) -> date | None:
    """Return the next day later than `after` for a reminder of an unanswered request.

    Reminders fall three days before its deadline, the day after it, and a week after that.
    """
    days = (due_on - BEFORE, *(due_on + later for later in AFTER))
    return next((day for day in days if day > after), None)
