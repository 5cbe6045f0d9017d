"""Figures of this wing: the members at the end of a year, who joined and who left."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, or_, select

from app.extensions import db
from app.models.common.master import Municipality
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.membership.membership import MemberKind
from app.services.common.figures import Figure, by_label, days, last_day, within

GROUP = "会員"


def _members(year: int) -> tuple[Any, ...]:
    day = last_day(year)
    ended = or_(Membership.ended_on.is_(None), Membership.ended_on > day)
    return (Membership.starts_on <= day, ended)


def _by_kind(year: int) -> Mapping[str, int]:
    return by_label(Membership.kind, MemberKind, *_members(year))


def _by_municipality(year: int) -> Mapping[str, int]:
    day = last_day(year)
    held = or_(OrganisationVersion.valid_until.is_(None), OrganisationVersion.valid_until > day)
    found = db.session.execute(
        select(Municipality.name, func.count(func.distinct(Membership.organisation_id)))
        .select_from(Membership)
        .join(
            OrganisationVersion, OrganisationVersion.organisation_id == Membership.organisation_id
        )
        .outerjoin(Municipality, Municipality.code == OrganisationVersion.municipality_code)
        .where(*_members(year), OrganisationVersion.valid_from <= day, held)
        .group_by(Municipality.code, Municipality.name)
        .order_by(Municipality.code.is_(None), Municipality.code)
    )
    return {name or "市町村の登録なし": number for name, number in found}


def _joined(year: int) -> int:
    first, _end = days(year)
    held = select(Membership.organisation_id).where(
        Membership.starts_on < first,
        or_(Membership.ended_on.is_(None), Membership.ended_on >= first),
    )
    return _organisations(
        within(Membership.starts_on, year), Membership.organisation_id.not_in(held)
    )


def _left(year: int) -> int:
    goes_on = select(Membership.organisation_id).where(*_members(year))
    return _organisations(
        within(Membership.ended_on, year), Membership.organisation_id.not_in(goes_on)
    )


def _organisations(*conditions: Any) -> int:
    counted = select(func.count(func.distinct(Membership.organisation_id)))
    merged = Organisation.merged_into_id.is_(None)
    return db.session.scalar(counted.join(Membership.organisation).where(merged, *conditions)) or 0


FIGURES = (
    Figure(
        "members.by_kind",
        *(GROUP, "会員数（種別）", "団体"),
        "年度末日（年度の途中では報告の日）に会員である団体の数",
        _by_kind,
    ),
    Figure(
        "members.by_municipality",
        *(GROUP, "会員数（市町村）", "団体"),
        "同じ日の会員を、団体名簿の所在市町村で数えたもの",
        _by_municipality,
    ),
    Figure(
        "members.joined",
        *(GROUP, "入会", "団体"),
        "年度の初めに会員でなく、年度内に会員になった団体の数（再入会を含む）",
        _joined,
    ),
    Figure(
        "members.left",
        *(GROUP, "退会・除名", "団体"),
        "年度内に会員でなくなり、年度末日にも会員でない団体の数",
        _left,
    ),
)
