"""How long the sending of letters waits for what."""

from dataclasses import dataclass
from datetime import timedelta

TRIES = (30, 30, 60, 120, 240, 480, 720, 720, 1440, 1440, 1440)
"""Minutes before the next try of a letter, by tries made: twice in the first hour, then ever less,
over a long weekend (RFC 5321 4.5.4.1: a letter is given up after four to five days)."""
PAUSES = (1, 2, 5, 10, 15, 30)
"""Minutes before a server or a domain is tried again, by failures in a row; then always the last."""
FAULTS = 3
"""Tries after which a letter that the software itself cannot send fails."""
REPLIES_LOST = 2
"""Lost replies after which a person decides whether the letter arrived."""


@dataclass(frozen=True)
class Patience:
    """All times of the sending. divisor: makes each that much shorter, for rehearsals."""

    divisor: int = 1

    @property
    def step(self) -> timedelta:
        """How long a server may take for each step but the last."""
        return timedelta(seconds=60) // self.divisor

    @property
    def reply(self) -> timedelta:
        """How long it may take to answer the final dot (RFC 5321 4.5.3.2.6)."""
        return timedelta(minutes=10) // self.divisor

    @property
    def letter_lease(self) -> timedelta:
        """How long a letter on its way is its sweep's: longer than the reply may take."""
        return timedelta(minutes=15) // self.divisor

    @property
    def lane_lease(self) -> timedelta:
        """How long a lane is its sweep's, which renews the lease while it runs."""
        return timedelta(minutes=1) // self.divisor

    @property
    def tick(self) -> timedelta:
        """How soon a sweep sees that another lane has letters, and renews its leases."""
        return min(timedelta(seconds=2), self.lane_lease // 4)

    def retry(self, tries: int) -> timedelta | None:
        """Return the wait after that many tries; None when the letter is given up."""
        return self._minutes(TRIES[tries - 1]) if tries <= len(TRIES) else None

    def pause(self, failures: int) -> timedelta:
        """Return the pause after that many failures in a row of a server or a domain."""
        return self._minutes(PAUSES[min(failures, len(PAUSES)) - 1])

    def _minutes(self, minutes: int) -> timedelta:
        return timedelta(minutes=minutes) // self.divisor
