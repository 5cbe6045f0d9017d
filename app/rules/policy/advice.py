"""The advisory council (審議会): openness of its sessions, and what becomes of its opinions."""

from datetime import date

from app.rules.common.labelled import Labelled


class Openness(Labelled):
    """Whether a session is open to the public."""

    OPEN = "open", "公開"
    PARTLY = "partly", "一部公開"
    CLOSED = "closed", "非公開"


class Outcome(Labelled):
    """The prefecture's answer to an opinion."""

    ADOPTED = "adopted", "採択"
    PARTLY = "partly_adopted", "一部採択"
    REJECTED = "rejected", "不採択"
    CONSIDERED = "considered", "検討中"


def openness_fault(openness: Openness | None, reason: str, decided_by: str) -> str:
    """Return what is missing of a session that is not open, in Japanese; "" if nothing.

    *Reading*: a session is open in principle, so whoever closes it says why and who decided so.
    """
    if openness in (None, Openness.OPEN) or (reason and decided_by):
        return ""
    return "一部公開か非公開にするときは、その理由と、決定した者を入力してください。"


def answer_fault(
    outcome: Outcome | None, reason: str, section: str, answered_on: date | None
) -> str:
    """Return what is missing of an answer, in Japanese; "" if nothing."""
    if outcome in (None, Outcome.CONSIDERED) or (reason and section and answered_on):
        return ""
    return "回答するときは、理由、担当課、回答日を入力してください。"


def term_fault(begins_on: date | None, ends_on: date | None) -> str:
    """Return what is wrong with a term, in Japanese; "" if nothing."""
    if begins_on is None or ends_on is None or begins_on <= ends_on:
        return ""
    return "任期の終わりは、始まりの日以後の日を入力してください。"
