"""Programmes of a year (施策・事業): added up, compared with the year before, matched with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.policy.programme import Programme, ProgrammeYear
from app.rules.policy import succession
from app.rules.policy.programmes import Flag, by_section
from app.rules.policy.succession import Course, Likeness, Named
from app.security.viewer import Role, Viewer
from app.services.registers import entries


def of_year(year: int) -> Sequence[Programme]:
    """Return the programmes of a fiscal year that the viewer sees, in the order of the source."""
    return db.session.scalars(
        select(Programme)
        .where(Programme.fiscal_year == year, Programme.retired_on.is_(None))
        .order_by(Programme.id)
    ).all()


def sums_by_year() -> list[tuple[int, int]]:
    """Return fiscal year and sum of its amounts in thousand yen, the earliest first."""
    found = db.session.execute(
        select(Programme.fiscal_year, func.sum(Programme.amount))
        .where(Programme.retired_on.is_(None))
        .group_by(Programme.fiscal_year)
        .order_by(Programme.fiscal_year)
    )
    return [(year, int(total)) for year, total in found]


@dataclass(frozen=True)
class Sums:
    """A year's programmes added up, beside what the source says. Amounts in thousand yen."""

    count: int
    total: int
    source_count: int | None
    source_total: int | None
    sections: Sequence[tuple[str, int, int]]
    """Section, number and sum, the greatest sum first."""

    @property
    def is_checked(self) -> bool:
        """Whether the source's count and sum are known."""
        return self.source_count is not None and self.source_total is not None

    @property
    def agrees(self) -> bool:
        """Whether the entries are as many and as much as the source says."""
        return (self.count, self.total) == (self.source_count, self.source_total)


def sums(year: ProgrammeYear, found: Sequence[Programme]) -> Sums:
    """Return the sums of a year's programmes."""
    total = sum(each.amount for each in found)
    sections = by_section((each.section, each.amount) for each in found)
    return Sums(len(found), total, year.source_count, year.source_total, sections)


@dataclass(frozen=True)
class Step:
    """A programme from one year to the next; at least one of the two is there."""

    now: Programme | None
    before: Programme | None

    @property
    def course(self) -> Course:
        """Whether it is new, goes on or has ended."""
        if self.now is None:
            return Course.ENDED
        return Course.NEW if self.before is None else Course.GOES_ON

    @property
    def difference(self) -> int:
        """How much more it gets, in thousand yen."""
        return (self.now.amount if self.now else 0) - (self.before.amount if self.before else 0)

    @property
    def misquotes(self) -> bool:
        """Whether the sheet names another budget of the year before than that year's sheet."""
        quoted = self.now.previous if self.now else None
        return self.before is not None and quoted not in (None, self.before.amount)


def comparison(year: int) -> list[Step]:
    """Return the steps from the year before: this year's programmes, then those that ended."""
    before = {each.public_id: each for each in of_year(year - 1)}
    steps = [Step(each, before.pop(each.predecessor or "", None)) for each in of_year(year)]
    return [*steps, *(Step(None, each) for each in before.values())]


@dataclass(frozen=True)
class Matching:
    """A year's programmes without predecessor, what is proposed for each, and what is free."""

    new: Sequence[Programme]
    proposed: Mapping[str, Likeness]
    free: Sequence[Programme]


def matching(actor: Viewer, year: int) -> Matching:
    """Return what a person decides about: which programme goes on from which."""
    actor.require(Role.SECRETARIAT)
    now, before = of_year(year), of_year(year - 1)
    taken = {each.predecessor for each in now}
    new = [each for each in now if each.predecessor is None]
    free = [each for each in before if each.public_id not in taken]
    likely = [each for each in new if each.flag is not Flag.NEW]
    return Matching(new, succession.proposals(_named(likely), _named(free)), free)


def _named(found: Sequence[Programme]) -> list[Named]:
    return [Named(each.public_id, each.name, each.section) for each in found]


def match(actor: Viewer, year: int, chosen: Mapping[str, str]) -> int:
    """Record predecessors; return how many. chosen: this year's programme → one of the year before.

    Raises RuleViolation if two have the same one, StaleState if one was matched meanwhile.
    """
    actor.require(Role.SECRETARIAT)
    if len(set(chosen.values())) < len(chosen):
        raise RuleViolation(
            None, "一つの前年度の事業を、二つ以上の事業に対応させることはできません。"
        )
    held = {each.public_id: each for each in of_year(year)}
    before = {each.public_id for each in of_year(year - 1)}
    if not chosen.keys() <= held.keys() or not set(chosen.values()) <= before:
        raise NotFound
    taken = {each.predecessor for each in held.values()}
    for public_id, predecessor in chosen.items():
        locked = entries.locked(actor, Programme, public_id)
        if locked.predecessor is not None or predecessor in taken:
            raise StaleState("ほかの職員が先に対応を保存しました。画面を開き直してください。")
        entries.change(actor, Programme, public_id, {"predecessor": predecessor})
    return len(chosen)


@dataclass(frozen=True)
class Link:
    """A programme in one year, as far as a chain shows it. amount: in thousand yen."""

    public_id: str
    fiscal_year: int
    name: str
    flag: Flag | None
    amount: int
    predecessor: str | None


def chains(wanted: Iterable[str | None]) -> Mapping[str, Sequence[Link]]:
    """Return the years of these programmes, from the first to the last, by the identifier of any."""
    ids = set(wanted) - {None}
    if not ids:
        return {}
    columns = Programme.public_id, Programme.predecessor
    joined = select(*columns).where(Programme.public_id.in_(ids)).cte(recursive=True)
    neighbour = or_(
        Programme.public_id == joined.c.predecessor, Programme.predecessor == joined.c.public_id
    )
    joined = joined.union(select(*columns).join(joined, neighbour))
    found = db.session.execute(
        select(
            Programme.public_id,
            Programme.fiscal_year,
            Programme.name,
            Programme.flag,
            Programme.amount,
            Programme.predecessor,
        )
        .where(Programme.public_id.in_(select(joined.c.public_id)), Programme.retired_on.is_(None))
        .order_by(Programme.fiscal_year, Programme.id)
    )
    chain_of: dict[str, list[Link]] = {}
    for public_id, year, name, flag, amount, predecessor in found:
        link = Link(public_id, year, name, flag, amount, predecessor)
        chain = chain_of.get(link.predecessor or "", [])
        chain.append(link)
        chain_of[link.public_id] = chain
    return chain_of
