"""The rows of a table that is imported into a register, as values of its fields."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from sqlalchemy import select

from app.errors import RuleViolation
from app.extensions import db
from app.models.registers.entry import RegisterModel, fields_by_key, fields_of, plain, register_of
from app.rules.common.column_mapping import SKIP, Layout, Target
from app.rules.common.days import read_day
from app.rules.common.field import Kind, empty
from app.rules.common.years import normalise_fiscal_year
from app.rules.registers.schema import RegisterField
from app.rules.states.registers.register_import import RowFate
from app.services.common.table_row import Row
from app.services.registers.tables import IDENTIFIER
from app.services.roster import row_values
from app.services.roster.row_values import ChoiceCodes, folded

ID = "public_id"
SEPARATORS = re.compile(r"[、，,;；\n]")
YES = frozenset({"はい", "有", "あり", "○", "〇", "1", "true", "yes", "レ", "✓"})
NO = frozenset({"いいえ", "無", "なし", "×", "0", "false", "no"})
_WHOLE = re.compile(r"-?[0-9]{1,10}")


@dataclass(frozen=True)
class RowResult:
    """What becomes of one row. changes: key → (before, after), as plain values."""

    line: int
    title: str
    fate: RowFate
    reasons: Sequence[str] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    entry: str = ""
    """The identifier of the entry that it changes."""


def targets(model: RegisterModel) -> list[Target]:
    """Return what the columns of a file may be imported as."""
    return [
        Target(ID, IDENTIFIER),
        *(
            Target(
                each.key,
                each.column,
                (each.label, *each.synonyms),
                required=each.required,
                choices=tuple(choice.label for choice in each.choices or ()),
            )
            for each in fields_of(model)
            if each.is_entered
        ),
    ]


class Reader:
    """Reads the rows of one file. Three queries, and one a table referred to."""

    def __init__(self, model: RegisterModel, layout: Layout) -> None:
        self.model, self.layout = model, layout
        self.fields = fields_by_key(model)
        self.words = row_values.load_choices()
        self.titles = {
            each.key: _identifiers(each.refers_to)
            for each in self.fields.values()
            if each.refers_to
        }
        entries = db.session.scalars(select(model).where(model.retired_on.is_(None))).all()
        self.by_id = {entry.public_id: entry for entry in entries}
        names = [self._name(vars_of(entry, self.fields)) for entry in entries]
        self.by_name = dict(zip(names, entries, strict=True))
        self.ambiguous = {name for name, number in Counter(names).items() if number > 1}
        self.seen: dict[Any, int] = {}

    def result(self, row: Row) -> RowResult:
        """Return what becomes of a row."""
        cells = self._cells(row)
        reasons = [f"{row.cells[place][:40]}：{why}" for place, why in row.faults.items()]
        values: dict[str, Any] = {}
        for key, text in cells.items():
            if key == ID:
                continue
            try:
                values[key] = self._value(self.fields[key], text)
            except ValueError as fault:
                reasons.append(f"{self.fields[key].label}：{fault}")
        title = str(
            values.get(self.model.register.title) or cells.get(self.model.register.title, "")
        )
        entry = self._entry(cells.get(ID, "").strip(), values, reasons)
        if entry is None:
            reasons += self._lacking(values, reasons)
        elif any(values.get(key) != getattr(entry, key) for key in self._fixed() & values.keys()):
            reasons.append("登録の後に変えられない項目が、今の登録と違います。")
        if not reasons:
            reasons += self._clash(values, entry, row.line)
        if reasons:
            return RowResult(row.line, title[:200], RowFate.WRONG, reasons)
        values = {key: plain(value) for key, value in values.items()}
        if entry is None:
            return RowResult(row.line, title, RowFate.NEW, values=values)
        now = {key: plain(getattr(entry, key)) for key in values}
        changes = {key: [now[key], value] for key, value in values.items() if now[key] != value}
        fate = RowFate.CHANGE if changes else RowFate.SAME
        changed = {key: values[key] for key in changes}
        return RowResult(row.line, str(entry), fate, (), changed, changes, entry.public_id)

    def _cells(self, row: Row) -> dict[str, str]:
        """Return the filled cells by key; an empty one changes nothing."""
        found = dict(self.layout.filled)
        for place, key in enumerate(self.layout.columns):
            text = row.cells[place] if place < len(row.cells) else ""
            if key != SKIP and text.strip():
                found[key] = text
        return found

    def _value(self, about: RegisterField, text: str) -> Any:
        special = _PARSERS.get(about.kind)
        if special is not None:
            return special(self, about, text)
        shared = row_values.PARSERS.get(about.kind, row_values.plain)
        return shared(about, text, self.words)  # type: ignore[arg-type]

    def _entry(self, public_id: str, values: Mapping[str, Any], reasons: list[str]) -> Any:
        if not public_id:
            name = self._name(values)
            if name in self.ambiguous:
                reasons.append(
                    f"同じ名前の登録が二つ以上あります。「{IDENTIFIER}」の列を付けてください。"
                )
            return self.by_name.get(name)
        if public_id not in self.by_id:
            reasons.append(
                f"{IDENTIFIER}：この台帳にない識別子です。新しい登録では空欄にしてください。"
            )
        return self.by_id.get(public_id)

    def _name(self, values: Mapping[str, Any]) -> Any:
        """Return by what an entry is recognised; nothing where the row does not have all of it."""
        keys = self.model.register.recognised_by
        found = tuple(folded(str(plain(values.get(key)) or "")) for key in keys)
        return found if found[0] else object()

    def _fixed(self) -> set[str]:
        return {each.key for each in self.fields.values() if each.is_fixed}

    def _lacking(self, values: Mapping[str, Any], reasons: list[str]) -> list[str]:
        if reasons:
            return []  # what could not be read is not lacking
        lacking = [
            each.label
            for each in self.fields.values()
            if each.required and values.get(each.key) in (None, "", [])
        ]
        return [f"必須の項目がありません：{'、'.join(lacking)}"] if lacking else []

    def _clash(self, values: dict[str, Any], entry: Any, line: int) -> list[str]:
        name = entry.public_id if entry is not None else self._name(values)
        first = self.seen.setdefault(name, line)
        if first != line:
            return [f"{first}行目と同じ登録です。一つの行にまとめてください。"]
        try:
            values.update(self.model.checked(dict(values)))
        except RuleViolation as refusal:
            return [refusal.message]
        return []


def vars_of(entry: Any, fields: Mapping[str, RegisterField]) -> dict[str, Any]:
    """Return an entry's values by key."""
    return {key: getattr(entry, key) for key in fields}


def loaded(model: RegisterModel, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain values as an entry holds them."""
    fields = fields_by_key(model)
    return {key: _loaded(fields[key], value) for key, value in values.items()}


def _loaded(about: RegisterField, value: Any) -> Any:
    if value is None or value == "":
        return empty(about.kind)
    if about.kind is Kind.CHOICE and about.choices is not None:
        return about.choices(value)
    if about.kind is Kind.DAY:
        return read_day(value)
    return time.fromisoformat(value) if about.kind is Kind.TIME else value


def _identifiers(table: str) -> dict[str, str]:
    """Return title or identifier → identifier of the entries of a table."""
    model = register_of(table)
    found = db.session.execute(
        select(model.public_id, getattr(model, model.register.title)).where(
            model.retired_on.is_(None)
        )
    ).all()
    return {folded(str(title)): key for key, title in found} | {key: key for key, _title in found}


def _flag(_reader: Reader, about: RegisterField, text: str) -> bool:
    word = folded(text).casefold()
    if word not in YES | NO:
        raise ValueError("「はい」か「いいえ」を入れてください。")
    return word in YES


def _whole(_reader: Reader, about: RegisterField, text: str) -> int:
    word = folded(text).replace(",", "").removesuffix(about.unit).strip()
    if not _WHOLE.fullmatch(word):
        raise ValueError("整数を入れてください。")
    number = int(word)
    if about.least is not None and number < about.least:
        raise ValueError(f"{about.least:,}以上の数を入れてください。")
    if abs(number) >= 2**31 or (about.most is not None and number > about.most):
        raise ValueError("数が大きすぎます。")
    return number


def _time(_reader: Reader, _about: RegisterField, text: str) -> time:
    try:
        hour, minute = folded(text).replace("時", ":").removesuffix("分").split(":")[:2]
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise ValueError("時刻は 13:30 のように入れてください。") from None


def _choice(_reader: Reader, about: RegisterField, text: str) -> Any:
    return _chosen(about, folded(text))


def _choices(_reader: Reader, about: RegisterField, text: str) -> list[str]:
    words = [folded(part) for part in SEPARATORS.split(text) if part.strip()]
    return list(dict.fromkeys(_chosen(about, word).value for word in words))


def _chosen(about: RegisterField, word: str) -> Any:
    assert about.choices is not None
    for each in about.choices:
        if word in (folded(each.label), each.value):
            return each
    allowed = "、".join(each.label for each in about.choices)
    raise ValueError(f"「{word[:40]}」はありません。使える語：{allowed}")


def _municipalities(reader: Reader, about: RegisterField, text: str) -> list[str]:
    parse: Callable[[Any, str, ChoiceCodes], Any] = row_values.PARSERS[Kind.MUNICIPALITY]
    parts = [part for part in SEPARATORS.split(text) if part.strip()]
    return list(dict.fromkeys(parse(about, part, reader.words) for part in parts))


def _reference(reader: Reader, about: RegisterField, text: str) -> str:
    found = reader.titles[about.key].get(folded(text))
    if found is None:
        raise ValueError(f"「{folded(text)[:40]}」は登録されていません。")
    return found


_PARSERS: Mapping[Kind, Callable[[Reader, RegisterField, str], Any]] = {
    Kind.FLAG: _flag,
    Kind.WHOLE: _whole,
    Kind.FISCAL_YEAR: lambda _reader, _about, text: normalise_fiscal_year(text),
    Kind.DAY: lambda _reader, _about, text: read_day(text),
    Kind.TIME: _time,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.MUNICIPALITIES: _municipalities,
    Kind.REFERENCE: _reference,
}
