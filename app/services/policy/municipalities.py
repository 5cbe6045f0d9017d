"""What each municipality has: members, and entries of the registers (市町村のページ)."""

from collections.abc import Sequence

from sqlalchemy import String, cast, literal, select, union_all

from app import services, wings
from app.extensions import db
from app.models.common.master import Municipality
from app.services.common.municipalities import in_prefecture
from app.services.registers import first_entries
from app.services.registers.first_entries import First
from app.services.registers.parts import Part, of_registers


def parts() -> list[Part]:
    """Return the parts of the pages: those that wings declare, then those of the registers."""
    declared = wings.declared(services, "municipality_parts")
    own = [part for module in declared for part in getattr(module, "PARTS", ())]
    return [*own, *of_registers()]


def table() -> list[tuple[Municipality, list[int]]]:
    """Return the municipalities of the prefecture, each with a number for each of `parts()`.

    Counted is what the viewer of the session sees. Two queries.
    """
    wanted = parts()
    found: dict[tuple[int, str], int] = {}
    counted = [part.counted().subquery() for part in wanted]
    numbered = (
        select(literal(place), cast(each.c[0], String), each.c[1])
        for place, each in enumerate(counted)
    )
    for place, codes, number in db.session.execute(union_all(*numbered)):
        for code in (codes or "").split():
            found[place, code] = found.get((place, code), 0) + number
    return [
        (each, [found.get((place, each.code), 0) for place in range(len(wanted))])
        for each in db.session.scalars(in_prefecture())
    ]


def page(code: str) -> list[tuple[Part, First]]:
    """Return the parts of one municipality, limited to what the viewer of the session sees."""
    every = parts()
    return list(zip(every, first_entries.read([part.listed(code) for part in every]), strict=True))


def neighbours(municipality: Municipality) -> Sequence[Municipality]:
    """Return the other municipalities of the district (郡); a city has none."""
    if not municipality.district:
        return ()
    return db.session.scalars(
        in_prefecture()
        .where(Municipality.district == municipality.district)
        .where(Municipality.code != municipality.code)
    ).all()
