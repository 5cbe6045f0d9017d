"""An organisation's standing on the platform, and how it ends (規約第4条, 第6条, 第9条)."""

from enum import StrEnum


class MemberKind(StrEnum):
    """会員の種別 (規約第4条)."""

    EXECUTIVE = "executive"
    GENERAL = "general"

    @property
    def label(self) -> str:
        """The kind in Japanese."""
        return _MEMBER_KIND_LABELS[self]


_MEMBER_KIND_LABELS = {
    MemberKind.EXECUTIVE: "幹事団体",
    MemberKind.GENERAL: "一般団体",
}


class Standing(StrEnum):
    """An organisation's present standing."""

    EXECUTIVE = "executive"
    GENERAL = "general"
    FORMER = "former"

    @property
    def label(self) -> str:
        """The standing in Japanese."""
        return _STANDING_LABELS[self]


_STANDING_LABELS = {
    Standing.EXECUTIVE: "幹事団体",
    Standing.GENERAL: "一般団体",
    Standing.FORMER: "会員でない",
}


class EndCause(StrEnum):
    """Why a period of membership ended."""

    WITHDRAWAL = "withdrawal"
    """退会 (規約第6条)."""
    EXPULSION = "expulsion"
    """除名 (規約第6条, 第9条第3号)."""
    RELEASE = "release"
    """幹事団体の退会 (規約第9条第2号): by resolution, no bar."""
    SELECTION = "selection"
    """幹事団体への選出: membership continues in the other kind."""
    MERGE = "merge"
    """Entered twice by mistake; the records were merged."""

    @property
    def label(self) -> str:
        """The cause in Japanese."""
        return _END_CAUSE_LABELS[self]


_END_CAUSE_LABELS = {
    EndCause.WITHDRAWAL: "退会",
    EndCause.EXPULSION: "除名",
    EndCause.RELEASE: "幹事団体の退会",
    EndCause.SELECTION: "幹事団体への選出",
    EndCause.MERGE: "重複登録の統合",
}


class ReceivedBy(StrEnum):
    """The way of receipt (受付方法)."""

    WEB = "web"
    PAPER = "paper"
    FAX = "fax"
    MAIL = "mail"

    @property
    def label(self) -> str:
        """The way in Japanese."""
        return _RECEIVED_BY_LABELS[self]


ON_BEHALF = (ReceivedBy.PAPER, ReceivedBy.FAX, ReceivedBy.MAIL)
"""The ways of receipt of what the secretariat enters (代行入力)."""


_RECEIVED_BY_LABELS = {
    ReceivedBy.WEB: "電子申請",
    ReceivedBy.PAPER: "書面（郵送・持参）",
    ReceivedBy.FAX: "FAX",
    ReceivedBy.MAIL: "電子メール",
}


class ContactKind(StrEnum):
    """A contact with a member that updates its last-contact date."""

    LOGIN = "login"
    FORM = "form"
    REPLY = "reply"
    CALL = "call"
    RSVP = "rsvp"
    ATTENDANCE = "attendance"

    @property
    def label(self) -> str:
        """The contact in Japanese."""
        return _CONTACT_KIND_LABELS[self]


_CONTACT_KIND_LABELS = {
    ContactKind.LOGIN: "ログイン",
    ContactKind.FORM: "届出・申請",
    ContactKind.REPLY: "連絡への返信",
    ContactKind.CALL: "電話・面会",
    ContactKind.RSVP: "出欠の回答",
    ContactKind.ATTENDANCE: "会議・行事への参加",
}


class ContactMeans(StrEnum):
    """How the secretariat tried to reach a member."""

    MAIL = "mail"
    TELEPHONE = "telephone"
    POST = "post"
    VISIT = "visit"

    @property
    def label(self) -> str:
        """The means in Japanese."""
        return _CONTACT_MEANS_LABELS[self]


_CONTACT_MEANS_LABELS = {
    ContactMeans.MAIL: "電子メール",
    ContactMeans.TELEPHONE: "電話",
    ContactMeans.POST: "郵便",
    ContactMeans.VISIT: "訪問",
}


class ExpulsionGround(StrEnum):
    """除名事由 (規約第6条各号)."""

    OUT_OF_CONTACT = "out_of_contact"
    BREACH = "breach"
    DISSOLVED = "dissolved"
    ANTI_SOCIAL = "anti_social"
    HINDRANCE = "hindrance"

    @property
    def label(self) -> str:
        """The ground in Japanese."""
        return _GROUND_LABELS[self]


_GROUND_LABELS = {
    ExpulsionGround.OUT_OF_CONTACT: "1年以上、連絡が取れない",
    ExpulsionGround.BREACH: "規約に違反した、又は本会の信用を著しく害した",
    ExpulsionGround.DISSOLVED: "解散又は活動を停止した",
    ExpulsionGround.ANTI_SOCIAL: "反社会的勢力である、又はそれと関係がある",
    ExpulsionGround.HINDRANCE: "本会の運営に重大な支障が生じる",
}
