"""Why a letter came back: what the mail server says, in one of few words.

The kinds follow the usual lists of bounce reasons. Japanese carriers and providers answer in words
of their own, often without a status code (RFC 3463), so the words are asked first.
"""

import re
import unicodedata

from app.rules.common.labelled import Labelled


class BounceReason(Labelled):
    """Why a letter was not delivered."""

    USER_UNKNOWN = "user_unknown", "宛先のアドレスがない"
    HAS_MOVED = "has_moved", "アドレスが変わった"
    HOST_UNKNOWN = "host_unknown", "宛先のドメインがない"
    MAILBOX_FULL = "mailbox_full", "受信箱がいっぱい"
    SUSPENDED = "suspended", "利用を止めている"
    FILTERED = "filtered", "受信拒否の設定"
    REJECTED = "rejected", "差出人を拒否"
    NOT_ACCEPTED = "not_accepted", "メールを受け取らないサーバー"
    BLOCKED = "blocked", "迷惑メールとして拒否"
    POLICY = "policy", "送信の方法を拒否"
    TOO_BIG = "too_big", "大きすぎる"
    CONTENT = "content", "内容や添付を拒否"
    TOO_MANY = "too_many", "送信の数が多すぎる"
    EXPIRED = "expired", "何日も配達できなかった"
    NETWORK = "network", "サーバーに接続できない"
    SYSTEM = "system", "受信側の障害"
    UNDEFINED = "undefined", "理由は分からない"


R = BounceReason
ABOUT_ADDRESS = frozenset(
    (
        *(R.USER_UNKNOWN, R.HAS_MOVED, R.HOST_UNKNOWN, R.MAILBOX_FULL, R.SUSPENDED, R.FILTERED),
        *(R.REJECTED, R.NOT_ACCEPTED, R.EXPIRED),
    )
)
"""Reasons that lie with the recipient's address. The others lie with the letter, or with us."""

_WORDS: tuple[tuple[BounceReason, str], ...] = (
    (R.FILTERED, r"550 : user unknown"),  # au: the sender is refused by the recipient's settings
    (R.FILTERED, r"mail delivery failed\.\.\. user unknown"),  # BIGLOBE: likewise
    (
        R.FILTERED,
        r"受信拒否|受信を拒否|指定受信|迷惑メール(?:フィルタ|対策|防止).{0,20}(?:設定|拒否)",
    ),
    (R.FILTERED, r"due to (?:extended inbox|recipient's) (?:filter|settings)"),
    (
        R.MAILBOX_FULL,
        r"(?:mail ?box|inbox|maildir|quota|storage).{0,40}(?:is full|full|exceed|over)"
        r"|(?:over|exceed\w*).{0,40}quota|out of storage|too much mail data"
        r"|number of messages in recipient's mailbox exceeded"
        r"|(?:容量|受信箱|メールボックス|メールBOX).{0,30}(?:一杯|いっぱい|満杯|超過|超え|オーバー|不足)",
    ),
    (
        R.SUSPENDED,
        r"(?:account|mailbox|user|recipient).{0,40}(?:disabled|suspend|inactive|temporarily limited)"
        r"|利用(?:を)?停止|休止中|解約",
    ),
    (R.HAS_MOVED, r"has (?:been )?moved|no longer (?:at|with|works|on)|アドレス(?:を|が)変更"),
    (
        R.HOST_UNKNOWN,
        r"(?:host|domain).{0,30}(?:unknown|not found|does not exist|lookup failed)"
        r"|(?:unknown|no such) (?:host|domain)|nxdomain|name or service not known"
        r"|ドメイン.{0,20}(?:存在しません|存在しない|見つかりません|見つからない)",
    ),
    (
        R.TOO_MANY,
        r"too many (?:recipients|connections|messages|mails)|rate limit|throttl|送信(?:数|制限)を超",
    ),
    (
        R.TOO_BIG,
        r"(?:message|mail|size).{0,30}(?:too (?:big|large)|exceeds .{0,20}(?:size|limit))|サイズ.{0,10}(?:超|大き)",
    ),
    (
        R.BLOCKED,
        r"spam|blacklist|blocklist|blocked using|poor reputation|reputation|スパム|迷惑メールと(?:して|判定)",
    ),
    (
        R.POLICY,
        r"\b(?:dmarc|spf|dkim)\b|unauthenticated|relay(?:ing)? (?:access )?denied|not permitted",
    ),
    (
        R.CONTENT,
        r"attachment|virus|malware|content (?:rejected|filter|not accept)|添付ファイル|ウイルス|無害化",
    ),
    (
        R.USER_UNKNOWN,
        r"(?:user|recipient|mailbox|address|account|alias).{0,40}"
        r"(?:unknown|not found|does ?n[o']t exist|doesn't have|unavailable|not listed|invalid|disabled)"
        r"|(?:unknown|no such|invalid|bad|nonexistent) (?:user|recipient|mailbox|address|account|person)"
        r"|(?:宛先|あて先|アドレス|ユー.{1,2}|受信者|メールボックス).{0,30}"
        r"(?:存在しません|存在しない|存在せず|不明|見つかりません|見つからない|誤り|無効|ありません)",
    ),
    (
        R.NOT_ACCEPTED,
        r"does not accept (?:mail|e-?mail)|null mx|受け付けていません|受信専用ではありません",
    ),
    (
        R.REJECTED,
        r"sender.{0,30}(?:rejected|denied|refused)|(?:rejected|denied|refused).{0,30}sender",
    ),
    (
        R.EXPIRED,
        r"(?:could not be delivered|undelivered|retry|retries|delivery).{0,40}"
        r"(?:expired|time ?out|timed out|too long|for \d+ days)|(?:日間|時間)(?:を)?(?:経過|配達でき)",
    ),
    (
        R.NETWORK,
        r"connection (?:timed out|refused|reset)|network is unreachable|no route to host"
        r"|接続できません|接続に失敗",
    ),
    (
        R.SYSTEM,
        r"system error|local configuration error|insufficient system|内部エラー|システムエラー",
    ),
)
_PATTERNS = tuple((reason, re.compile(words)) for reason, words in _WORDS)
"""Asked in this order: the rarer words first, those that stand in many answers last."""

_STATUS = {
    **{"1.1": R.USER_UNKNOWN, "1.2": R.HOST_UNKNOWN, "1.3": R.USER_UNKNOWN, "1.6": R.HAS_MOVED},
    **{"1.8": R.REJECTED, "1.10": R.NOT_ACCEPTED, "2.1": R.SUSPENDED, "2.2": R.MAILBOX_FULL},
    **{"2.3": R.TOO_BIG, "3.1": R.SYSTEM, "3.2": R.NOT_ACCEPTED, "3.4": R.TOO_BIG},
    **{"4.1": R.NETWORK, "4.4": R.HOST_UNKNOWN, "4.7": R.EXPIRED, "5.3": R.TOO_MANY},
    **{"7.1": R.REJECTED, "7.28": R.TOO_MANY},
}
_BY_SUBJECT = {
    **{"1": R.REJECTED, "2": R.FILTERED, "3": R.SYSTEM, "4": R.NETWORK, "6": R.CONTENT},
    "7": R.POLICY,
}
"""The second figure of a status whose third we do not know (RFC 3463)."""
LONGEST = 4_000
"""Characters of an answer that are looked at."""
SHOWN = 300


def reason_of(status: str, words: str) -> tuple[BounceReason, str]:
    """Return why the letter came back, and the line of the answer that says so.

    status: the enhanced status code, "" for none. words: the server's answer, or the notice's text.
    """
    lines = [" ".join(line.split()) for line in words[:LONGEST].splitlines()]
    lines = [line for line in lines if line]
    whole = " ".join(lines)
    for reason, pattern in _PATTERNS:
        if pattern.search(plain(whole)):
            line = next((line for line in lines if pattern.search(plain(line))), lines[0])
            return reason, line[:SHOWN]
    _class, _, detail = status.partition(".")
    known = _STATUS.get(detail) or _BY_SUBJECT.get(detail.partition(".")[0])
    return known or R.UNDEFINED, (lines[0] if lines and status else "")[:SHOWN]


def plain(text: str) -> str:
    """Return the text in small letters and normal forms."""
    return unicodedata.normalize("NFKC", text).lower()
