"""Supporters (とっとり孤独・孤立サポーター): who may be appointed, and for how long.

The source names the supporters, their training and appointment, and no more: term, refresher and
the conditions of an appointment are readings (法第12条).
"""

from datetime import date, timedelta

from app.rules import Verdict
from app.rules.admission.statements import Statement
from app.rules.common import articles
from app.rules.common.labelled import Labelled

TERM_YEARS = 2
"""Length of a term (*reading*)."""
REMINDED_BEFORE = timedelta(days=90)
"""From this time before the end of the term on, the refresher is due (*reading*)."""


class SupporterKind(Labelled):
    """サポーターの種類."""

    PREFECTURAL = "prefectural", "とっとり孤独・孤立サポーター"
    """Appointed by the prefecture for a term: finds, visits, stays in touch (伴走)."""
    CONNECTING = "connecting", "つながりサポーター"
    """Registered after one course, without a term: knows, and tells others (周知)."""

    @property
    def short(self) -> str:
        """The name for a narrow column."""
        return "県の任命" if self is self.PREFECTURAL else "つながり"


class SupporterActivityKind(Labelled):
    """サポーターの活動の種類."""

    WATCHING = "watching", "見守り"
    VISIT = "visit", "訪問"
    PASSING_ON = "passing_on", "つなぎ"
    TELLING = "telling", "周知"
    OTHER = "other", "その他"


class Agreement(Labelled):
    """Whether the person agrees to be passed on (本人の同意)."""

    AGREES = "agrees", "本人は、相談機関に伝えることに同意している"
    NOT_ASKED = "not_asked", "本人にはまだ話していない"
    DISAGREES = "disagrees", "本人は同意していない"


def may_appoint(
    kind: SupporterKind,
    *,
    trained_on: date | None,
    pledged_on: date | None,
    is_minor: bool,
    guardian_agreed: bool,
) -> Verdict:
    """Whether somebody may be appointed: trained, pledged, a minor with a guardian's consent."""
    if trained_on is None:
        return _no("研修の修了を記録してから任命してください。")
    if kind is SupporterKind.PREFECTURAL and pledged_on is None:
        return _no("守秘の誓約の日を記録してから任命してください。")
    if is_minor and not guardian_agreed:
        return _no("未成年の人は、保護者の同意を記録してから任命してください。")
    return Verdict(True, articles.SUPPORTERS, "研修などの要件を満たしています。")


def term_until(kind: SupporterKind, begins_on: date) -> date | None:
    """Return the last day of a term; None for a kind without one."""
    if kind is SupporterKind.CONNECTING:
        return None
    year, month = begins_on.year + TERM_YEARS, begins_on.month
    day = 28 if (month, begins_on.day) == (2, 29) else begins_on.day
    return date(year, month, day) - timedelta(days=1)


def renewed_until(until: date, refreshed_on: date) -> date:
    """Return the last day of the next term: it follows the present one, or begins again after it."""
    begins_on = max(until + timedelta(days=1), refreshed_on)
    found = term_until(SupporterKind.PREFECTURAL, begins_on)
    assert found is not None
    return found


def _no(reason: str) -> Verdict:
    return Verdict(False, articles.SUPPORTERS, reason)


PLEDGE = Statement(
    version="2026-11-29",
    title="守秘の誓約",
    opening="活動をする間も、終えた後も、次のことを守ります。",
    items=(
        "活動で知った人の秘密を、ほかの人に話しません。",
        "人を相談につなぐときは、お知らせするリンクか電話で、相談機関に直接伝えます。",
        "会った人の名前や事情を、活動の報告や会員制交流サイト（SNS）に書きません。",
    ),
)
PRIVACY = Statement(
    version="2026-11-29",
    title="個人情報の取扱い",
    opening="入力された個人情報は、事務局（鳥取県）が次のとおり取り扱います。",
    items=(
        "使う目的は、研修と任命の手続、活動の連絡です。ほかの目的には使いません。",
        "氏名と連絡先は公開しません。同意した人に限り、活動する市町村の担当者に知らせます。",
        "サポーターを終えたときは、氏名、連絡先などを削除し、人数だけを残します。",
    ),
)
