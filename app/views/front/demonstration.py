"""What to try first in the demonstration, on each role's home page."""

from typing import NamedTuple

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.security.viewer import Role, Viewer

FILLED = "demonstration_filled"
"""Key of the application's extensions: whether it has the data, as its start found."""


class Thing(NamedTuple):
    """Something to try: a title, what there is to be seen, and the page where it begins."""

    title: str
    text: str
    endpoint: str


PUBLIC = (
    Thing(_l("Find help for a trouble"), _l("Choose a trouble and see which desks are open now, and whom they pass on to."), "HelpView.start"),
    Thing(_l("Register for an event"), _l("One has seats left, one has a waiting list. The confirmation lies in the outbox."), "EventView.list"),
    Thing(_l("Read the minutes of a meeting"), _l("What the platform decided, without the names of persons."), "PublicMinutesView.list"),
)  # fmt: skip
OF_ROLE = {
    Role.SECRETARIAT: (
        Thing(_l("Release a batch of applications"), _l("Another officer has proposed the decisions. You release them, and letters go."), "ApprovalView.list"),
        Thing(_l("Hold the meeting that is in session"), _l("The second vote is open: note the hands, see the quorum, close the vote."), "MeetingView.list"),
        Thing(_l("Look after letters that did not arrive"), _l("One is in each state: refused, delayed, to be posted, returned, unnumbered."), "OutboxView.list"),
    ),
    Role.ADMINISTRATOR: (
        Thing(_l("Invite a person"), _l("Give an account its roles. Those of the office need a second person."), "AccountsView.list"),
        Thing(_l("See the state of the system"), _l("What runs, what is late, and what is to be done about it."), "HealthView.index"),
        Thing(_l("Follow what was done"), _l("Nearly a year of entries, chained so that none can be changed unseen."), "AuditView.list"),
    ),
    Role.COUNCIL: (
        Thing(_l("Work on a case with other bodies"), _l("Two fictitious cases: one you lead, one you coordinate."), "CaseView.list"),
        Thing(_l("Answer a request of another body"), _l("You are asked for an opinion. Answer it, or decline with a reason."), "ReceivedView.list"),
        Thing(_l("See what is due"), _l("Parts, goals, reviews and conferences of your cases, the overdue first."), "DeadlineView.list"),
    ),
    Role.EXECUTIVE: (
        Thing(_l("Vote in the meeting that is in session"), _l("You are present, and the second vote is open. A phone will do."), "MeetingView.list"),
        Thing(_l("Answer the notice for tomorrow"), _l("Come, take part online, or delegate to another member."), "MeetingView.list"),
        Thing(_l("Give the deciding assent"), _l("A written resolution lacks one assent. With yours it is resolved at once."), "MeetingView.list"),
    ),
    Role.GENERAL: (
        Thing(_l("Apply for a grant"), _l("Your organisation has been chosen. Submit the formal application."), "MyGrantView.list"),
        Thing(_l("Answer a survey"), _l("The results appear when it is over, without small numbers."), "SurveyView.list"),
        Thing(_l("Offer help to another member"), _l("Read what others lack and can do, and write to them without addresses."), "NeedOfferView.list"),
    ),
}  # fmt: skip
"""A person of several roles is led by the first."""


def things(actor: Viewer) -> tuple[Thing, ...]:
    """Return what the viewer may try first; nothing outside a filled demonstration."""
    if not current_app.extensions.get(FILLED):
        return ()
    return next((found for role, found in OF_ROLE.items() if actor.has(role)), PUBLIC)
