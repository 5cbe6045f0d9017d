"""What the secretariat sets in the product itself (事務局の設定): one table.

The settings page, the checks and the store are made from it. A wing asks for a value by its key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any


class Kind(Enum):
    """How a setting is entered and checked."""

    LINE = auto()
    LINES = auto()
    PHONE = auto()
    EMAIL = auto()
    NUMBER = auto()
    """A whole number from `least` to `most`."""
    CHOICE = auto()
    """A value of `choices`."""


class Section(StrEnum):
    """A section of the settings page."""

    OFFICE = "office"
    """発信者と問合せ先: how letters and pages name the secretariat."""
    RELEASE = "release"
    """二人での決定: from what size on a second person releases. Changed by two persons only."""


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
    choices: type[StrEnum] | None = None
    environment: str = ""


OFFICE_SETTINGS = (
    OfficeSetting(
        "address", "所在地", Section.OFFICE, Kind.LINE, environment="SECRETARIAT_ADDRESS"
    ),
    OfficeSetting("phone", "電話", Section.OFFICE, Kind.PHONE, environment="SECRETARIAT_PHONE"),
    OfficeSetting("email", "メール", Section.OFFICE, Kind.EMAIL, environment="SECRETARIAT_EMAIL"),
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
    text = str(value or "").strip()
    if len(text) > setting.limit:
        raise ValueError(f"「{setting.name}」は{setting.limit}字以内で入力してください。")
    return text
