"""What an organisation can be to the platform, and how that ends (規約第4条, 第6条, 第9条)."""

from enum import StrEnum


class MemberKind(StrEnum):
    """会員の種別 (規約第4条)."""

    EXECUTIVE = "executive"
    GENERAL = "general"


class Standing(StrEnum):
    """What an organisation is today."""

    EXECUTIVE = "executive"
    GENERAL = "general"
    FORMER = "former"


class EndCause(StrEnum):
    """Why a period of membership ended."""

    WITHDRAWAL = "withdrawal"
    """退会 (規約第6条)."""
    EXPULSION = "expulsion"
    """除名 (規約第6条, 第9条第3号)."""
    RELEASE = "release"
    """幹事団体の退会 (規約第9条第2号): by resolution, no bar."""
    SELECTION = "selection"
    """幹事団体への選出: membership goes on in the other kind."""
    MERGE = "merge"
    """Entered twice by mistake; the records were put together."""


class ReceivedBy(StrEnum):
    """The way of receipt (受付方法)."""

    WEB = "web"
    PAPER = "paper"
    FAX = "fax"
    MAIL = "mail"


class ContactKind(StrEnum):
    """A dealing with a member that moves its last-contact date."""

    LOGIN = "login"
    FORM = "form"
    REPLY = "reply"
    CALL = "call"
    RSVP = "rsvp"
    ATTENDANCE = "attendance"


class ContactMeans(StrEnum):
    """How the secretariat tried to reach a member."""

    MAIL = "mail"
    TELEPHONE = "telephone"
    POST = "post"
    VISIT = "visit"


class ExpulsionGround(StrEnum):
    """除名事由 (規約第6条各号)."""

    OUT_OF_CONTACT = "out_of_contact"
    BREACH = "breach"
    DISSOLVED = "dissolved"
    ANTI_SOCIAL = "anti_social"
    HINDRANCE = "hindrance"
