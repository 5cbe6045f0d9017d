"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "need_offer.answer": _l("Message about a need or an offer written"),
    "need_offer.match": _l("Need or offer matched"),
    "need_offer.expire": _l("Need or offer past its last day"),
    "patronage.decide": _l("Patronage decided"),
    "patronage.report_event": _l("Report on an event under patronage"),
    "patronage.remind": _l("Member reminded of a report on an event"),
    "referral.approach": _l("Organisation was asked to join"),
    "referral.decline": _l("Referral came to nothing"),
    "referral.take_up": _l("Referral taken up again"),
    "referral.follow": _l("Application begun by a referral's link"),
    "referral.arrive": _l("Application from a referral arrived"),
    "referral.join": _l("Organisation from a referral joined"),
    "survey.answer": _l("Survey answered"),
}
