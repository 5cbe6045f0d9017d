"""The outcome of each imported row: new, changed, unchanged, or wrong, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app import clock
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.membership.likeness import Features
from app.rules.membership.membership import Standing
from app.rules.membership.profile_changes import Difference, differences, with_changes
from app.rules.membership.profile_fields import DISCLOSURE, FIELDS, REQUIRED_FIELDS
from app.rules.membership.profile_schema import empty
from app.rules.membership.readmission import LossCause, may_readmit
from app.rules.states.roster.roster_import import RowOutcome
from app.services.membership import memberships
from app.services.roster import import_recognition
from app.services.roster.import_recognition import Known, Unrecognised
from app.services.roster.roster_rows import Reading


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


class Judge:
    """Judges rows in portions, and remembers the row of each organisation."""

    def __init__(self) -> None:
        self._barred = import_recognition.barred_today()
        self._seen: dict[str, int] = {}

    def judge(self, readings: Sequence[Reading]) -> list[Judged]:
        """Return the outcomes of some rows, in a constant two queries."""
        compared = [(reading, import_recognition.features(reading)) for reading in readings]
        known = import_recognition.look_up(compared, self._barred)
        return [self._one(reading, mine, known) for reading, mine in compared]

    def _one(self, reading: Reading, mine: Features, known: Known) -> Judged:
        judged = Judged(reading, reasons=list(reading.faults))
        try:
            organisation = import_recognition.recognise(reading, mine, known)
        except Unrecognised as unclear:
            judged.reasons.append(unclear.fault)
            return judged
        judged.organisation = organisation
        if organisation is None:
            _judge_new(judged, mine, known)
        elif organisation.standing is Standing.FORMER:
            _judge_former(judged, organisation)
        else:
            _judge_member(judged, organisation)
        self._refuse_twice(judged, mine)
        if judged.reasons:
            judged.fate = RowOutcome.WRONG
        return judged

    def _refuse_twice(self, judged: Judged, mine: Features) -> None:
        if judged.organisation is not None:
            marks = [f"id:{judged.organisation.id}"]
        else:
            marks = [f"name:{mine.name}:{mine.corporate_number or ''}"] if mine.name else []
        if mine.corporate_number:
            marks.append(f"number:{mine.corporate_number}")
        for mark in marks:
            earlier = self._seen.setdefault(mark, judged.reading.line)
            if earlier != judged.reading.line:
                judged.reasons.append(
                    ["", f"{earlier}行目と同じ団体です。一つの団体は1行にまとめてください。"]
                )
                return


def _judge_new(judged: Judged, mine: Features, known: Known) -> None:
    judged.fate = RowOutcome.NEW
    reading, reasons = judged.reading, judged.reasons
    barred = import_recognition.barred_alike(mine, known)
    if barred is not None:
        organisation, alike = barred
        reasons.append(
            [
                "",
                f"除名された「{organisation.name}」に似ています（{'、'.join(s.label for s in alike)}）。"
                "同じ団体かどうかを確かめる必要があるため、入会申込みとして受け付けてください"
                f"（{articles.READMISSION_BAR}）。",
            ]
        )
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
    judged.profile = with_changes(_nothing(), reading.items)
    _require(judged, {})
    judged.notes = import_recognition.notes(mine, known)


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
    _require(judged, before)


def _require(judged: Judged, before: dict[str, Any]) -> None:
    """Require all required items of a new organisation; none of an existing one may be emptied."""
    faulty = {column for column, _reason in judged.reading.faults}
    for key in REQUIRED_FIELDS:
        empty = not judged.profile.get(key)
        if empty and key not in faulty and (not before or before.get(key)):
            judged.reasons.append([key, "空欄にはできません。入力してください。"])
