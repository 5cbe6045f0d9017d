"""The organisation of an imported row: by identifier, else corporate number, else name.

The same name alone decides nothing: something else must agree, or an officer says who it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from app import clock
from app.extensions import db
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation
from app.rules.common.addresses import normal_address
from app.rules.common.identifiers import phone_digits
from app.rules.common.naming import normal_form, search_form, split_legal_form
from app.rules.membership.likeness import Features, Sign, signs
from app.rules.membership.membership import EndCause, Standing
from app.services.admission import duplicates
from app.services.roster.roster_rows import Reading


@dataclass
class Known:
    """Candidate organisations for a set of rows."""

    by_identifier: dict[str, Organisation] = field(default_factory=dict)
    by_number: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    by_phone: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    by_address: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    barred: Sequence[Organisation] = ()
    """Every expelled organisation that may not be readmitted yet."""


ANOTHER = "another"
"""The answer that a row is none of the organisations it was compared with."""
ON_ROSTER = "roster"
IN_FILE = "file"
"""The two questions: is the row an organisation on the roster, and one of an earlier row."""


class Question(Exception):
    """The row may be one of these organisations; an officer has to say."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        super().__init__("same or another")
        self.organisations = organisations


class Unrecognised(Exception):
    """The row's organisation is ambiguous or unknown. Carries column and Japanese reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.fault = [column, reason]


def features(reading: Reading) -> Features:
    """Return the compared features of a row."""
    items = reading.items
    return Features(
        corporate_number=items.get("corporate_number") or None,
        name=normal_form(reading.name) if reading.name else "",
        representative=search_form(items.get("representative_name") or "")[:200],
        address=normal_address(items.get("address") or "")[:400],
        phone=phone_digits(items.get("phone") or "")[:20],
    )


def look_up(readings: Sequence[tuple[Reading, Features]], barred: Sequence[Organisation]) -> Known:
    """Return the rows' candidate organisations with their memberships, in two queries."""
    compared = [each for _reading, each in readings]
    conditions = [
        _among(Organisation.public_id, (reading.identifier for reading, _each in readings)),
        _among(Organisation.corporate_number, (each.corporate_number for each in compared)),
        _among(Organisation.name_normal, (each.name for each in compared)),
        _among(Organisation.phone_digits, (each.phone for each in compared)),
        _among(Organisation.address_normal, (each.address for each in compared)),
    ]
    found = db.session.scalars(
        select(Organisation)
        .where(or_(*(condition for condition in conditions if condition is not None)))
        .options(selectinload(Organisation.memberships))
        .execution_options(populate_existing=True)
    ).all()
    known = Known(barred=barred)
    for organisation in found:
        known.by_identifier[organisation.public_id] = organisation
        if organisation.merged_into_id is not None:
            continue
        known.by_number[organisation.corporate_number or ""].append(organisation)
        known.by_name[organisation.name_normal].append(organisation)
        known.by_phone[organisation.phone_digits].append(organisation)
        known.by_address[organisation.address_normal].append(organisation)
    return known


def _among(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    values: Iterable[str | None],
) -> ColumnElement[bool] | None:
    wanted = sorted({value for value in values if value})
    return column.in_(wanted) if wanted else None


def barred_today() -> Sequence[Organisation]:
    """Return every organisation under a readmission bar (要領第5条第2項)."""
    expelled = db.session.scalars(
        select(Organisation)
        .where(
            Organisation.merged_into_id.is_(None),
            Organisation.memberships.any(Membership.end_cause == EndCause.EXPULSION),
        )
        .options(selectinload(Organisation.memberships))
        .execution_options(populate_existing=True)
    ).all()
    return [organisation for organisation in expelled if bar_of(organisation) is not None]


def bar_of(organisation: Organisation) -> date | None:
    """Return the first day on which the organisation may be readmitted, if in the future."""
    first = duplicates.barred_until(organisation)
    return first if first is not None and clock.today() < first else None


def recognise(reading: Reading, mine: Features, known: Known) -> Organisation | None:
    """Return the row's organisation, None for a new one. Raises Unrecognised, Question."""
    if reading.identifier:
        return _by_identifier(reading, mine, known)
    if mine.corporate_number:
        found = known.by_number.get(mine.corporate_number, [])
        if found:
            return _only(found, "corporate_number", "法人番号")
    return _by_name(reading, mine, known.by_name) if mine.name else None


def _by_identifier(reading: Reading, mine: Features, known: Known) -> Organisation:
    organisation = known.by_identifier.get(reading.identifier)
    if organisation is None:
        raise Unrecognised("id", "この識別子の団体は名簿にありません。新しい団体なら空欄にします。")
    if organisation.merged_into_id is not None:
        raise Unrecognised(
            "id", "ほかの記録に統合された団体です。統合先の識別子を入れるか、行を消してください。"
        )
    others = [
        other
        for other in known.by_number.get(mine.corporate_number or "", [])
        if mine.corporate_number and other is not organisation
    ]
    if others:
        raise Unrecognised(
            "corporate_number", f"法人番号は「{others[0].name}」のものとして登録されています。"
        )
    return organisation


def _by_name(
    reading: Reading, mine: Features, by_name: Mapping[str, Sequence[Organisation]]
) -> Organisation | None:
    numbers = mine.corporate_number
    found = [
        organisation
        for organisation in by_name.get(mine.name, [])
        if not (numbers and organisation.corporate_number)  # two numbers: distinct organisations
    ]
    answer = reading.answers.get(ON_ROSTER)
    if not found or answer == ANOTHER:
        return None
    for organisation in found:
        if answer == str(organisation.id):
            return organisation
    if len(found) == 1 and _agree(reading, mine, found[0]):
        return found[0]
    raise Question(found)


def _agree(reading: Reading, mine: Features, organisation: Organisation) -> bool:
    """Whether more than the name agrees, and the legal forms do not differ."""
    forms = {split_legal_form(name)[0] for name in (organisation.name, reading.name)} - {""}
    return len(forms) < 2 and corroborated(mine, duplicates.features(organisation))


def corroborated(one: Features, other: Features) -> bool:
    """Whether address, telephone or representative agree beside the name."""
    return bool({Sign.ADDRESS, Sign.PHONE, Sign.REPRESENTATIVE} & {*signs(one, other, former=True)})


def _only(found: Sequence[Organisation], column: str, what: str) -> Organisation:
    if len(found) > 1:
        raise Unrecognised(
            column,
            f"{what}が同じ団体が{len(found)}つあり、どれか決められません。識別子を入れてください。",
        )
    return found[0]


def barred_alike(mine: Features, known: Known) -> tuple[Organisation, tuple[Sign, ...]] | None:
    """Return a barred organisation that the row resembles, and the signs."""
    for organisation in known.barred:
        alike = signs(mine, duplicates.features(organisation), former=True)
        if alike:
            return organisation, alike
    return None


def notes(mine: Features, known: Known) -> list[str]:
    """Return what the officer should check before a new organisation is entered."""
    found = []
    for sign, others in (
        (Sign.NAME, known.by_name.get(mine.name, [])),
        (Sign.PHONE, known.by_phone.get(mine.phone, [])),
        (Sign.ADDRESS, known.by_address.get(mine.address, [])),
    ):
        if getattr(mine, sign.value):
            found += [
                f"「{other.name}」{'（以前の会員）' if other.standing is Standing.FORMER else ''}"
                f"と{sign.label}しています。同じ団体でないか確かめてください。"
                for other in others[:3]
            ]
    return found
