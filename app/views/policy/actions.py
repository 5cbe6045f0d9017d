"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "member_message.send": _l("Message to a member written"),
    "proposal.join": _l("Author body added to a proposal"),
    "proposal.agree": _l("Author body agreed to a proposal"),
    "proposal.leave": _l("Author body taken off a proposal"),
    "proposal.submit": _l("Proposal put to the meeting"),
    "proposal.send_back": _l("Proposal made a draft again"),
    "proposal.pass": _l("Proposal decided by the meeting"),
    "proposal.not_pass": _l("Proposal rejected by the meeting"),
    "proposal.revise": _l("Rejected proposal made a draft again"),
    "proposal.hand_over": _l("Proposal handed to the prefecture"),
    "proposal.consider": _l("Interim answer to a proposal recorded"),
    "proposal.answer": _l("Answer to a proposal recorded"),
    "proposal.measure": _l("Measure on a proposal recorded"),
    "proposal.close": _l("Proposal closed"),
    "plan_activity.measure": _l("Result of an activity taken from the system"),
    "annual_report.publish": _l("Annual report published and frozen"),
    "annual_report.take_back": _l("Annual report taken back"),
}
