"""Figures of this wing: desks, supporters, good practices, trainings."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, or_, select

from app.extensions import db
from app.models.support.desk import Desk
from app.models.support.good_practice import GoodPractice
from app.models.support.supporter import Supporter, SupporterActivity
from app.models.support.training import Training
from app.rules.support.supporter import SupporterActivityKind, SupporterKind
from app.services.common.figures import Figure, by_label, count, last_day, moments, within
from app.services.common.municipalities import in_prefecture

GROUP = "相談と支援"


def _kept(model: Any, year: int) -> tuple[Any, ...]:
    """Return the conditions of an entry that was in the register at the end of the year."""
    day = last_day(year)
    gone = or_(model.retired_on.is_(None), model.retired_on > day)
    return (model.created_at < moments(year)[1], gone)


def _desks(year: int) -> int:
    return count(*_kept(Desk, year))


def _desks_checked(year: int) -> int:
    return count(*_kept(Desk, year), within(Desk.checked_on, year))


def _serving(year: int) -> tuple[Any, ...]:
    day = last_day(year)
    return (
        Supporter.appointed_on <= day,
        or_(Supporter.ended_on.is_(None), Supporter.ended_on > day),
        or_(Supporter.term_until.is_(None), Supporter.term_until >= day),
    )


def _supporters(year: int) -> Mapping[str, int]:
    return by_label(Supporter.kind, SupporterKind, *_serving(year))


def _supporters_by_place(year: int) -> Mapping[str, int]:
    areas = db.session.scalars(select(Supporter.area).where(*_serving(year))).all()
    found = Counter(code for area in areas for code in area)
    return {each.name: found[each.code] for each in db.session.scalars(in_prefecture())}


def _activities(year: int) -> Mapping[str, int]:
    return by_label(
        SupporterActivity.kind,
        SupporterActivityKind,
        SupporterActivity.retired_on.is_(None),
        within(SupporterActivity.month, year),
        of=func.sum(SupporterActivity.times),
    )


def _practices(year: int) -> int:
    return count(*_kept(GoodPractice, year))


def _trainings(year: int) -> int:
    return count(Training.retired_on.is_(None), within(Training.day, year))


FIGURES = (
    Figure(
        "desks.kept",
        *(GROUP, "困りごと相談窓口", "か所"),
        "年度末日（年度の途中では報告の日）に台帳に登録されている窓口の数",
        _desks,
    ),
    Figure(
        "desks.checked",
        *(GROUP, "確認した窓口", "か所"),
        "同じ窓口のうち、登録の内容を年度内に最後に確認したものの数",
        _desks_checked,
    ),
    Figure(
        "supporters.by_kind",
        *(GROUP, "サポーター（種類）", "人"),
        "年度末日（年度の途中では報告の日）に任命または登録の期間中であるサポーターの数",
        _supporters,
        of_persons=True,
    ),
    Figure(
        "supporters.by_municipality",
        *(GROUP, "サポーター（活動する市町村）", "人"),
        "同じサポーターを活動する市町村で数えたもの。二つ以上の市町村で活動する人は、それぞれで数える",
        _supporters_by_place,
        of_persons=True,
        adds_up=False,
    ),
    Figure(
        "supporters.activities",
        *(GROUP, "サポーターの活動", "回"),
        "年度内の月の活動として報告された回数",
        _activities,
    ),
    Figure(
        "good_practices.kept",
        *(GROUP, "好事例", "件"),
        "年度末日（年度の途中では報告の日）に台帳に登録されている好事例の数",
        _practices,
    ),
    Figure("trainings.held", GROUP, "研修", "回", "年度内に実施した研修の数", _trainings),
)
