"""Merge of two records of one organisation, entered twice by mistake (重複登録の統合).

One organisation was never a member twice at a time; records that contradict each other are not
merged.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.rules.common.era import era_date
from app.rules.membership.membership import EndCause, MemberKind


@dataclass(frozen=True)
class Period:
    """One membership. In force on day d when starts_on <= d < ended_on."""

    key: Hashable
    kind: MemberKind
    starts_on: date
    ended_on: date | None = None
    end_cause: EndCause | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it was never in force on any day."""
        return self.ended_on is not None and self.ended_on <= self.starts_on


def merged_periods(kept: Sequence[Period], merged: Sequence[Period]) -> tuple[Period, ...]:
    """Return all periods of both after the merge, the earliest first.

    Of two in force, the later ends on the day it began (重複登録の統合), so that one continues; a
    general membership followed by an executive one ends by the selection. Raises ValueError, in
    Japanese, for other overlapping periods.
    """
    changed = _one_in_force([row for row in (*kept, *merged) if row.ended_on is None])
    after = [changed.get(row.key, row) for row in (*kept, *merged)]
    own = {row.key for row in kept}
    for one in after:
        for other in after:
            if one.key in own and other.key not in own and _overlap(one, other):
                raise ValueError(
                    "二つの記録の会員期間が重なり、一方だけが"
                    f"{_ending(one, other)}で終わっています。同じ団体の記録としては両立しないため"
                    "統合できません。どちらの記録が正しいか確かめてください。"
                )
    return tuple(sorted(after, key=lambda row: (row.starts_on, row.ended_on or date.max)))


def _one_in_force(current: Sequence[Period]) -> dict[Hashable, Period]:
    """Return the changed one of two memberships in force, by key."""
    if len(current) < 2:
        return {}
    earlier, later = sorted(current, key=lambda row: row.starts_on)  # stable: the kept record first
    selected = (earlier.kind, later.kind) == (MemberKind.GENERAL, MemberKind.EXECUTIVE)
    if selected and earlier.starts_on < later.starts_on:
        ended = replace(earlier, ended_on=later.starts_on, end_cause=EndCause.SELECTION)
    else:
        double = earlier if selected else later
        ended = replace(double, ended_on=double.starts_on, end_cause=EndCause.MERGE)
    return {ended.key: ended}


def _overlap(one: Period, other: Period) -> bool:
    if one.is_empty or other.is_empty:
        return False
    return one.starts_on < (other.ended_on or date.max) and other.starts_on < (
        one.ended_on or date.max
    )


def _ending(one: Period, other: Period) -> str:
    """Return the end that contradicts the other record: 退会（令和7年10月1日）."""
    first = min((one, other), key=lambda row: row.ended_on or date.max)
    cause = first.end_cause.label if first.end_cause else "終了"
    return f"{cause}（{era_date(first.ended_on)}）" if first.ended_on else cause


def uncovered(
    wanted: tuple[date, date | None], covered: Sequence[tuple[date, date | None]]
) -> list[tuple[date, date | None]]:
    """Return the parts of a span of days not covered by any of the others; None: no end."""
    parts = [wanted]
    for start, end in covered:
        parts = [piece for part in parts for piece in _without(part, start, end)]
    return parts


def _without(
    part: tuple[date, date | None], start: date, end: date | None
) -> list[tuple[date, date | None]]:
    begin, until = part
    if end is not None and end <= start:
        return [part]
    if (until is not None and until <= start) or (end is not None and end <= begin):
        return [part]
    pieces: list[tuple[date, date | None]] = []
    if begin < start:
        pieces.append((begin, start))
    if end is not None and (until is None or end < until):
        pieces.append((end, until))
    return pieces
