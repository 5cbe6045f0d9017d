"""Requests of the state's headquarters (孤独・孤立対策推進本部) for an opinion or for help."""

from datetime import date, timedelta

from app.rules.common.labelled import Labelled

REMINDED_BEFORE = timedelta(days=5)
"""How long before its deadline an unanswered request is brought to mind (*reading*)."""
DAY = timedelta(days=1)


class Basis(Labelled):
    """What the headquarters asks for, and by which provision."""

    OPINION = "opinion", "意見の聴取（法第21条第2項）"
    HELP = "help", "資料の提出などの協力の依頼（法第26条第2項）"
    OTHER = "other", "その他"


class AddressedTo(Labelled):
    """Who is asked (法第21条第2項: 地方公共団体、協議会又は関係機関等)."""

    PREFECTURE = "prefecture", "県"
    COUNCIL = "council", "地域協議会"
    PLATFORM = "platform", "プラットフォーム"


def answer_fault(answer: str, answered_on: date | None) -> str:
    """Return what is missing of an answer, in Japanese; "" if nothing."""
    if bool(answer) == bool(answered_on):
        return ""
    return "回答の内容と回答日は、両方を入力してください。"


def reminder_due(due_on: date, today: date, reminded_on: date | None) -> bool:
    """Whether a reminder of an unanswered request is due: once before its deadline, once after."""
    first = due_on + DAY if today > due_on else due_on - REMINDED_BEFORE
    return today >= first and (reminded_on is None or reminded_on < first)
