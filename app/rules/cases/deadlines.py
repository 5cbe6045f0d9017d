"""Deadlines in a case of which its people are reminded."""

from datetime import timedelta

from app.rules.common.labelled import Labelled

AHEAD = timedelta(days=7)
"""How long before its day a deadline is shown on the home page."""


class DeadlineKind(Labelled):
    """What is due."""

    PART = "part", "支援の分担の期日"
    GOAL = "goal", "支援の目標の期日"
    CONSENT = "consent", "同意の期限"
    REVIEW = "review", "ケースの見直し"
    CONFERENCE = "conference", "次回の検討会議"
    CONTACT = "contact", "次の連絡・訪問"
