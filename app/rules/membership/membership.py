"""An organisation's standing on the platform, and how it ends (規約第4条, 第6条, 第9条)."""

from app.rules.common.labelled import Labelled


class MemberKind(Labelled):
    """会員の種別 (規約第4条)."""

    EXECUTIVE = "executive", "幹事団体"
    GENERAL = "general", "一般団体"


class Standing(Labelled):
    """An organisation's present standing."""

    EXECUTIVE = "executive", "幹事団体"
    GENERAL = "general", "一般団体"
    FORMER = "former", "会員でない"


class EndCause(Labelled):
    """Why a period of membership ended."""

    WITHDRAWAL = "withdrawal", "退会"
    """退会 (規約第6条)."""
    EXPULSION = "expulsion", "除名"
    """除名 (規約第6条, 第9条第3号)."""
    RELEASE = "release", "幹事団体の退会"
    """幹事団体の退会 (規約第9条第2号): by resolution, no bar."""
    SELECTION = "selection", "幹事団体への選出"
    """幹事団体への選出: membership continues in the other kind."""
    MERGE = "merge", "重複登録の統合"
    """Entered twice by mistake; the records were merged."""


class ReceivedBy(Labelled):
    """The way of receipt (受付方法)."""

    WEB = "web", "電子申請"
    PAPER = "paper", "書面（郵送・持参）"
    FAX = "fax", "FAX"
    MAIL = "mail", "電子メール"
    SPOKEN = "spoken", "電話・窓口"


ON_BEHALF = (ReceivedBy.PAPER, ReceivedBy.FAX, ReceivedBy.MAIL)
"""The ways of receipt of what the secretariat enters (代行入力)."""
TOLD = (ReceivedBy.SPOKEN, *ON_BEHALF)
"""The ways in which an applicant tells the secretariat what to correct or to take back."""


class ContactKind(Labelled):
    """A contact with a member that updates its last-contact date."""

    LOGIN = "login", "ログイン"
    FORM = "form", "届出・申請"
    REPLY = "reply", "連絡への返信"
    CALL = "call", "電話・面会"
    RSVP = "rsvp", "出欠の回答"
    ATTENDANCE = "attendance", "会議・行事への参加"


class ContactMeans(Labelled):
    """How the secretariat tried to reach a member."""

    MAIL = "mail", "電子メール"
    TELEPHONE = "telephone", "電話"
    POST = "post", "郵便"
    VISIT = "visit", "訪問"


class ExpulsionGround(Labelled):
    """除名事由 (規約第6条各号)."""

    OUT_OF_CONTACT = "out_of_contact", "1年以上、連絡が取れない"
    BREACH = "breach", "規約に違反した、又は本会の信用を著しく害した"
    DISSOLVED = "dissolved", "解散又は活動を停止した"
    ANTI_SOCIAL = "anti_social", "反社会的勢力である、又はそれと関係がある"
    HINDRANCE = "hindrance", "本会の運営に重大な支障が生じる"
