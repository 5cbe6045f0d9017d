"""Chapters of the grants: two past calls and an open one, with a grant in each state."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from app import clock
from app.demonstration.applicant import Applicant
from app.demonstration.logins import PAST_CALL, SAMPLE_CALL
from app.demonstration.story import Stage
from app.models.grants.call import DEFAULTS, GrantCall
from app.rules.common.era import fiscal_year
from app.rules.grants.calls import Choosing, Payment
from app.rules.membership.membership import Standing
from app.security.viewer import SYSTEM
from app.services.registers import entries

DAYS = {
    **{"begin": 131, "ask": 130, "submit": 128, "reject": 112, "decide": 98, "advance": 92},
    **{"pay_advance": 88, "suspend": 60, "abolish": 60, "enlarge": 4},
    **{"change": 54, "report": 40, "report_less": 40, "inspect": 34, "settle": 28, "claim": 20},
    **{"pay": 12, "revoke": 25, "repay": 8},
}
"""Days ago on which each step of the past call was taken."""
RECENT = {
    **{"begin": 24, "ask": 23, "submit": 22, "offer": 10, "request": 8, "decide": 6},
    **{"withdraw": 2},
}
"""The same of the open call."""
DECIDED = "begin ask submit decide"
REPORTED = f"{DECIDED} report inspect settle"
OVERPAID = f"{DECIDED} advance pay_advance report_less inspect settle"
PAST = (
    *("begin ask submit reject", f"{DECIDED} enlarge", f"{DECIDED} suspend change"),
    *(f"{DECIDED} abolish change", f"{DECIDED} report", f"{DECIDED} report inspect", REPORTED),
    *(f"{REPORTED} claim", f"{REPORTED} claim pay", f"{DECIDED} revoke"),
    *(OVERPAID, f"{OVERPAID} repay"),
)
OPEN = (
    *("begin ask submit offer", "begin", "begin ask", "begin ask submit"),
    *("begin ask submit offer request", "begin ask submit offer request decide"),
    "begin ask submit offer request decide withdraw",
)
"""How far each grant comes. The first is that of the demonstration's general accounts."""
PAST_TERMS = {"payment": Payment.ADVANCE, "has_prenotice": False}
TITLES = ("居場所を知らせるちらし", "つながるワークショップ", "見守りの講習会", "交流のひろば")


def past(stage: Stage) -> Iterator[datetime]:
    """Two past calls of the same days."""
    yield stage.ago(135, 9)
    applicants = []
    for number, title in enumerate((PAST_CALL, "ピアサポート補助金（見本）")):
        call = _call(stage, title, closes_in=-118, **PAST_TERMS)
        applicants += _applicants(stage, call, PAST[number::2])
    yield from _take(stage, DAYS, applicants)


def present(stage: Stage) -> Iterator[datetime]:
    """The open call: the visitor's own body is chosen, and has to apply formally."""
    yield stage.ago(26, 9)
    call = _call(stage, str(SAMPLE_CALL["name"]), closes_in=30)
    own, path = (
        Applicant(stage, call, TITLES[0], stage.viewer("general"), stage.viewer("general2")),
        OPEN[0],
    )
    yield from _take(stage, RECENT, [(own, path), *_applicants(stage, call, OPEN[1:])])


def _applicants(stage: Stage, call: GrantCall, paths: Sequence[str]) -> list[tuple[Applicant, str]]:
    """Return the same bodies for every call, with how far their grants come."""
    found = []
    for place, (body, path) in enumerate(
        zip(stage.members(Standing.GENERAL)[1:], paths, strict=False)
    ):
        persons = stage.person(body), stage.person(body, "の二人目")
        found.append((Applicant(stage, call, TITLES[place % len(TITLES)], *persons), path))
    return found


def _take(
    stage: Stage, days: Mapping[str, int], applicants: list[tuple[Applicant, str]]
) -> Iterator[datetime]:
    for step in sorted(days, key=lambda each: -days[each]):
        yield stage.ago(days[step], 11)
        for applicant, path in applicants:
            if step in path.split():
                applicant.take(step)


def _call(stage: Stage, name: str, *, closes_in: int, **values: Any) -> GrantCall:
    opens_on = clock.today()
    given = {
        **{"opens_on": opens_on, "closes_on": stage.day(closes_in)},
        **{"fiscal_year": fiscal_year(opens_on), "choosing": Choosing.SELECTION},
        **{"places": 12, "budget": 3_000_000},
    }
    made: GrantCall = entries.add(
        SYSTEM, GrantCall, DEFAULTS | SAMPLE_CALL | values | {"name": name} | given, source="見本"
    )
    return made
