"""Elements of a meeting: its form, the kinds of items, the ways of replying and voting."""

from app.rules import Article
from app.rules.common import articles
from app.rules.common.labelled import Labelled


class MeetingForm(Labelled):
    """開催の方法. WRITTEN is a stand-alone written resolution (書面決議, 規約第12条第5項)."""

    ROOM = "room", "会場"
    ONLINE = "online", "オンライン"
    BOTH = "both", "会場・オンライン併用"
    WRITTEN = "written", "書面決議"

    @property
    def ways_to_come(self) -> tuple["Reply", ...]:
        """The ways of attending that members can choose from."""
        return _WAYS_TO_COME[self]


class ItemKind(Labelled):
    """議題の種類: only resolutions are voted on."""

    RESOLUTION = "resolution", "議案"
    REPORT = "report", "報告事項"
    DISCUSSION = "discussion", "協議事項"


class ResolutionKind(Labelled):
    """The effect of a resolution when it passes (規約第9条)."""

    REGULATION = "regulation", "規定の策定・改廃"
    SELECTION = "selection", "幹事団体の選出"
    RELEASE = "release", "幹事団体の退会"
    EXPULSION = "expulsion", "一般団体の除名"
    OTHER = "other", "その他"

    @property
    def article(self) -> Article:
        """The power of the platform meeting on which it is based."""
        return _POWERS[self]


_POWERS = {
    ResolutionKind.REGULATION: articles.POWER_REGULATIONS,
    ResolutionKind.SELECTION: articles.POWER_EXECUTIVES,
    ResolutionKind.RELEASE: articles.POWER_EXECUTIVES,
    ResolutionKind.EXPULSION: articles.POWER_EXPULSION,
    ResolutionKind.OTHER: articles.POWER_OTHER,
}


class Reply(Labelled):
    """出欠の回答."""

    ROOM = "room", "会場に出席"
    ONLINE = "online", "オンラインで出席"
    PROXY = "proxy", "委任"
    STATEMENT = "statement", "意思表明"
    ABSENT = "absent", "欠席"

    @property
    def comes(self) -> bool:
        """Whether the member intends to be present."""
        return self in (Reply.ROOM, Reply.ONLINE)


_WAYS_TO_COME = {
    MeetingForm.ROOM: (Reply.ROOM,),
    MeetingForm.ONLINE: (Reply.ONLINE,),
    MeetingForm.BOTH: (Reply.ROOM, Reply.ONLINE),
    MeetingForm.WRITTEN: (),
}


class AnswerWay(Labelled):
    """How a member's reply or statement reached us (回答の方法)."""

    EMAIL = "email", "電子メール"
    LINK = "link", "通知のリンク"
    LOGIN = "login", "ログイン"
    PAPER = "paper", "書面"
    FAX = "fax", "FAX"
    TELEPHONE = "telephone", "電話"

    @property
    def is_written(self) -> bool:
        """Whether a proxy or a statement can be given this way (規約第12条第3項–第5項)."""
        return self is not AnswerWay.TELEPHONE

    @property
    def gives_attendance(self) -> bool:
        """Whether a statement made this way counts as attendance (規約第12条第4項).

        *reading*: the personal link and the log-in count as e-mail; paper and FAX do not, since the
        by-laws provide for no vote on paper.
        """
        return self in (AnswerWay.EMAIL, AnswerWay.LINK, AnswerWay.LOGIN)


class VoteWay(Labelled):
    """How a vote was cast in the meeting."""

    CLICK = "click", "画面から"
    HANDS = "hands", "挙手"
    BALLOT = "ballot", "投票用紙"

    @property
    def is_written(self) -> bool:
        """Whether a vote in favour is also a written assent (規約第12条第5項): hands are not."""
        return self is not VoteWay.HANDS
