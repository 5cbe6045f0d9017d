"""The secretariat's persons."""

from dataclasses import dataclass

from app.security.viewer import Role
from tests.support.year.world import Visitor, World


@dataclass
class Office:
    """Two officers, one who leaves in April, and the administrator."""

    world: World
    first: int
    second: int
    leaver: int
    administrator: int

    @classmethod
    def before(cls, world: World) -> "Office":
        """Return the office as it was on 31 March."""
        return cls(
            world,
            world.employ(Role.SECRETARIAT, "事務局", "jimu@pref.example.jp"),
            0,
            world.employ(Role.SECRETARIAT, "異動", "idou@pref.example.jp"),
            world.employ(Role.ADMINISTRATOR, "管理", "kanri@pref.example.jp"),
        )

    @property
    def desk(self) -> Visitor:
        """Return the client of the officer who prepares."""
        return self.world.client(self.first)

    @property
    def other(self) -> Visitor:
        """Return the client of the officer who approves."""
        return self.world.client(self.second)
