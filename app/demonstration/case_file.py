"""A case as the chapters keep it: who takes part, what is written, shared and conferred about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app import clock
from app.demonstration.story import Stage
from app.extensions import db
from app.models.cases.conference import Conference
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, PassingOnBasis, Section, Urgency
from app.rules.cases.fields import RecordKind
from app.rules.cases.passing_on import Terms
from app.security.identity import viewer_for
from app.security.viewer import SYSTEM, Viewer
from app.services.cases import cases, conferences, coordinators, handling, passing_on, records
from app.services.council import councils, persons

HELPING = {
    **{Section.BASIC: Level.READ, Section.COURSE: Level.WRITE, Section.PLAN: Level.WRITE},
    Section.CONFERENCE: Level.READ,
}
"""What those may do to whom the case is passed on."""
BY_CONSENT = {"form": "書面", "expires_on": None, "withdrawn_on": None}


@dataclass
class CaseFile:
    """A case with the bodies that take part; the first leads."""

    stage: Stage
    names: Sequence[str]
    id: str = ""

    @classmethod
    def begun(cls, stage: Stage, names: Sequence[str], urgency: Urgency) -> "CaseFile":
        """Begin a case; a person of each body serves on the council."""
        case = cls(stage, names)
        for each in names:
            case.term(each)
        leading = case.term(names[0])
        case.id = cases.begin(case.lead, term_id=leading.id, urgency=urgency).id
        return case

    @property
    def lead(self) -> Viewer:
        """The case manager."""
        return viewer_for(self.term(self.names[0]).account)

    def term(self, name: str) -> CouncilPerson:
        """Return the term of a body's person, registered under a pledge if there is none."""
        body = next(each for each in councils.bodies() if each.name == name)
        serving = select(CouncilPerson).where(CouncilPerson.body_id == body.id)
        found = db.session.scalars(serving.limit(1)).first()
        if found is not None:
            return found
        account_id, today = self.stage.person(self.stage.member(name)).person(), clock.today()
        term = persons.register(SYSTEM, account_id=account_id, body_id=body.id, begins_on=today)
        coordinators.pledge(viewer_for(term.account))
        return term

    def write(self, rows: Iterable[tuple[str, RecordKind, Mapping[str, Any]]]) -> None:
        """Write records, each as the person of its body."""
        for name, kind, said in rows:
            values = {key: self._value(key, value) for key, value in said.items()}
            if kind is RecordKind.NOTE:
                values["happened_on"] = clock.today().isoformat()
            records.write(viewer_for(self.term(name).account), self.id, kind, values)

    def share(self, purpose: str) -> None:
        """Accept the case and pass it on to the other bodies, by the person's consent."""
        handling.accept(self.lead, self.id)
        others = [self.term(each) for each in self.names[1:]]
        given = {"recipients": [each.body_id for each in others], "purposes": purpose}
        given |= BY_CONSENT | {"given_on": clock.today().isoformat()}
        consent = records.write(self.lead, self.id, RecordKind.CONSENT, given)
        terms = Terms(PassingOnBasis.CONSENT, purpose, source_id=consent.id, within_consent=True)
        for each in others:
            passing_on.pass_on(self.lead, self.id, each.id, HELPING, terms)

    def conference(self, at: datetime, agenda: str) -> Conference:
        """Plan a conference with everybody who may take part."""
        return conferences.plan(
            *(self.lead, self.id),
            **{"begins_at": at, "place": "県庁相談室（見本）", "agenda": agenda},
            members=[person.id for person in conferences.eligible(self.id)],
            links=self.stage.links,
        )

    def hold(self, conference: Conference, decisions: str, next_on: date) -> None:
        """Record that the conference was held."""
        came = [each.person_id for each in conferences.members_of(conference)]
        leads = self.term(self.names[0]).body_id
        said: Any = {"decisions": decisions, "parts": [], "next_on": next_on}
        conferences.hold(
            self.lead, self.id, conference.id, attended=came, lead_body_id=leads, **said
        )

    def _value(self, key: str, value: Any) -> Any:
        if isinstance(value, int):
            return self.stage.day(value).isoformat()
        return self.term(value).body_id if key == "body" else value
