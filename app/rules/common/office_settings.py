"""What the secretariat sets in the product itself (事務局の設定): one table.

The settings page, the checks and the store are made from it. A wing asks for a value by its key.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any

from app.rules.common.identifiers import normalise_email, normalise_phone
from app.rules.common.labelled import Labelled
from app.rules.common.text import multi_line, single_line

DIVISION = "鳥取県福祉保健部ささえあい福祉局孤独・孤立対策課"
"""The division that the by-laws name as the secretariat (規約第13条)."""
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
"""The name or IPv4 address of a server."""
AWAITED_NUMBER = "第　　　号"
"""What stands in a letter in place of a document number that an officer has yet to type."""


class Kind(Enum):
    """How a setting is entered and checked."""

    LINE = auto()
    LINES = auto()
    PHONE = auto()
    EMAIL = auto()
    NUMBER = auto()
    """A whole number from `least` to `most`."""
    HOSTS = auto()
    """Names of servers, one a line."""
    CHOICE = auto()
    """A value of `choices`."""


class Section(StrEnum):
    """A section of the settings page."""

    OFFICE = "office"
    """発信者と問合せ先: how letters and pages name the secretariat."""
    NUMBERS = "numbers"
    """文書番号: who numbers the letters."""
    DECISION = "decision"
    """決裁: where the prefecture decides on what is released here."""
    REMINDERS = "reminders"
    """督促: how many days before the last day for answers members are reminded."""
    EVENTS = "events"
    """行事と分科会."""
    LOGIN = "login"
    """ログイン: what proves who somebody is."""
    RELEASE = "release"
    """二人での決定: from what size on a second person releases, and with which servers the service
    may connect. Changed by two persons only."""


class SealNote(Labelled):
    """Whether a formal letter says that its seal is omitted."""

    PRINTED = "printed", "「（公印省略）」と記載する"
    BLANK = "blank", "記載しない"


class Numbering(Labelled):
    """How a formal letter gets its document number."""

    NONE = "none", "付けない"
    TYPED = "typed", "職員が入力する（入力するまで送信しない）"
    COUNTED = "counted", "このシステムが年度ごとに付ける"


class DecisionWay(Labelled):
    """Where the prefecture decides (決裁). A second officer releases here in any case."""

    OUTSIDE = "outside", "庁内システムで決裁する（決裁番号と決裁日を記録する）"
    PAPER = "paper", "伺いを印刷して決裁する"
    NONE = "none", "記録しない"


class MailedCode(Labelled):
    """Whether members without an authenticator app enter a code from a mail at the log-in."""

    ON = "on", "メールで送る確認コードも入力する"
    OFF = "off", "パスワードだけでログインできる"


@dataclass(frozen=True)
class OfficeSetting:
    """One setting. name, hint: Japanese. environment: the variable that fills it at first."""

    key: str
    name: str
    section: Section
    kind: Kind
    default: Any = ""
    hint: str = ""
    limit: int = 200
    least: int = 0
    most: int = 0
    choices: type[Labelled] | None = None
    required: bool = False
    environment: str = ""


OFFICE_SETTINGS = (
    OfficeSetting(
        "sender",
        "発信者",
        Section.OFFICE,
        Kind.LINES,
        default=f"とっとり孤独・孤立対策官民連携プラットフォーム事務局\n（{DIVISION}）",
        hint="文書の右上に記載する職名または事務局名。2行以上にできます（例：○○部○○課長）。",
        required=True,
    ),
    OfficeSetting(
        "seal_note",
        "公印",
        Section.OFFICE,
        Kind.CHOICE,
        default=SealNote.PRINTED.value,
        choices=SealNote,
    ),
    OfficeSetting(
        "contact_office",
        "問合せ先の担当課",
        Section.OFFICE,
        Kind.LINE,
        default=DIVISION,
        hint="文書の末尾とページの下に記載します。",
        required=True,
    ),
    OfficeSetting(
        "contact_person",
        "問合せ先の担当者",
        Section.OFFICE,
        Kind.LINE,
        hint="文書の末尾にだけ記載します（例：地域支援担当　鳥取）。",
        limit=60,
    ),
    OfficeSetting(
        "address", "所在地", Section.OFFICE, Kind.LINE, environment="SECRETARIAT_ADDRESS"
    ),
    OfficeSetting("phone", "電話", Section.OFFICE, Kind.PHONE, environment="SECRETARIAT_PHONE"),
    OfficeSetting("fax", "FAX", Section.OFFICE, Kind.PHONE),
    OfficeSetting("email", "メール", Section.OFFICE, Kind.EMAIL, environment="SECRETARIAT_EMAIL"),
    OfficeSetting(
        "numbering",
        "番号の付け方",
        Section.NUMBERS,
        Kind.CHOICE,
        default=Numbering.NONE.value,
        hint="通知、照会などの文書に付けます。受付の連絡、ログインの案内などには付けません。",
        choices=Numbering,
    ),
    OfficeSetting(
        "number_sign",
        "文書記号",
        Section.NUMBERS,
        Kind.LINE,
        hint="「このシステムが年度ごとに付ける」ときに、番号の前に付けます"
        "（例：孤独孤立 → 孤独孤立第202600000001号）。",
        limit=20,
    ),
    OfficeSetting(
        "decision_way",
        "決裁の方法",
        Section.DECISION,
        Kind.CHOICE,
        default=DecisionWay.OUTSIDE.value,
        hint="どの方法でも、このシステムでは別の職員の承認が必要です。",
        choices=DecisionWay,
    ),
    OfficeSetting(
        "first_reminder",
        "1回目の督促",
        Section.REMINDERS,
        Kind.NUMBER,
        default=7,
        hint="回答の期限の何日前に、回答のない幹事団体に督促するか。閉庁日に当たるときは、その前の開庁日に送ります。",
        least=1,
        most=60,
    ),
    OfficeSetting(
        "second_reminder",
        "2回目の督促",
        Section.REMINDERS,
        Kind.NUMBER,
        default=2,
        least=1,
        most=60,
    ),
    OfficeSetting(
        "subcommittee_supporters",
        "分科会の設置に要る賛同",
        Section.EVENTS,
        Kind.NUMBER,
        default=3,
        hint="提案した団体のほかに、何団体の賛同があれば分科会を設置できるか。",
        most=50,
    ),
    OfficeSetting(
        "mailed_code",
        "会員のログイン",
        Section.LOGIN,
        Kind.CHOICE,
        default=MailedCode.OFF.value,
        hint="認証アプリを設定した人は、アプリの確認コードを入力します。"
        "事務局、管理者、協議会の従事者には、どちらの場合も認証アプリが必要です。",
        choices=MailedCode,
    ),
    OfficeSetting(
        "import_rows",
        "名簿の取込みを一人で行える行数",
        Section.RELEASE,
        Kind.NUMBER,
        default=100,
        hint="登録または変更される行がこれより多いと、別の職員の承認が必要です。",
        most=10_000,
    ),
    OfficeSetting(
        "recipients",
        "まとめての発信を一人で行える通数",
        Section.RELEASE,
        Kind.NUMBER,
        default=10,
        hint="宛先がこれより多い発信には、別の職員の承認が必要です。",
        most=1_000,
    ),
    OfficeSetting(
        "outward_hosts",
        "接続を許可する外部のサーバー",
        Section.RELEASE,
        Kind.HOSTS,
        hint="1行に1つ、ホスト名を入力します（例：login.example.jp）。環境変数で設定したサーバーには、書かなくても接続します。",
        limit=100,  # the second officer reads all of it in the proposal
    ),
)
BY_KEY: Mapping[str, OfficeSetting] = {each.key: each for each in OFFICE_SETTINGS}


def check(setting: OfficeSetting, value: Any) -> Any:
    """Return the value as it is stored. Raises ValueError, in Japanese, for one out of range."""
    if setting.kind is Kind.NUMBER:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"「{setting.name}」は数で入力してください。")
        if not setting.least <= value <= setting.most:
            raise ValueError(
                f"「{setting.name}」は{setting.least:,}から{setting.most:,}までの数で入力してください。"
            )
        return value
    if setting.kind is Kind.CHOICE:
        assert setting.choices is not None
        if value not in set(setting.choices):
            raise ValueError(f"「{setting.name}」を選んでください。")
        return str(value)
    try:
        text = _text(setting, str(value or ""))
    except ValueError as fault:
        raise ValueError(f"「{setting.name}」：{fault}") from fault
    if setting.required and not text:
        raise ValueError(f"「{setting.name}」を入力してください。")
    return text


def _text(setting: OfficeSetting, typed: str) -> str:
    if setting.kind is Kind.LINES:
        return multi_line(typed, limit=setting.limit)
    if setting.kind is Kind.HOSTS:
        return _hosts(multi_line(typed, limit=setting.limit))
    line = single_line(typed, limit=setting.limit)
    if line and setting.kind is Kind.PHONE:
        return normalise_phone(line)
    if line and setting.kind is Kind.EMAIL:
        return normalise_email(line)
    return line


def _hosts(text: str) -> str:
    names = [line.strip().casefold().rstrip(".") for line in text.splitlines() if line.strip()]
    wrong = next((name for name in names if not HOST.fullmatch(name)), None)
    if wrong:
        raise ValueError(f"「{wrong}」はホスト名ではありません（例：login.example.jp）。")
    return "\n".join(dict.fromkeys(names))


def check_together(values: Mapping[str, Any]) -> None:
    """Check settings that depend on each other. Raises ValueError, in Japanese."""
    if values["numbering"] == Numbering.COUNTED and not values["number_sign"]:
        raise ValueError("このシステムが番号を付けるときは、「文書記号」を入力してください。")
