"""A made-up member, its notice, and the mails between them, without a database."""

from app.mail.meeting.inbound import parse
from app.rules.meeting.mail_quotation import Correspondents, Notice
from app.services.meeting.inbound_reading import MailReading, judged
from tests.support.mail_programs import Reply

OURS = "kodoku-platform@example.jp"
AUTHSERV = "mx.example.jp"
NUMBERS = (1, 2, 3)
SUBJECT = "【孤独・孤立対策プラットフォーム】第5回　プラットフォーム会議の開催について（通知）"
NOTICE = """特定非営利活動法人 つながりの会
理事長　因幡 花子　様

文書番号　孤独孤立第202600012号
日付　　　令和8年11月25日

下記のとおりプラットフォーム会議を開催します（規約第10条）。

議案への賛否は、このメールに返信して表明することもできます。次の書き方で、議案ごとに1行ずつ「議案第1号：賛成」のように書いてください。

議案第1号：（賛成か反対のどちらか）
議案第2号：（賛成か反対のどちらか）
議案第3号：（賛成か反対のどちらか）

記

・日時：令和8年12月15日（火）14:00
・議案第1号：規約の改正について
・議案第2号：幹事団体の選任について
・議案第3号：事業計画について

以上

--\x20
とっとり孤独・孤立対策官民連携プラットフォーム事務局
（鳥取県福祉保健部ささえあい福祉局孤独・孤立対策課）
"""
KNOWN = Correspondents(
    notices=(Notice(SUBJECT, NOTICE),),
    registered=frozenset(
        (
            *("特定非営利活動法人 つながりの会", "理事長", "因幡 花子", "伯耆 太郎", "伯耆"),
            *("0857-26-7111", "0857-26-8136", "office@example.jp", "680-0011"),
            *("鳥取市東町一丁目220番地", "https://www.example.jp/"),
        )
    ),
    ours=frozenset((OURS, "kodoku@example.jp")),
)
ANSWER = """お世話になっております。
つながりの会の伯耆です。

議案第1号：賛成
議案第2号：反対
議案第3号：賛成

よろしくお願いいたします。

--\x20
特定非営利活動法人 つながりの会
理事長　因幡 花子
TEL 0857-26-7111 / FAX 0857-26-8136
〒680-0011 鳥取市東町一丁目220番地
E-mail: office@example.jp
""".replace("つながりの会の伯耆です。", "特定非営利活動法人つながりの会の伯耆です。")


def reply(answer: str = ANSWER) -> Reply:
    """Return what a mail program is given to answer the notice."""
    token = "kodoku+m1-0123456789abcdef01234567@example.jp"
    return Reply("office@example.jp", token, SUBJECT, OURS, NOTICE, answer, AUTHSERV)


def read(source: bytes) -> MailReading:
    """Return what the mail says."""
    return judged(parse(source, AUTHSERV), NUMBERS, KNOWN)
