"""A resolution deemed passed by written assent (みなし決議, 規約第12条第5項)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.rules import Verdict
from app.rules.common import articles
from app.rules.common.era import era_date
from app.rules.meeting.roll import Choice, M


@dataclass(frozen=True)
class Deemed:
    """The assents given and needed; when passed, the effective date."""

    assents: int
    needed: int
    passed: bool
    effective_on: date | None

    @property
    def verdict(self) -> Verdict:
        """The result with its article, in words."""
        if self.effective_on is not None:
            reason = (
                f"賛成の意思表示が{self.assents}団体（必要{self.needed}）に達したため、"
                f"{era_date(self.effective_on)}に決議があったものとみなします。"
            )
        else:
            reason = (
                f"賛成の意思表示は{self.assents}団体（必要{self.needed}）で、"
                "決議があったものとみなされません。"
            )
        return Verdict(self.passed, articles.DEEMED_RESOLUTION, reason)


def deemed_resolution(executives: frozenset[M], assents: Mapping[M, date]) -> Deemed:
    """Whether two thirds of all executive members assented in writing; no quorum is needed.

    `assents`: member → day of arrival of its written or electronic assent; those of non-executive
    members are ignored, and nobody is excluded. It takes effect on the day of the deciding assent.
    Without executive members nothing passes.
    """
    days = sorted(day for member, day in assents.items() if member in executives)
    needed = (2 * len(executives) + 2) // 3  # the least n with 3n ≥ 2|E|
    passed = len(executives) > 0 and 3 * len(days) >= 2 * len(executives)
    return Deemed(
        assents=len(days),
        needed=needed,
        passed=passed,
        effective_on=days[needed - 1] if passed else None,
    )


def counted_from(papers_out: date | None, day: date) -> date:
    """Return the day from which an assent to a written resolution counts, having arrived on `day`.

    *reading*: statements carried over from a meeting without a quorum predate the sending of the
    written resolution's papers; nothing is resolved in writing before that day (規約第12条第5項).
    """
    return day if papers_out is None else max(day, papers_out)


def written_resolution(executives: frozenset[M], words: Iterable[tuple[date, M, Choice]]) -> Deemed:
    """Return the state of an item under written resolution (書面決議) after these statements.

    `words`: (day, member, choice) in the order of arrival. Until the deciding assent each member's
    last statement counts; from then on the item is resolved, and later ones change nothing.
    """
    assents: dict[M, date] = {}
    for day, member, choice in words:
        if choice is Choice.FOR:
            assents[member] = day
        else:
            assents.pop(member, None)
        deemed = deemed_resolution(executives, assents)
        if deemed.passed:
            return deemed
    return deemed_resolution(executives, assents)
