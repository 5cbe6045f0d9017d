"""Contents of a case: record kinds with their sections and fields, for forms, papers and tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from app.rules.cases.access import Section
from app.rules.common.labelled import Labelled


class RecordKind(Labelled):
    """記録の種類."""

    INTAKE = "intake", "受付記録"
    PERSON = "person", "本人の特定情報"
    FAMILY_IDENTITY = "family_identity", "家族の特定情報"
    BASICS = "basics", "基本情報"
    CONSENT = "consent", "同意"
    FAMILY = "family", "家族の状況"
    HEALTH = "health", "健康・障がいの状況"
    ECONOMY = "economy", "経済の状況"
    NOTE = "note", "経過記録"
    ASSESSMENT = "assessment", "アセスメント"
    GOAL = "goal", "支援の目標"
    PART = "part", "支援の分担"
    CLOSING = "closing", "終結の記録"
    REOPENING = "reopening", "再開の記録"


class RecordState(Labelled):
    """記録の状態."""

    CURRENT = "current", "有効"
    PLANNED = "planned", "予定"
    DOING = "doing", "実施中"
    DONE = "done", "完了"
    DROPPED = "dropped", "中止"
    WITHDRAWN = "withdrawn", "撤回"
    STRUCK = "struck", "取消し"
    """Entered in error: kept, but no longer valid."""


OPEN_RECORD_STATES = frozenset({RecordState.CURRENT, RecordState.PLANNED, RecordState.DOING})
"""Still valid, or still to be done: a deadline in it is reminded of."""


class FieldType(Enum):
    """How a field is entered and checked."""

    LINE = auto()
    TEXT = auto()
    DAY = auto()
    MINUTES = auto()
    """A length of time, as a whole number."""
    CHOICE = auto()
    BODY = auto()
    """The id of a constituent body."""
    BODIES = auto()
    """Ids of constituent bodies."""


@dataclass(frozen=True)
class Field:
    """One field of a record."""

    name: str
    label: str
    type: FieldType = FieldType.LINE
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """A kind of record: its section, whether a case has one or many, its fields in order."""

    section: Section
    many: bool
    fields: tuple[Field, ...]
    first_state: RecordState = RecordState.CURRENT
    due_field: str = ""
    """The date field used by reminders."""


_T = FieldType
SEXES = ("女性", "男性", "その他・無回答")
FOUND_BY = (
    "本人からの相談",
    "家族・親族からの相談",
    "近隣・民生児童委員",
    "関係機関からの紹介",
    "訪問・見守り",
    "その他",
)
MEANS = ("訪問", "来所", "電話", "メール・SNS", "同行支援", "関係機関との連絡", "その他")
CONSENT_FORMS = ("書面", "口頭（記録あり）", "電磁的方法")
CLOSING_REASONS = (
    "目標の達成",
    "ほかの支援への引継ぎ",
    "転出",
    "本人の意思",
    "死亡",
    "受付のみで終了",
    "その他",
)

SCHEMAS: Mapping[RecordKind, Schema] = {
    RecordKind.INTAKE: Schema(
        Section.BASIC,
        False,
        (
            Field("brought_by", "持ち込んだ機関・人", required=True),
            Field("found_by", "把握の経緯", _T.CHOICE, True, FOUND_BY),
            Field("found_details", "経緯の詳細", _T.TEXT),
            Field("first_assessment", "初期の見立て", _T.TEXT, True),
            Field("wish", "本人の意向", _T.TEXT),
        ),
    ),
    RecordKind.PERSON: Schema(
        Section.IDENTITY,
        False,
        (
            Field("name", "氏名", required=True),
            Field("kana", "氏名（カナ）", required=True),
            Field("born_on", "生年月日", _T.DAY),
            Field("sex", "性別", _T.CHOICE, choices=SEXES),
            Field("address", "住所・居所"),
            Field("phone", "電話番号"),
            Field("contact", "そのほかの連絡方法"),
        ),
    ),
    RecordKind.FAMILY_IDENTITY: Schema(
        Section.IDENTITY,
        True,
        (
            Field("sign", "符号（母A など）", required=True),
            Field("name", "氏名", required=True),
            Field("kana", "氏名（カナ）"),
            Field("born_on", "生年月日", _T.DAY),
            Field("address", "住所・居所"),
            Field("phone", "電話番号"),
        ),
    ),
    RecordKind.BASICS: Schema(
        Section.BASIC,
        False,
        (
            Field("living", "住まい・世帯の状況", _T.TEXT, True),
            Field("ties", "つながりの状況", _T.TEXT),
            Field("daily_life", "生活の状況", _T.TEXT),
            Field("strengths", "本人の強み・関心", _T.TEXT),
            Field("care", "関わるときの配慮", _T.TEXT),
        ),
    ),
    RecordKind.CONSENT: Schema(
        Section.BASIC,
        True,
        (
            Field("recipients", "提供してよい構成機関等", _T.BODIES, True),
            Field("purposes", "目的", _T.TEXT, True),
            Field("scope", "提供してよい内容", _T.TEXT),
            Field("form", "同意の方法", _T.CHOICE, True, CONSENT_FORMS),
            Field("given_on", "同意の日", _T.DAY, True),
            Field("expires_on", "有効期限（この日まで）", _T.DAY),
            Field("withdrawn_on", "撤回の日", _T.DAY),
        ),
        due_field="expires_on",
    ),
    RecordKind.FAMILY: Schema(
        Section.FAMILY,
        True,
        (
            Field("sign", "符号（母A など）", required=True),
            Field("relation", "続柄", required=True),
            Field("together", "同居・別居", _T.CHOICE, choices=("同居", "別居", "不明")),
            Field("situation", "状況", _T.TEXT),
        ),
    ),
    RecordKind.HEALTH: Schema(
        Section.HEALTH,
        True,
        (
            Field("condition", "健康・障がいの状況", _T.TEXT, True),
            Field("care", "医療・福祉の利用", _T.TEXT),
            Field("certificates", "手帳・認定"),
        ),
    ),
    RecordKind.ECONOMY: Schema(
        Section.ECONOMY,
        True,
        (
            Field("income", "収入・就労", _T.TEXT, True),
            Field("benefits", "給付・手当"),
            Field("debts", "負債・滞納", _T.TEXT),
            Field("housing", "住居費・契約"),
        ),
    ),
    RecordKind.NOTE: Schema(
        Section.COURSE,
        True,
        (
            Field("happened_on", "日付", _T.DAY, True),
            Field("means", "方法", _T.CHOICE, True, MEANS),
            Field("partner", "相手"),
            Field("minutes", "時間（分）", _T.MINUTES),
            Field("text", "内容", _T.TEXT, True),
            Field("next", "次の予定"),
            Field("next_on", "次の連絡・訪問の日", _T.DAY),
        ),
        due_field="next_on",
    ),
    RecordKind.ASSESSMENT: Schema(
        Section.PLAN,
        True,
        (
            Field("made_on", "日付", _T.DAY, True),
            Field("needs", "課題・ニーズ", _T.TEXT, True),
            Field("background", "背景", _T.TEXT),
            Field("judgement", "見立て・支援の方向", _T.TEXT, True),
        ),
    ),
    RecordKind.GOAL: Schema(
        Section.PLAN,
        True,
        (
            Field("goal", "目標", _T.TEXT, True),
            Field("wish", "本人の望む暮らし", _T.TEXT),
            Field("by_when", "目標の期日", _T.DAY),
        ),
        first_state=RecordState.DOING,
        due_field="by_when",
    ),
    RecordKind.PART: Schema(
        Section.PLAN,
        True,
        (
            Field("body", "担当する構成機関等", _T.BODY, True),
            Field("what", "行うこと", _T.TEXT, True),
            Field("by_when", "いつまでに", _T.DAY, True),
            Field("result", "結果", _T.TEXT),
        ),
        first_state=RecordState.PLANNED,
        due_field="by_when",
    ),
    RecordKind.CLOSING: Schema(
        Section.BASIC,
        True,
        (
            Field("reason", "終結の理由", _T.CHOICE, True, CLOSING_REASONS),
            Field("text", "終結時の状況・引継ぎ", _T.TEXT, True),
        ),
    ),
    RecordKind.REOPENING: Schema(
        Section.BASIC,
        True,
        (Field("text", "再開の理由", _T.TEXT, True),),
    ),
}
