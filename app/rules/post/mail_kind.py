"""What kind of mail arrived."""

from app.rules.common.labelled import Labelled


class MailKind(Labelled):
    """What kind of mail it is. All but answers are kept apart and count as no answer."""

    ANSWER = "answer", "回答"
    AUTO_REPLY = "auto_reply", "自動返信"
    BOUNCE = "bounce", "配達不能の通知"
    RECEIPT = "receipt", "開封の通知"
    LIST = "list", "メーリングリスト"
