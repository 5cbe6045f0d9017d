"""Case conferences (個別ケース検討会議): planning, members, holding, minutes (法第16条第1項)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.conference import Conference, ConferenceMember
from app.models.council.council import ConstituentBody, CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, Section
from app.rules.cases.fields import RecordKind
from app.rules.cases.requests import next_reminder
from app.rules.common import articles
from app.rules.common.era import era_date, in_era, weekday
from app.rules.states.cases.case import (
    CONFERENCE,
    LIVE_CASE_STATES,
    ConferenceState,
    ConferenceVerb,
)
from app.rules.states.common.table import next_state
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.cases import cases, participations, records, rows
from app.services.common import audit
from app.services.common.links import Links
from app.services.council import mail as council_mail

SECTION = Section.CONFERENCE


def plan(
    actor: Viewer,
    case_id: str,
    *,
    begins_at: datetime,
    place: str,
    agenda: str,
    members: Sequence[int],
    links: Links,
) -> Conference:
    """Plan a conference and notify its members.

    members: ids of council persons who may already read the case's conferences, so that
    choosing them passes on no information. Raises NotPermitted; RuleViolation for anyone else,
    a closed case and a day before the case's intake.
    """
    _require_after_intake(_writable(actor, case_id), begins_at)
    earlier = select(func.max(Conference.number)).where(Conference.case_id == case_id)
    conference = Conference(
        case_id=case_id,
        section=SECTION,
        number=(db.session.scalar(earlier) or 0) + 1,
        state=next_state(CONFERENCE, None, ConferenceVerb.PLAN),
        begins_at=begins_at,
    )
    vault.seal(conference, "content", {"place": place, "agenda": agenda})
    _plan_reminder(conference)
    _settle_earlier(conference)
    db.session.add(conference)
    db.session.flush()
    chosen = _choose(conference, members)
    audit.record(actor, "case.conference", CASE_SUBJECT, case_id, members=sorted(set(members)))
    council_mail.notify(actor, chosen, links)
    return conference


def revise(
    actor: Viewer,
    case_id: str,
    conference_id: str,
    *,
    begins_at: datetime,
    place: str,
    agenda: str,
    members: Sequence[int],
    links: Links,
) -> Conference:
    """Change a planned conference and notify old and new members."""
    _require_after_intake(_writable(actor, case_id), begins_at)
    conference = _to_change(actor, case_id, conference_id)
    conference.state = next_state(CONFERENCE, conference.state, ConferenceVerb.PLAN)
    conference.begins_at = begins_at
    _plan_reminder(conference)
    vault.seal(conference, "content", {"place": place, "agenda": agenda})
    before = [member.person for member in members_of(conference)]
    for member in members_of(conference):
        if member.person_id not in members:
            db.session.delete(member)
    chosen = _choose(conference, members)
    db.session.flush()
    audit.record(actor, "case.conference", CASE_SUBJECT, case_id, members=sorted(set(members)))
    council_mail.notify(actor, [*before, *chosen], links)
    return conference


def cancel(actor: Viewer, case_id: str, conference_id: str, *, links: Links) -> Conference:
    """Cancel a planned conference and notify its members."""
    conference = _to_change(actor, case_id, conference_id)
    conference.state = next_state(CONFERENCE, conference.state, ConferenceVerb.CANCEL)
    _plan_reminder(conference)
    db.session.flush()
    audit.record(actor, "case.conference_cancel", CASE_SUBJECT, case_id)
    council_mail.notify(actor, [member.person for member in members_of(conference)], links)
    return conference


def hold(
    actor: Viewer,
    case_id: str,
    conference_id: str,
    *,
    attended: Sequence[int],
    lead_body_id: int | None,
    decisions: str,
    parts: Sequence[Mapping[str, Any]],
    next_on: date | None,
) -> Conference:
    """Record that the conference was held: attendance, lead, tasks with deadlines, next date.

    parts: values of RecordKind.PART; they go into the support plan, to which the actor needs
    write access. A change of the lead is made by an offer that the body accepts
    (`case_offers`).
    """
    conference = _to_change(actor, case_id, conference_id)
    if conference.begins_at > clock.now():
        raise RuleViolation(articles.COUNCIL_EXCHANGE, "開催の日時になってから記録してください。")
    if next_on is not None and next_on <= clock.local(conference.begins_at).date():
        raise RuleViolation(None, "次回の会議には、この会議より後の日を入力してください。")
    conference.state = next_state(CONFERENCE, conference.state, ConferenceVerb.HOLD)
    conference.next_on = next_on
    _plan_reminder(conference)
    for member in members_of(conference):
        member.attended = member.person_id in attended
    for part in parts:
        records.add(actor, case_id, RecordKind.PART, part)
    outcome = {"lead_body": lead_body_id, "decisions": decisions, "parts": [*map(dict, parts)]}
    vault.seal(conference, "outcome", outcome)
    vault.seal(conference, "minutes", _draft(conference, members_of(conference), outcome))
    db.session.flush()
    audit.record(actor, "case.conference_hold", CASE_SUBJECT, case_id)
    return conference


def write_minutes(actor: Viewer, case_id: str, conference_id: str, text: str) -> Conference:
    """Write the minutes of a held conference, until they are confirmed."""
    conference = _unconfirmed(actor, case_id, conference_id)
    vault.seal(conference, "minutes", text)
    db.session.flush()
    audit.record(actor, "case.minutes", CASE_SUBJECT, case_id)
    return conference


def confirm_minutes(actor: Viewer, case_id: str, conference_id: str) -> Conference:
    """Confirm the minutes, which are final then."""
    conference = _unconfirmed(actor, case_id, conference_id)
    conference.confirmed_at, conference.confirmed_by_id = clock.now(), actor.person()
    db.session.flush()
    audit.record(actor, "case.minutes_confirm", CASE_SUBJECT, case_id)
    return conference


def one(case_id: str, conference_id: str) -> Conference:
    """Return a conference of this case that the viewer may read. Raises NotFound."""
    return rows.one(Conference, case_id, conference_id)


def of_case(case_id: str) -> Sequence[Conference]:
    """Return the conferences of a case that the viewer may read, latest first."""
    return db.session.scalars(
        select(Conference).where(Conference.case_id == case_id).order_by(Conference.number.desc())
    ).all()


def ahead(case_id: str) -> Conference | None:
    """Return the next planned conference, or the held one that set a day for which none is planned."""
    found = of_case(case_id)
    planned = [each for each in found if each.state is ConferenceState.PLANNED]
    if planned:
        return min(planned, key=lambda each: each.begins_at)
    held = [each for each in found if each.state is ConferenceState.HELD]
    return held[0] if held and held[0].next_on else None


def members_of(conference: Conference) -> Sequence[ConferenceMember]:
    """Return the members with account and body, in the order of the register."""
    return db.session.scalars(
        select(ConferenceMember)
        .where(ConferenceMember.conference_id == conference.id)
        .options(*rows.named(ConferenceMember.person))
        .order_by(ConferenceMember.person_id)
    ).all()


def due_on(conference: Conference) -> date | None:
    """Return the day reminded of: of a planned conference its own, of a held one the next one's."""
    if conference.state is ConferenceState.PLANNED:
        return clock.local(conference.begins_at).date()
    return conference.next_on if conference.state is ConferenceState.HELD else None


def eligible(case_id: str) -> list[CouncilPerson]:
    """Return the possible members: participants who may read the case's conferences now.

    Not who reads in an emergency: their access is over within hours.
    """
    readers = {
        part.person_id
        for part in participations.live(case_id)
        if part.section is SECTION and part.basis is not ParticipationBasis.EMERGENCY
    }
    return [person for person in participations.people(case_id) if person.id in readers]


def _plan_reminder(conference: Conference) -> None:
    day = due_on(conference)
    conference.remind_on = None if day is None else next_reminder(day, after=clock.today())


def _settle_earlier(planned: Conference) -> None:
    """End the reminders of earlier conferences to plan the next one: it is planned now."""
    earlier = select(Conference).where(
        Conference.case_id == planned.case_id,
        Conference.state == ConferenceState.HELD,
        Conference.remind_on.is_not(None),
    )
    for conference in db.session.scalars(earlier):
        conference.remind_on = None


def _choose(conference: Conference, members: Sequence[int]) -> list[CouncilPerson]:
    possible = {person.id: person for person in eligible(conference.case_id)}
    if not members or not possible.keys() >= set(members):
        raise RuleViolation(
            articles.SECRECY,
            "会議の区分を閲覧できる参加者の中から、構成員を1人以上選んでください。",
        )
    there = {member.person_id for member in members_of(conference)}
    for person_id in sorted(set(members) - there):
        db.session.add(
            ConferenceMember(
                case_id=conference.case_id,
                section=SECTION,
                conference_id=conference.id,
                person_id=person_id,
            )
        )
    db.session.flush()
    return [possible[person_id] for person_id in sorted(set(members))]


def _writable(actor: Viewer, case_id: str) -> SupportCase:
    case = cases.locked(actor, case_id)
    participations.require(actor, case_id, SECTION, Level.WRITE)
    if case.state not in LIVE_CASE_STATES:
        raise RuleViolation(
            articles.COUNCIL_SUPPORT, "終結したケースの会議は変更できません。先に再開してください。"
        )
    return case


def _require_after_intake(case: SupportCase, begins_at: datetime) -> None:
    """Require a day on or after the intake; conferences may be entered afterwards."""
    if clock.local(begins_at).date() < clock.local(case.began_at).date():
        raise RuleViolation(
            articles.COUNCIL_EXCHANGE,
            "会議の日には、ケースを受け付けた日以後の日を入力してください。",
        )


def _to_change(actor: Viewer, case_id: str, conference_id: str) -> Conference:
    """Return a conference reloaded after locking the case; the view has loaded it before."""
    _writable(actor, case_id)
    return rows.locked(Conference, case_id, conference_id)


def _unconfirmed(actor: Viewer, case_id: str, conference_id: str) -> Conference:
    conference = _to_change(actor, case_id, conference_id)
    if conference.state is not ConferenceState.HELD or conference.confirmed_at is not None:
        raise RuleViolation(None, "議事録は、開催後から確定までの間に限り変更できます。")
    return conference


def _draft(
    conference: Conference, members: Sequence[ConferenceMember], outcome: Mapping[str, Any]
) -> str:
    """Return the first draft of the minutes. outcome: as sealed by hold."""
    content = vault.unseal(conference, "content")
    return "\n".join(
        (
            f"第{conference.number}回個別ケース検討会議　議事録",
            f"１　日時　{_moment(conference)}",
            f"２　場所　{content['place']}",
            "３　出席者",
            *(_name(member) for member in members if member.attended),
            "４　議題",
            content["agenda"],
            "５　協議の内容",
            "",
            "６　決定したこと",
            outcome["decisions"],
            *_decided(outcome),
            *_next(conference.next_on),
        )
    )


def _moment(conference: Conference) -> str:
    began = clock.local(conference.begins_at)
    return f"{era_date(began.date())}{weekday(began.date())} {began:%H:%M}"


def _name(member: ConferenceMember) -> str:
    return f"　{member.person.account.get_full_name()}（{member.person.body.name}）"


def _decided(outcome: Mapping[str, Any]) -> list[str]:
    lines = []
    if outcome["lead_body"]:
        lines.append(f"主担当機関：{_body(outcome['lead_body'])}")
    for part in outcome["parts"]:
        by_when = in_era(date.fromisoformat(part["by_when"]))
        lines.append(f"{_body(part['body'])}：{part['what']}（{by_when}まで）")
    return lines


def _next(day: date | None) -> list[str]:
    return [] if day is None else [f"７　次回の会議　{in_era(day)}{weekday(day)}"]


def _body(body_id: int) -> str:
    return db.session.get_one(ConstituentBody, body_id).name
