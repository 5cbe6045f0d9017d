"""Access to a case (個別ケース): sections, levels and bases of participation.

Access is for named persons, case by case (法第18条): no role opens a case.
"""

from collections.abc import Collection, Mapping

from app.rules.common.labelled import Labelled


class Section(Labelled):
    """A section of a case, to which access is granted separately."""

    MANAGEMENT = "management", "管理"
    """Participants, passing-on, requests, closing: managed by the coordinator and the lead body."""
    IDENTITY = "identity", "本人の特定"
    BASIC = "basic", "基本"
    FAMILY = "family", "家族"
    HEALTH = "health", "健康・障がい"
    ECONOMY = "economy", "経済"
    COURSE = "course", "経過"
    PLAN = "plan", "支援計画"
    CONFERENCE = "conference", "会議"


OVERVIEW = "overview"
"""The overview (概要) in the access log: every participant sees it, it is no section."""


class Level(Labelled):
    """A participant's rights in a section; without a participation there are none."""

    READ = "read", "閲覧"
    WRITE = "write", "記入"


class Preset(Labelled):
    """A usual way to take part, from which a manager starts (*reading*: no more than it needs)."""

    WATCH = "watch", "見守り"
    SUPPORT = "support", "支援"
    CONFERENCE = "conference", "会議のみ"


_S, _L = Section, Level
PRESETS: Mapping[Preset, Mapping[Section, Level]] = {
    Preset.WATCH: {_S.COURSE: _L.WRITE, _S.PLAN: _L.READ},
    Preset.SUPPORT: {
        _S.BASIC: _L.READ,
        _S.COURSE: _L.WRITE,
        _S.PLAN: _L.WRITE,
        _S.CONFERENCE: _L.READ,
    },
    Preset.CONFERENCE: {_S.CONFERENCE: _L.READ},
}


class MyPart(Labelled):
    """What a person is to a case, in one word."""

    MANAGES = "manages", "管理"
    COORDINATES = "coordinates", "調整"
    EMERGENCY = "emergency", "緊急閲覧"
    WRITES = "writes", "記入"
    READS = "reads", "閲覧"


class ParticipationBasis(Labelled):
    """The basis of a person's participation in a case."""

    INTAKE = "intake", "ケースの受付"
    COORDINATION = "coordination", "調整機関（法第17条第2項）"
    LEAD = "lead", "主担当機関"
    SUPPORT = "support", "支援への参加（法第16条第2項）"
    REQUEST = "request", "協力の求め（法第16条第3項）"
    EMERGENCY = "emergency", "緊急閲覧"


def my_part(held: Mapping[Section, Level], bases: Collection[ParticipationBasis]) -> MyPart:
    """Return what a person is to a case. bases: of their current participation, at least one."""
    if held.get(Section.MANAGEMENT) is Level.WRITE:
        return MyPart.MANAGES
    if set(bases) <= {ParticipationBasis.COORDINATION}:
        return MyPart.COORDINATES
    if set(bases) <= {ParticipationBasis.EMERGENCY}:
        return MyPart.EMERGENCY
    return MyPart.WRITES if Level.WRITE in held.values() else MyPart.READS


class PassingOnBasis(Labelled):
    """The basis for passing on case information. The Act has no clause that replaces consent."""

    CONSENT = "consent", "本人の同意"
    REQUEST = "request", "法第16条第3項の求め"
    DANGER = "danger", "生命・身体の危険"
    OTHER_LAW = "other_law", "ほかの法令（名称を記入）"
    COORDINATION = "coordination", "調整機関の調整（法第17条第2項）"
    """By the council's rules (法第19条), with the naming of a coordinator: nobody chooses it."""


class AccessKind(Labelled):
    """A kind of access to a case, refused ones included: `case.<value>` in the audit trail.

    The order is that of the monthly review.
    """

    READ = "read", "閲覧"
    DENIED = "denied", "閲覧を拒否"
    SEARCH = "search", "照合"
    PRINT = "print", "印刷"
    DOWNLOAD = "download", "保存（ダウンロード）"
    EXPORT = "export", "書出し"


class Urgency(Labelled):
    """How soon action is needed."""

    IMMEDIATE = "immediate", "緊急（当日中）"
    SOON = "soon", "早急（1週間以内）"
    NORMAL = "normal", "通常"
    WATCH = "watch", "見守り"
