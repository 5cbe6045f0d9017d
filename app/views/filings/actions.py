"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "organisation.take_attachments": _l("Choice of files with letters"),
    "change_notice.file": _l("Change notice filed"),
    "change_notice.accept": _l("Change notice applied"),
    "change_notice.accept_in_part": _l("Change notice partly applied"),
    "change_notice.return": _l("Change notice sent back"),
    "change_notice.take_back": _l("Change notice withdrawn"),
    "withdrawal.file": _l("Withdrawal notice filed"),
    "withdrawal.take_effect": _l("Withdrawal took effect"),
    "release.file": _l("Release request filed"),
    "release.take_back": _l("Release request withdrawn"),
    "consent.file": _l("Consent to serve filed"),
    "consent.select": _l("Selected as executive member"),
    "consent.decline": _l("Not selected as executive member"),
    "consent.take_back": _l("Consent to serve withdrawn"),
    "contact.attempt": _l("Contact attempt recorded"),
    "contact.reply": _l("Contact confirmation answered"),
    "expulsion.open": _l("Proceedings started"),
    "expulsion.revise": _l("Ground or facts changed"),
    "expulsion.evidence": _l("Evidence added"),
    "expulsion.offer_hearing": _l("Opportunity to be heard given"),
    "expulsion.statement": _l("Statement received"),
    "expulsion.conclude_hearing": _l("Hearing concluded"),
    "expulsion.resolve": _l("Expulsion resolved"),
    "expulsion.not_passed": _l("Expulsion rejected"),
    "expulsion.drop": _l("Proceedings discontinued"),
    "expulsion.lapse": _l("Proceedings lapsed: membership ended"),
}
SUBJECTS = {
    "change_notice": _l("Change notice"),
    "withdrawal_notice": _l("Withdrawal notice"),
    "release_request": _l("Release request by an executive member"),
    "consent_to_serve": _l("Consent to serve"),
    "expulsion": _l("Expulsion proceedings"),
}
