"""The book of receipts (収受簿): what came in, from whom, when it arrived, and the day of receipt.

*Reading*: what arrives on a day on which the offices are closed is entered under the next day on
which they are open (受付日). Effects run from the arrival (民法第97条): the day of receipt is for
the book only.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import (
    Row,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.types import Date

from app import clock
from app.extensions import db
from app.models.admission.application import Application
from app.models.filings.change_notice import ChangeNotice
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion, ExpulsionStatement
from app.models.filings.filing import Filing
from app.models.filings.withdrawal import ReleaseRequest, WithdrawalNotice
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import Proxy
from app.models.meeting.vote import Statement
from app.models.membership.organisation import Organisation
from app.rules.common.labelled import Labelled
from app.rules.meeting.agenda import AnswerWay
from app.rules.membership.membership import ON_BEHALF, ReceivedBy
from app.security.viewer import Role, Viewer
from app.services.common import holidays, rows, tabular

ON_PAPER = (AnswerWay.PAPER, AnswerWay.FAX)
BY_HAND = frozenset(each.value for each in (*ON_BEHALF, *ON_PAPER))
"""Entered by an officer: the day of arrival is known, its hour is not."""
HEADER = ("到達日", "到達時刻", "受付日", "受付番号", "文書", "差出人", "受付方法")


class Paper(Labelled):
    """What came in."""

    APPLICATION = "application", "入会申込書"
    CHANGE_NOTICE = "change_notice", "変更届"
    WITHDRAWAL = "withdrawal", "退会届"
    RELEASE = "release", "幹事団体の退会の申出"
    CONSENT = "consent", "幹事団体加入内諾書"
    EXPULSION_STATEMENT = "expulsion_statement", "弁明書"
    PROXY = "proxy", "委任状"
    STATEMENT = "statement", "書面による意思表明"


FILINGS: dict[Paper, type[Filing]] = {
    Paper.CHANGE_NOTICE: ChangeNotice,
    Paper.WITHDRAWAL: WithdrawalNotice,
    Paper.RELEASE: ReleaseRequest,
    Paper.CONSENT: ConsentToServe,
}


class Entry(NamedTuple):
    """One line of the book. page_id: of the object's page; at: None where only the day is known.

    An application counts from the confirmation of its address, of which the day is kept.
    """

    paper: Paper
    page_id: int
    number: str
    sender: str
    way: str
    on: date
    at: time | None
    accepted_on: date

    @property
    def moment(self) -> datetime | None:
        """When it arrived, where the time is known."""
        return datetime.combine(self.on, self.at, clock.TOKYO) if self.at else None


def page(actor: Viewer, *, number: int) -> tuple[Sequence[Entry], int]:
    """Return one page of the book, the latest first, and the total. number: from 1."""
    actor.require(Role.SECRETARIAT)
    book = _book()
    total = db.session.scalar(select(func.count()).select_from(book.subquery())) or 0
    wanted = rows.paged(book, number)
    return list(map(_entry, db.session.execute(wanted))), total


def workbook(actor: Viewer) -> bytes:
    """Return the whole book as xlsx, the latest first."""
    actor.require(Role.SECRETARIAT)
    return tabular.to_xlsx(
        HEADER, map(_cells, map(_entry, db.session.execute(_book()))), title="収受簿"
    )


def _cells(entry: Entry) -> tuple[str | date, ...]:
    clock_time = f"{entry.at:%H:%M}" if entry.at else ""
    days = entry.on, clock_time, entry.accepted_on
    return (*days, entry.number, entry.paper.label, entry.sender, entry.way)


def _book() -> Select[Any]:
    parts = union_all(*_parts()).subquery()
    return select(parts).order_by(parts.c.sorted_by.desc(), parts.c.number.desc())


def _parts() -> Iterator[Select[Any]]:
    came = Application.received_on
    sender, number, way = Application.name, Application.receipt_number, Application.received_by
    at = Application.submitted_at
    found = _line(Paper.APPLICATION, Application.id, number, sender, way, at, came)
    yield found.where(came.is_not(None))
    for paper, model in FILINGS.items():
        filed: Any = model
        number, way, at = filed.receipt_number, filed.received_by, filed.received_at
        found = _line(paper, filed.id, number, Organisation.name, way, at)
        yield found.join(Organisation, Organisation.id == filed.organisation_id)
    yield from _without_number()


def _without_number() -> Iterator[Select[Any]]:
    """Yield what has no receipt number: statements and proxies on paper."""
    none, sender = literal(""), Organisation.name
    way: Any
    way, at = ExpulsionStatement.received_by, ExpulsionStatement.stated_at
    found = _line(Paper.EXPULSION_STATEMENT, Expulsion.id, none, sender, way, at)
    found = found.join(Expulsion, Expulsion.id == ExpulsionStatement.expulsion_id)
    yield found.join(Organisation, Organisation.id == Expulsion.organisation_id)

    way, at = Proxy.filed_by, Proxy.filed_at
    found = _line(Paper.PROXY, Proxy.meeting_id, none, sender, way, at).where(way.in_(ON_PAPER))
    yield found.join(Organisation, Organisation.id == Proxy.principal_id)

    way, at = Statement.way, Statement.arrived_at
    found = _line(Paper.STATEMENT, AgendaItem.meeting_id, none, sender, way, at)
    found = found.join(AgendaItem, AgendaItem.id == Statement.item_id)
    found = found.join(Organisation, Organisation.id == Statement.organisation_id)
    yield found.where(way.in_(ON_PAPER)).distinct()  # one sheet states on several items


def _line(
    paper: Paper, page_id: Any, number: Any, sender: Any, way: Any, at: Any, on: Any = None
) -> Select[Any]:
    return select(
        literal(paper.value).label("paper"),
        page_id.label("page_id"),
        number.label("number"),
        sender.label("sender"),
        type_coerce(way, String).label("way"),
        at.label("at"),
        (cast(null(), Date) if on is None else on).label("on"),
        cast(at if on is None else on, String).label("sorted_by"),
    )


def _entry(row: Row[Any]) -> Entry:
    moment: datetime = clock.local(row.at)
    day = row.on or moment.date()
    is_known = row.on is None and row.way not in BY_HAND
    return Entry(
        paper=Paper(row.paper),
        page_id=row.page_id,
        number=row.number or "",
        sender=row.sender,
        way=_ways()[row.way],
        on=day,
        at=moment.time() if is_known else None,
        accepted_on=holidays.next_open(day),
    )


def _ways() -> dict[str, str]:
    return {each.value: each.label for each in (*AnswerWay, *ReceivedBy)}
