"""Preview of a merge of two records, field by field and table by table, or its obstacle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models.council.council import ConstituentBody
from app.models.filings.withdrawal import WithdrawalNotice
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.common.naming import search_form
from app.rules.membership.membership import EndCause, Standing
from app.rules.membership.profile_changes import Difference, differences
from app.rules.merging.merging import Period, merged_periods
from app.rules.states.filings.member import WithdrawalState
from app.rules.states.meeting.meeting import ANSWERABLE_STATES
from app.security.viewer import Role, Viewer
from app.services.admission import duplicates
from app.services.common import rows
from app.services.merging import tables

MAX_SHOWN = 50


@dataclass(frozen=True)
class Preview:
    """Two records side by side."""

    kept: Organisation
    merged: Organisation
    differences: tuple[Difference, ...]
    """before: the kept record's value, after: the merged record's."""
    moved: dict[str, int]
    """Number of rows moved, by table name."""
    periods: tuple[Period, ...]
    warnings: tuple[str, ...]
    refusal: str
    """Japanese reason why the merge is impossible; "" when it is possible."""
    stamp: str
    """Fingerprint of both records."""


def preview(actor: Viewer, kept_id: int, merged_id: int) -> Preview:
    """Return a merge's preview. Raises NotFound for an unknown record and for twice the same."""
    actor.require(Role.SECRETARIAT)
    kept, merged = (_record(each) for each in (kept_id, merged_id))
    if kept is merged:
        raise NotFound
    periods: tuple[Period, ...] = ()
    refusal = _refusal(kept, merged)
    if not refusal:
        try:
            periods = merged_periods(_periods(kept), _periods(merged))
        except ValueError as contradiction:
            refusal = str(contradiction)
    moved = {
        words: len(tables.movable(column, kept_id, merged_id))
        for words, column in tables.MOVED.items()
    }
    return Preview(
        kept=kept,
        merged=merged,
        differences=differences(kept.profile(), merged.profile()),
        moved={words: count for words, count in moved.items() if count},
        periods=periods,
        warnings=tuple(_warnings(kept, merged)),
        refusal=refusal,
        stamp=stamp(kept, merged),
    )


def stamp(kept: Organisation, merged: Organisation) -> str:
    """Return a fingerprint of the two records as shown to an officer."""
    return rows.fingerprint(
        [[each.id, each.profile(), tables.state(each.id)] for each in (kept, merged)]
    )


def _record(organisation_id: int) -> Organisation:
    return rows.one(Organisation, organisation_id, selectinload(Organisation.memberships))


def _periods(organisation: Organisation) -> list[Period]:
    return [period(row) for row in organisation.memberships]


def period(row: Membership) -> Period:
    """Return a membership as a period for the rules."""
    return Period(row.id, row.kind, row.starts_on, row.ended_on, row.end_cause)


def _on_open_roll(kept: Organisation, merged: Organisation) -> bool:
    """Whether either is on the roll of a meeting that is not over."""
    wanted = select(
        exists().where(
            RollEntry.organisation_id.in_([kept.id, merged.id]),
            RollEntry.meeting_id == Meeting.id,
            Meeting.state.in_(ANSWERABLE_STATES),
        )
    )
    return bool(db.session.scalar(wanted))


def _refusal(kept: Organisation, merged: Organisation) -> str:
    for record in (kept, merged):
        if record.merged_into_id is not None:
            return f"「{record.name}」の記録は、すでにほかの記録に統合されています。"
    numbers = {kept.corporate_number, merged.corporate_number} - {None, ""}
    if len(numbers) > 1:
        return (
            "法人番号が違うため、別の団体です。番号が誤りなら、先に登録の内容を訂正してください。"
        )
    if _on_open_roll(kept, merged):
        return "終わっていない会議の幹事団体です。会議が終わってから統合してください。"
    for words, entity in tables.OPEN.items():
        open_keys: Any = entity.open_key
        found = db.session.scalar(select(func.count()).where(open_keys.in_([kept.id, merged.id])))
        if found == 2:
            return f"両方の記録に処理中の{words}があります。先に一方の処理を終えてください。"
    if all(_constitutes(each) for each in (kept, merged)):
        return (
            "両方の記録が協議会の構成機関等です。先に、一方について構成機関等としての最終日を登録し、"
            "その日が過ぎてから統合してください。"
        )
    waiting = db.session.scalar(
        select(func.count()).where(
            WithdrawalNotice.organisation_id.in_([kept.id, merged.id]),
            WithdrawalNotice.state == WithdrawalState.RECEIVED,
        )
    )
    if waiting:
        return "退会の日を待っている退会届があります。その日が過ぎてから統合してください。"
    return ""


def _constitutes(organisation: Organisation) -> bool:
    """Whether the organisation is a constituent body of the council today or later.

    Two such bodies are not merged here: each has its own persons, pledges and cases.
    """
    found = select(ConstituentBody.id).where(
        ConstituentBody.organisation_id == organisation.id,
        or_(ConstituentBody.ends_on.is_(None), ConstituentBody.ends_on >= clock.today()),
    )
    return db.session.scalar(select(found.exists())) or False


def _warnings(kept: Organisation, merged: Organisation) -> list[str]:
    found = []
    for record in (kept, merged):
        first = duplicates.barred_until(record)
        if first is not None and clock.today() < first:
            found.append(
                f"「{record.name}」の除名による再入会の制限（{first.isoformat()}の前日まで）は、"
                "統合した記録に引き継がれます。"
            )
    expelled = any(
        row.end_cause is EndCause.EXPULSION
        for record in (kept, merged)
        for row in record.memberships
    )
    if expelled and Standing.FORMER not in (kept.standing, merged.standing):
        found.append("除名の記録があります。今の会員資格が正しいか確かめてください。")
    return found


def suspects(actor: Viewer) -> Sequence[tuple[Organisation, Organisation]]:
    """Return likely duplicates: same corporate number, or same name in normal form."""
    actor.require(Role.SECRETARIAT)
    other = aliased(Organisation)
    found: list[tuple[Organisation, Organisation]] = []
    for column in ("corporate_number", "name_normal"):
        mine, theirs = getattr(Organisation, column), getattr(other, column)
        pairs = db.session.execute(
            select(Organisation, other)
            .join(other, (mine == theirs) & (Organisation.id < other.id))
            .where(
                mine != "",
                Organisation.merged_into_id.is_(None),
                other.merged_into_id.is_(None),
            )
            .order_by(Organisation.id, other.id)
            .limit(MAX_SHOWN)
        )
        found += [(one, two) for one, two in pairs if (one, two) not in found]
    return [pair for pair in found if not _differ_by_number(*pair)][:MAX_SHOWN]


def _differ_by_number(one: Organisation, two: Organisation) -> bool:
    return bool(
        one.corporate_number
        and two.corporate_number
        and one.corporate_number != two.corporate_number
    )


def find(actor: Viewer, text: str) -> Sequence[Organisation]:
    """Return records for selection, by a part of their present or former name."""
    actor.require(Role.SECRETARIAT)
    folded = search_form(text)
    if not folded:
        return []
    return db.session.scalars(
        select(Organisation)
        .where(
            Organisation.merged_into_id.is_(None),
            or_(
                Organisation.name_search.contains(folded, autoescape=True),
                Organisation.id.in_(
                    select(OrganisationVersion.organisation_id).where(
                        OrganisationVersion.name_search.contains(folded, autoescape=True)
                    )
                ),
            ),
        )
        .order_by(Organisation.name_kana, Organisation.id)
        .limit(MAX_SHOWN)
    ).all()


def former_names(actor: Viewer, found: Sequence[Organisation]) -> dict[int, list[str]]:
    """Return former roster names of these records: id → names, oldest first."""
    actor.require(Role.SECRETARIAT)
    today = {record.id: record.name for record in found}
    names: dict[int, list[str]] = {}
    for version in db.session.scalars(
        select(OrganisationVersion)
        .where(OrganisationVersion.organisation_id.in_(today))
        .order_by(OrganisationVersion.valid_from)
    ):
        known = names.setdefault(version.organisation_id, [])
        name = version.profile["name"]
        if name not in (today[version.organisation_id], *known):
            known.append(name)
    return names
