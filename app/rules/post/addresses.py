"""What reports on letters say of a mail address: it is dead, or somebody has to ask by telephone."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from app.rules.common.labelled import Labelled
from app.rules.post.bounce_reasons import ABOUT_ADDRESS, BounceReason

WITHIN = timedelta(days=30)
ENOUGH = 3
"""How many letters that come back within that time need a telephone call."""
QUIET = timedelta(days=5)
"""Time after which a letter that did not come back has arrived: mail servers try for so long."""
GONE = frozenset((BounceReason.USER_UNKNOWN, BounceReason.HAS_MOVED))


class AddressState(Labelled):
    """Whether letters reach a mail address."""

    GOOD = "good", "届く"
    CALL = "call", "電話で確認"
    DEAD = "dead", "宛先なし"


class ReportKind(Labelled):
    """What a mail says of a letter of ours."""

    FAILED = "failed", "配達不能"
    DELAYED = "delayed", "配達の遅れ"
    DELIVERED = "delivered", "配達済み"
    RELAYED = "relayed", "中継済み"
    COMPLAINT = "complaint", "迷惑メールの申告"
    AUTO_REPLY = "auto_reply", "自動返信"


class Seen(NamedTuple):
    """A report on a letter to the address. status: RFC 3463, "" for none."""

    letter_id: int
    at: datetime
    kind: ReportKind
    reason: BounceReason
    status: str


def is_dead(report: Seen) -> bool:
    """Whether one such report suffices: the server says for good that there is no such address."""
    for_good = report.kind is ReportKind.FAILED and not report.status.startswith("4")
    return for_good and report.reason in GONE


def state_of(reports: Iterable[Seen]) -> AddressState:
    """Return what reports on letters to one address say of it.

    One is enough that the address does not exist. Of all other reasons that lie with the address,
    three letters within 30 days are; a delay counts where the mailbox is full, and a letter once.
    """
    found = [each for each in reports if _counts(each)]
    if any(is_dead(each) for each in found):
        return AddressState.DEAD
    first_of: dict[int, datetime] = {}
    for each in sorted(found, key=lambda one: one.at):
        first_of.setdefault(each.letter_id, each.at)
    moments = sorted(first_of.values())
    runs = zip(moments, moments[ENOUGH - 1 :], strict=False)
    return AddressState.CALL if any(b - a <= WITHIN for a, b in runs) else AddressState.GOOD


def _counts(report: Seen) -> bool:
    if report.kind is ReportKind.DELAYED:
        return report.reason is BounceReason.MAILBOX_FULL
    return report.kind is ReportKind.FAILED and report.reason in ABOUT_ADDRESS


def is_worse(state: AddressState, than: AddressState) -> bool:
    """Whether a state is a greater trouble than another."""
    order = list(AddressState)
    return order.index(state) > order.index(than)
