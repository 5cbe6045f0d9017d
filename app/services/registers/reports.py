"""Reports of mistakes in entries (間違いの知らせ): from anybody, until a keeper settles them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from app import clock
from app.errors import NotFound, StaleState
from app.extensions import db
from app.models.registers.care import RegisterReport
from app.models.registers.entry import RegisterEntry, RegisterModel, register_named
from app.security.viewer import MEMBERS, Role, Viewer
from app.services.common import audit, rows
from app.services.registers import entries


def reported(key: str) -> RegisterModel:
    """Return the register with this key in which mistakes may be reported. Raises NotFound."""
    model = register_named(key)
    if model is None or not model.register.reports:
        raise NotFound
    return model


def report(actor: Viewer, entry: RegisterEntry, text: str, email: str) -> RegisterReport:
    """Keep what somebody says is wrong in an entry that they see. email: "" for none."""
    found = RegisterReport(
        organisation_id=entry.organisation_id,
        register=entry.register.key,
        entry=entry.public_id,
        text=text,
        email=email,
        reported_at=clock.now(),
    )
    db.session.add(found)
    db.session.flush()
    entries.note(actor, "report", entry)
    return found


def page(actor: Viewer, number: int) -> tuple[Sequence[RegisterReport], int]:
    """Return one page (from 1) of the open reports that the actor handles, the oldest first."""
    actor.require(Role.SECRETARIAT, *MEMBERS)
    waiting = select(RegisterReport).where(RegisterReport.settled_at.is_(None))
    return rows.page(waiting.order_by(RegisterReport.id), number)


def titles(found: Sequence[RegisterReport]) -> Mapping[str, str]:
    """Return the titles of the entries reported about, by public_id; one query a register."""
    said: dict[str, str] = {}
    for key in sorted({report.register for report in found}):
        model = reported(key)
        wanted = [report.entry for report in found if report.register == key]
        of_it = db.session.scalars(select(model).where(model.public_id.in_(wanted)))
        said |= {entry.public_id: str(entry) for entry in of_it}
    return said


def waiting(entry: RegisterEntry) -> int:
    """Return the number of an entry's open reports that the viewer of the session handles."""
    counted = select(func.count()).select_from(RegisterReport)
    return (
        db.session.scalar(
            counted.where(
                RegisterReport.entry == entry.public_id, RegisterReport.settled_at.is_(None)
            )
        )
        or 0
    )


def settle(actor: Viewer, report_id: int) -> RegisterReport:
    """Close a report, and forget the address of who wrote it. Raises NotFound, StaleState."""
    actor.require(Role.SECRETARIAT, *MEMBERS)
    found = rows.locked(RegisterReport, report_id)
    if found.settled_at is not None:
        raise StaleState("この知らせは、対応が済んでいます。")
    found.settled_at, found.settled_by, found.email = clock.now(), actor.name, ""
    db.session.flush()
    table = reported(found.register).__tablename__
    audit.record(actor, f"{table}.settle", table, found.entry)
    return found
