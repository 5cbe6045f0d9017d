"""The outcome of each imported row: new, changed, unchanged, a question, or wrong, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app import clock
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.common.field import empty
from app.rules.membership.likeness import Features
from app.rules.membership.membership import Standing
from app.rules.membership.profile_changes import Difference, differences, name_of, with_changes
from app.rules.membership.profile_fields import (
    DISCLOSURE,
    FIELDS,
    NEEDED_FIELDS,
    REQUIRED_FIELDS,
)
from app.rules.membership.readmission import LossCause, may_readmit
from app.rules.states.roster.roster_import import RowOutcome
from app.services.membership import memberships
from app.services.roster import import_recognition
from app.services.roster.import_recognition import (
    ANOTHER,
    IN_FILE,
    ON_ROSTER,
    Known,
    Question,
    Unrecognised,
)
from app.services.roster.roster_rows import Reading

NOT_GIVEN = "（記入なし）"


def _nothing() -> dict[str, Any]:
    """Return the profile of an organisation of which nothing is known."""
    return {field.key: empty(field.kind) for field in FIELDS} | {DISCLOSURE: {}}


@dataclass
class Judged:
    """A row with its outcome."""

    reading: Reading
    fate: RowOutcome = RowOutcome.WRONG
    reasons: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    differences: tuple[Difference, ...] = ()
    profile: dict[str, Any] = field(default_factory=dict)
    """The future profile, for a new and for a changed organisation."""
    organisation: Organisation | None = None
    question: dict[str, Any] = field(default_factory=dict)
    """kind: ON_ROSTER with the ids of `organisations`, or IN_FILE with the earlier `line`."""
    marks: list[str] = field(default_factory=list)
    """What tells rows of one organisation from others inside the file."""
    gaps: bool = False
    """Whether required fields are left empty (記入なし)."""


class Judge:
    """Judges rows in portions, and remembers the row of each organisation.

    gaps: let new organisations in whose required fields are empty, but for NEEDED_FIELDS.
    """

    def __init__(self, *, gaps: bool = False) -> None:
        self._gaps = gaps
        self._barred = import_recognition.barred_today()
        self._seen: dict[str, int] = {}
        self._named: dict[str, list[tuple[int, Features]]] = defaultdict(list)

    def judge(self, readings: Sequence[Reading]) -> list[Judged]:
        """Return the outcomes of some rows, in a constant two queries."""
        compared = [(reading, import_recognition.features(reading)) for reading in readings]
        known = import_recognition.look_up(compared, self._barred)
        return [self._one(reading, mine, known) for reading, mine in compared]

    def _one(self, reading: Reading, mine: Features, known: Known) -> Judged:
        judged = Judged(reading, reasons=list(reading.faults), notes=list(reading.notes))
        judged.marks = [f"name:{mine.name}"] if mine.name else []
        if mine.corporate_number:
            judged.marks.append(f"number:{mine.corporate_number}")
        try:
            organisation = import_recognition.recognise(reading, mine, known)
        except Unrecognised as unclear:
            judged.reasons.append(unclear.fault)
            return judged
        except Question as question:
            ids = [each.id for each in question.organisations]
            judged.question = {"kind": ON_ROSTER, "organisations": ids}
            _refuse_barred(judged, mine, known)
            judged.fate = RowOutcome.WRONG if judged.reasons else RowOutcome.QUESTION
            return judged
        judged.organisation = organisation
        if organisation is None:
            _judge_new(judged, mine, known, gaps=self._gaps)
        elif organisation.standing is Standing.FORMER:
            _judge_former(judged, organisation)
        else:
            _judge_member(judged, organisation)
        self._refuse_twice(judged, mine)
        if judged.reasons:
            judged.fate = RowOutcome.WRONG
        elif judged.question:
            judged.fate = RowOutcome.QUESTION
        return judged

    def _refuse_twice(self, judged: Judged, mine: Features) -> None:
        """Refuse a second row of one organisation; ask where only its name is the same."""
        line = judged.reading.line
        if judged.organisation is not None:
            judged.marks.append(f"id:{judged.organisation.id}")
        certain = [mark for mark in judged.marks if not mark.startswith("name:")]
        for mark in certain:
            earlier = self._seen.setdefault(mark, line)
            if earlier != line:
                _refuse_as_twice(judged, earlier)
                return
        if judged.organisation is None and mine.name:
            self._ask_about_name(judged, mine)

    def _ask_about_name(self, judged: Judged, mine: Features) -> None:
        line, answer = judged.reading.line, judged.reading.answers.get(IN_FILE)
        for earlier, other in self._named[mine.name]:
            two_numbers = mine.corporate_number and other.corporate_number
            if two_numbers or answer == ANOTHER:
                continue
            if answer or import_recognition.corroborated(mine, other):
                _refuse_as_twice(judged, earlier)
            else:
                judged.question = {"kind": IN_FILE, "line": earlier}
            break
        self._named[mine.name].append((line, mine))


def _refuse_as_twice(judged: Judged, earlier: int) -> None:
    judged.reasons.append(["", f"{earlier}行目と同じ団体です。一つの団体は1行にまとめてください。"])


def _judge_new(judged: Judged, mine: Features, known: Known, *, gaps: bool) -> None:
    judged.fate = RowOutcome.NEW
    reading, reasons = judged.reading, judged.reasons
    _refuse_barred(judged, mine, known)
    if reading.standing is Standing.EXECUTIVE:
        reasons.append(
            [
                "member_kind",
                f"幹事団体にはプラットフォーム会議の決議が要ります（{articles.POWER_EXECUTIVES}）。",
            ]
        )
    elif reading.standing is Standing.FORMER:
        reasons.append(["member_kind", "会員でない団体を新しく取り込むことはできません。"])
    since_fault = _since_fault(reading.since)
    if since_fault:
        reasons.append(["member_since", since_fault])
    judged.profile = with_changes(_nothing(), _with_derived(judged))
    _require(judged, gaps=gaps)
    judged.notes += import_recognition.notes(mine, known)


def _refuse_barred(judged: Judged, mine: Features, known: Known) -> None:
    """Refuse a row that resembles an expelled organisation: whatever anybody answers."""
    barred = import_recognition.barred_alike(mine, known)
    if barred is None:
        return
    organisation, alike = barred
    judged.reasons.append(
        [
            "",
            f"除名された「{organisation.name}」に似ています（{'、'.join(s.label for s in alike)}）。"
            "同じ団体かどうかを確かめる必要があるため、入会申込みとして受け付けてください"
            f"（{articles.READMISSION_BAR}）。",
        ]
    )


def _with_derived(judged: Judged) -> dict[str, Any]:
    """Return the row's values with those that its other cells tell."""
    items, derived = dict(judged.reading.items), judged.reading.derived
    faulty = {column for column, _reason in judged.reading.faults}
    for key, (value, remark) in derived.items():
        if key == "address" or (not items.get(key) and key not in faulty):
            items[key] = value
            judged.notes += [remark] if remark else []
    return items


def _since_fault(since: date | None) -> str:
    if since is not None and since > clock.today():
        return "入会日に先の日は入れられません。"
    if since is not None and since < articles.IN_FORCE:
        return f"入会日は規約が施行された{articles.IN_FORCE}以後の日を入れてください。"
    return ""


def _judge_former(judged: Judged, organisation: Organisation) -> None:
    """Judge a former member's row: it must match the record."""
    changed = differences(
        organisation.profile(), with_changes(organisation.profile(), judged.reading.items)
    )
    if judged.reading.standing is Standing.FORMER and not changed:
        judged.fate = RowOutcome.SAME
        return
    today = clock.today()
    verdict = memberships.verdict_of(organisation.memberships, today=today, has_statement=False)
    if verdict is None:  # never a member: from an application that was not accepted
        verdict = may_readmit(today, LossCause.WITHDRAWAL, today=today, has_statement=False)
    judged.reasons.append(
        ["", f"以前の会員「{organisation.name}」です。{verdict.reason}（{verdict.article}）"]
    )


def _judge_member(judged: Judged, organisation: Organisation) -> None:
    reading, before = judged.reading, organisation.profile()
    current = next((row for row in organisation.memberships if row.ended_on is None), None)
    assert current is not None, "a member has a membership in force"
    if reading.standing not in (None, organisation.standing):
        judged.reasons.append(
            [
                "member_kind",
                f"名簿では{organisation.standing.label}です。会員の種別は取込みでは変えられません。",
            ]
        )
    if reading.since not in (None, current.starts_on):
        judged.reasons.append(
            [
                "member_since",
                f"名簿では{current.starts_on.isoformat()}です。入会日は取込みでは変えられません。",
            ]
        )
    judged.profile = with_changes(before, reading.items)
    judged.differences = differences(before, judged.profile)
    judged.fate = RowOutcome.CHANGE if judged.differences else RowOutcome.SAME
    for key in REQUIRED_FIELDS:
        if before.get(key) and not judged.profile.get(key):
            judged.reasons.append([key, "必須の項目は消去できません。"])


def _require(judged: Judged, *, gaps: bool) -> None:
    """Require all required items of a new organisation; with gaps, only NEEDED_FIELDS."""
    faulty = {column for column, _reason in judged.reading.faults}
    lacking = [key for key in REQUIRED_FIELDS if not judged.profile.get(key) and key not in faulty]
    let_in = [key for key in lacking if gaps and key not in NEEDED_FIELDS]
    for key in lacking:
        if key not in let_in:
            judged.reasons.append([key, "空欄にはできません。入力してください。"])
    if let_in:
        judged.gaps = True
        judged.notes.append(f"{NOT_GIVEN}：{'、'.join(name_of(key) for key in let_in)}")
