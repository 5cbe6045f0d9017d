"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "event.publish": _l("Event published"),
    "event.decline": _l("Proposal of an event declined"),
    "event.cancel": _l("Event cancelled; those registered told"),
    "event.hold": _l("Event recorded as held"),
    "event.names": _l("Name list of an event taken"),
    "event.group": _l("Groups of an event changed"),
    "event.forget": _l("Names of those registered for an event deleted"),
    "event.answer": _l("Questionnaire of an event answered"),
    "event_registration.add": _l("Registered for an event"),
    "event_registration.again": _l("Registered again from the same address"),
    "event_registration.update": _l("Registration changed"),
    "event_registration.offer": _l("Seat offered"),
    "event_registration.accept": _l("Offered seat taken up"),
    "event_registration.decline": _l("Offered seat declined"),
    "event_registration.lapse": _l("Offer or waiting list ended"),
    "event_registration.cancel": _l("Registration cancelled"),
    "event_registration.mark": _l("Person received at the door"),
    "event_registration.unmark": _l("Mark at the door taken back"),
    "subcommittee.join": _l("Takes part in a subcommittee"),
    "subcommittee.leave": _l("Takes part in a subcommittee no longer"),
    "subcommittee.found": _l("Subcommittee founded"),
    "subcommittee.decline": _l("Proposal of a subcommittee declined"),
    "subcommittee.close": _l("Subcommittee closed"),
    "calendar.address": _l("Own address of the calendar made"),
}
SUBJECTS = {
    "event_registration": _l("Registration for an event"),
    "calendar_address": _l("Address of the calendar"),
}
