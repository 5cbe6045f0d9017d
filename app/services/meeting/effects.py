"""Effects of a passed resolution (規約第9条), in the same transaction as the closing."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app import clock
from app.documents.common.letter import Letter
from app.errors import RuleViolation
from app.extensions import db
from app.mail.meeting import resolution_letters
from app.models.filings.withdrawal import ReleaseRequest
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.rules.common.era import era_date
from app.rules.meeting.agenda import ResolutionKind
from app.rules.membership.membership import EndCause, MemberKind, Standing
from app.rules.membership.readmission import LossCause, readmittable_from
from app.rules.states.common.table import next_state
from app.rules.states.filings.expulsion import EXPULSION, ExpulsionVerb
from app.rules.states.filings.member import ConsentVerb
from app.security.viewer import Viewer
from app.services.common import audit, numbers, rows
from app.services.filings import consents, departures, expulsions
from app.services.meeting import attendance, declared_effects, moments, subjects
from app.services.membership import contacts, memberships
from app.services.membership.recipients import address_of
from app.services.post import outbox
from app.services.regulations import enactments


def preview(item: AgendaItem, on: date) -> str:
    """Return a description of the effects if the resolution passes on that day."""
    kind, declared = item.resolution_kind, declared_effects.of(item)
    if declared is not None:
        return declared.preview(item.subject, on)
    if kind is ResolutionKind.EXPULSION and item.expulsion is not None:
        first = readmittable_from(on, LossCause.EXPULSION)
        return (
            f"「{item.expulsion.organisation.name}」の会員資格が{era_date(on)}に失われ、団体名簿の"
            f"登録が抹消されます。再入会が認められるのは{era_date(first)}からです。本人に通知します。"
        )
    if kind is ResolutionKind.SELECTION and item.consent is not None:
        return (
            f"「{item.consent.organisation.name}」が{era_date(on)}から幹事団体になります。"
            "議決に加わるのは次の会議からです。本人に通知します。"
        )
    if kind is ResolutionKind.RELEASE and item.release_request is not None:
        name = item.release_request.organisation.name
        then = (
            "一般団体として会員を続けます"
            if item.becomes_general
            else "団体名簿の登録が抹消されます"
        )
        return (
            f"「{name}」が{era_date(on)}に幹事団体を退き、{then}。この後の議案では議決に加わらず、"
            "委任は受けたものも与えたものも失効します。本人に通知します。"
        )
    if kind is ResolutionKind.REGULATION and item.in_force_from is not None:
        return f"{_entry_into_force(item, on)}、これまでの規定は履歴に残ります。"
    return "議決の記録に登録されます。"


def _entry_into_force(item: AgendaItem, on: date) -> str:
    start, proposed = subjects.in_force_on(item, on), item.in_force_from
    if proposed is not None and start > proposed:
        note = f"（議案の施行日{era_date(proposed)}が議決の日より前のため）"
        return f"新しい規定が議決の日の{era_date(start)}から施行され{note}"
    if start < on:
        return f"新しい規定が{era_date(start)}にさかのぼって施行され"
    return f"新しい規定が{era_date(start)}から施行され"


def apply(actor: Viewer, item: AgendaItem, on: date) -> str:
    """Apply the effects of a resolution passed on that day; returns their description.

    Raises RuleViolation when they have become impossible; the item has to be withdrawn then.
    """
    assert item.resolution_kind is not None
    fault = subjects.fault(item)
    if fault:
        raise RuleViolation(
            item.resolution_kind.article,
            "議案の対象がなくなったため、議決の効力を生じさせることができません。"
            "議案を取り下げてください。",
        )
    words = preview(item, on)
    declared = declared_effects.of(item)
    effect = declared.apply if declared else _EFFECTS.get(item.resolution_kind)
    if effect is not None:
        effect(actor, item, on)
    return words


def fail(actor: Viewer, item: AgendaItem) -> None:
    """Notify and close the subject of a resolution that did not pass."""
    declared = declared_effects.of(item)
    if declared is not None:
        declared.fail(actor, item)
    elif item.resolution_kind is ResolutionKind.EXPULSION and item.expulsion_id is not None:
        file = expulsions.locked(item.expulsion_id)
        if file.open_key is not None:
            file.state = next_state(EXPULSION, file.state, ExpulsionVerb.NOT_PASSED)
            expulsions.close_resolved(file, "プラットフォーム会議で否決されたため")
            audit.record(actor, "expulsion.not_passed", "expulsion", file.id)
            expulsions.write_letter(
                actor,
                file,
                resolution_letters.expulsion_not_passed(file, numbers.document_number()),
            )
    elif item.resolution_kind is ResolutionKind.SELECTION and item.consent is not None:
        consents.decide(actor, item.consent.id, ConsentVerb.DECLINE)
        letter = resolution_letters.not_selected(item.consent, numbers.document_number())
        _write(actor, item, item.consent.organisation, letter)
    elif item.resolution_kind is ResolutionKind.RELEASE and item.release_request is not None:
        request = rows.locked(ReleaseRequest, item.release_request.id)
        request.open_key, request.resolved_at = None, clock.now()
        letter = resolution_letters.not_released(request, numbers.document_number())
        _write(actor, item, request.organisation, letter)
    db.session.flush()


def _expel(actor: Viewer, item: AgendaItem, on: date) -> None:
    """Expel the member: 規約第9条第3号, 要領第4条第2項・第5条第2項."""
    assert item.expulsion_id is not None
    file = expulsions.locked(item.expulsion_id)
    file.state = next_state(EXPULSION, file.state, ExpulsionVerb.RESOLVE)
    expulsions.close_resolved(file, f"{item.label}の議決による")
    audit.record(actor, "expulsion.resolve", "expulsion", file.id)
    departures.end_membership(actor, file.organisation, EndCause.EXPULSION, on=on)
    expulsions.write_letter(
        actor, file, resolution_letters.expelled(file, on, numbers.document_number())
    )


def _select(actor: Viewer, item: AgendaItem, on: date) -> None:
    """Make the organisation an executive member: 規約第4条第1号, 第9条第2号."""
    assert item.consent is not None
    consent = consents.decide(actor, item.consent.id, ConsentVerb.SELECT)
    organisation = memberships.locked(consent.organisation_id)
    if organisation.standing is Standing.GENERAL:
        memberships.end(actor, organisation, EndCause.SELECTION, on=on)
        expulsions.lapse(actor, organisation.id)
    memberships.begin(
        actor,
        organisation,
        MemberKind.EXECUTIVE,
        on=on,
        basis=f"プラットフォーム会議の決議 {on:%Y-%m-%d}",
    )
    if organisation.last_contact_on is None:
        contacts.start_clock(organisation)
    letter = resolution_letters.selected(consent, on, numbers.document_number())
    _write(actor, item, organisation, letter)


def _release(actor: Viewer, item: AgendaItem, on: date) -> None:
    """Release the member (規約第9条第2号), with no bar to readmission.

    Proxies it gave and received lapse, and it leaves E for items still open.
    """
    assert item.release_request is not None
    request = rows.locked(ReleaseRequest, item.release_request.id)
    request.open_key, request.resolved_at = None, clock.now()
    organisation = memberships.locked(request.organisation_id)
    if item.becomes_general:
        memberships.end(actor, organisation, EndCause.RELEASE, on=on)
        memberships.begin(
            actor,
            organisation,
            MemberKind.GENERAL,
            on=on,
            basis=f"プラットフォーム会議の決議 {on:%Y-%m-%d}",
        )
    else:
        departures.end_membership(actor, organisation, EndCause.RELEASE, on=on)
    leave_open_meetings(organisation.id)
    number = numbers.document_number()
    letter = resolution_letters.released(request, on, item.becomes_general, number)
    _write(actor, item, organisation, letter)


def leave_open_meetings(organisation_id: int) -> None:
    """Remove a released member from the roll of every meeting that is not over."""
    for entry in db.session.scalars(
        select(RollEntry)
        .join(RollEntry.meeting)
        .where(RollEntry.organisation_id == organisation_id, RollEntry.released_at.is_(None))
        .where(Meeting.closed_at.is_(None))
        .options(contains_eager(RollEntry.meeting))
    ):
        entry.released_at = moments.now()
        if entry.meeting.chair_id == organisation_id:
            entry.meeting.chair_id = None
        attendance.end_proxies_of(entry.meeting_id, organisation_id)
    db.session.flush()


def _amend(actor: Viewer, item: AgendaItem, on: date) -> None:
    """Put the new text in force from its date (規約第9条第1号), keeping the old one."""
    assert item.in_force_from is not None and item.regulation_text is not None
    enactments.enact(
        actor,
        item.regulation_slug,
        item.regulation_text,
        subjects.in_force_on(item, on),
        basis=f"{item.meeting.title} {item.label}",
    )


_EFFECTS: Mapping[ResolutionKind, Callable[[Viewer, AgendaItem, date], None]] = {
    ResolutionKind.EXPULSION: _expel,
    ResolutionKind.SELECTION: _select,
    ResolutionKind.RELEASE: _release,
    ResolutionKind.REGULATION: _amend,
}


def _write(actor: Viewer, item: AgendaItem, organisation: Organisation, letter: Letter) -> None:
    outbox.write(
        actor,
        letter,
        to=address_of(organisation),
        dedupe_key=f"agenda_item:{item.id}",
        organisation_id=organisation.id,
    )
