"""Whom desks pass on to, where somebody gets stuck, and which troubles no desk is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models.support.desk import Desk, DeskPassing
from app.rules.support import passing_on as rule
from app.rules.support.desk_words import Capacity
from app.rules.support.passing_on import WHOLE_PREFECTURE, PassingOn
from app.rules.support.passing_on_picture import Picture, picture
from app.rules.support.trouble_words import Trouble
from app.security.viewer import Viewer
from app.services.common import municipalities


@dataclass(frozen=True)
class Network:
    """The desks that a viewer sees (public_id → name), and whom they pass on to."""

    names: Mapping[str, str]
    desks: Sequence[rule.Desk]
    passings: Sequence[PassingOn]

    @property
    def picture(self) -> Picture:
        """Where each desk is drawn."""
        return picture(self.names, self.passings)

    @property
    def lines(self) -> Sequence[tuple[str, Sequence[PassingOn]]]:
        """Each desk that passes on, with its passings, in the order of the desks."""
        found = [
            (name, [each for each in self.passings if each.source == name]) for name in self.names
        ]
        return [each for each in found if each[1]]

    @property
    def dead_ends(self) -> Sequence[str]:
        """The names of the desks that pass on to none that works."""
        return self._named(rule.dead_ends(self.desks, self.passings))

    @property
    def unreached(self) -> Sequence[str]:
        """The names of the desks to which nobody passes on."""
        return self._named(rule.unreached(self.desks, self.passings))

    def _named(self, found: Sequence[str]) -> Sequence[str]:
        """Return the names of desks, in the order of the desks."""
        return [name for each, name in self.names.items() if each in found]

    @property
    def loops(self) -> Sequence[Sequence[str]]:
        """The names of desks among which one may be passed round."""
        found = rule.loops(self.desks, self.passings)
        return [[self.names[each] for each in loop] for loop in found]


def load(actor: Viewer) -> Network:
    """Return the network that the viewer of the session sees (two queries)."""
    desks = _desks()
    names = {desk.id: name for desk, name in desks}
    found = db.session.execute(
        select(DeskPassing.source, DeskPassing.target, DeskPassing.reason).where(
            DeskPassing.retired_on.is_(None)
        )
    )
    passings = [PassingOn(*each) for each in found if {each.source, each.target} <= names.keys()]
    return Network(names, [desk for desk, _name in desks], sorted(passings))


def gaps(actor: Viewer, desks: Sequence[rule.Desk]) -> Mapping[str, Sequence[Trouble]]:
    """Return the name of each municipality with the troubles that no desk is for; none left out."""
    names = {each.code: each.name for each in db.session.scalars(municipalities.in_prefecture())}
    return {names[code]: missing for code, missing in rule.gaps(desks, names).items()}


def uncovered(actor: Viewer, code: str) -> Sequence[Trouble]:
    """Return the troubles that no desk is for in a municipality."""
    return rule.gaps([desk for desk, _name in _desks()], [code])[code]


def _desks() -> list[tuple[rule.Desk, str]]:
    """Return the desks that the viewer of the session sees, with their names, in order."""
    found = db.session.execute(
        select(
            Desk.public_id,
            Desk.name,
            Desk.troubles,
            Desk.area,
            Desk.whole_prefecture,
            Desk.capacity,
        )
        .where(Desk.retired_on.is_(None))
        .order_by(Desk.kana, Desk.id)
    )
    return [
        (
            rule.Desk(
                row.public_id,
                frozenset(map(Trouble, row.troubles)),
                frozenset([*row.area, *([WHOLE_PREFECTURE] if row.whole_prefecture else [])]),
                row.capacity or Capacity.TAKING,
            ),
            row.name,
        )
        for row in found
    ]
