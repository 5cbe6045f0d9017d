"""Who may see what of a case (個別ケース): sections, levels and on what a participation rests.

Access is for named persons, case by case (法第18条): an office opens no case.
"""

from app.rules.labelled import Labelled


class Section(Labelled):
    """A part of a case to which access is given on its own."""

    MANAGEMENT = "management", "管理"
    """Participants, passing-on, requests, closing: what the coordinator and the lead body look after."""
    IDENTITY = "identity", "本人の特定"
    BASIC = "basic", "基本"
    FAMILY = "family", "家族"
    HEALTH = "health", "健康・障がい"
    ECONOMY = "economy", "経済"
    COURSE = "course", "経過"
    PLAN = "plan", "支援計画"
    CONFERENCE = "conference", "会議"


class Level(Labelled):
    """What a participant may do in a section; no participation there means nothing at all."""

    READ = "read", "閲覧"
    WRITE = "write", "記入"


class ParticipationBasis(Labelled):
    """On what a person's participation in a case rests."""

    INTAKE = "intake", "ケースの受付"
    COORDINATION = "coordination", "調整機関（法第17条第2項）"
    LEAD = "lead", "主担当機関"
    SUPPORT = "support", "支援への参加（法第16条第2項）"
    REQUEST = "request", "協力の求め（法第16条第3項）"
    EMERGENCY = "emergency", "緊急閲覧"


class PassingOnBasis(Labelled):
    """On what the passing-on of case information rests. The Act has no clause that lifts consent."""

    CONSENT = "consent", "本人の同意"
    REQUEST = "request", "法第16条第3項の求め"
    DANGER = "danger", "生命・身体の危険"
    OTHER_LAW = "other_law", "ほかの法令（名称を記入）"


class Look(Labelled):
    """How somebody looked at a case or tried to: `case.<value>` in the trail, in the review's order."""

    READ = "read", "閲覧"
    DENIED = "denied", "閲覧を拒否"
    SEARCH = "search", "照合"
    PRINT = "print", "印刷"
    DOWNLOAD = "download", "保存（ダウンロード）"
    EXPORT = "export", "書出し"


class Urgency(Labelled):
    """How soon somebody has to act."""

    IMMEDIATE = "immediate", "緊急（当日中）"
    SOON = "soon", "早急（1週間以内）"
    NORMAL = "normal", "通常"
    WATCH = "watch", "見守り"
